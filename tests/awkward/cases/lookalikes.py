"""Living pages that say what sales, locks and lost pages say, and those pages themselves."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, page, prose, to
from tests.awkward.case import Case, at
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.platforms import below
from tests.awkward.cases.redirects import HOME, paths_of

GONE = page("Not here", "<p>We have no such page.</p>", status=404)


def living(why: str, title: str, said: str, ideal: V = V.OK) -> Case:
    """A page of some words, of a host that says 404 of what is not there."""
    return at(why, ideal, page(title, f"<p>{said}</p>" + prose(why, 120)), any=GONE)


def renamed(why: str, title: str) -> Case:
    """A page that is led to its new address, and has such a title there."""
    said = page(title, f"<h1>{title}</h1>" + prose(title, 300))
    return at(why, V.OK, to("/new"), any=paths_of({"/": HOME, "/new": said}))


def sold(talk: Talk) -> None:
    """A page that names its host, and sells it."""
    talk.send(
        page(f"{talk.host} is for sale", "<p>Interested in this domain? Ask for a price.</p>")
    )


SALES = (
    living("whose old name is for sale, in Czech", "Kontakt", "Naše stará doména je na prodej; pište prosím na novou adresu."),
    living("a hillside for sale in Persian", "املاک کوهستان", "زمین در این دامنه به فروش می\u200cرسد، ویلا با منظره کوه."),
    living("not for sale, in Persian", "کلینیک درد", "این دامنه به فروش نمی\u200cرسد."),
    living("a name that was for sale in Hungarian", "Klinika", "Ez a domain eladó volt, de most a klinika tulajdona."),
    living("a warning of offers in Indonesian", "Klinik Nyeri", "Penipuan: pesan 'domain ini dijual' bukan dari kami."),
    living("a menu of who sells names in Chinese", "網路公司", "首頁 網域名稱出售 虛擬主機 關於我們"),
    living("what a registrar writes, explained in French", "Aide", "Vous avez reçu le courriel « votre domaine a bien été créé » : que faire ?"),
    living("what a registrar shows, explained", "Help", "A name that has just been registered for one of our customers shows this."),
    living("a sale that is only told of", "News", "We had written that this domain is for sale; it is not."),
    at("a start page whose old name is for sale", V.UNKNOWN, page("Klinika bolesti", "<p>Naše stará doména je na prodej.</p>" + prose("klinika", 120)), "/", any=GONE),
    everywhere("for sale in weak words", V.PARKED, page("A great name for your business", "<p>Interested in this domain? Our brokers help you to get it at a fair price today.</p>")),
    everywhere("for sale in weak words at the start page", V.PARKED, page("A great name for your business", "<p>Interested in this domain? Our brokers help you to get it.</p>"), "/"),
    everywhere("for sale by what is in the source", V.PARKED, page("Buy a name today", "<script src=https://www.hugedomains.com/x.js></script><p>Buy it now and pay in parts; names make firms.</p>")),
    everywhere("for sale in Czech, in few words", V.PARKED, page("Prodej", "<p>Tato doména je na prodej.</p>")),
    at("for sale in weak words, under its name", V.PARKED, sold, any=sold),
)  # fmt: skip

LOCKS = (
    renamed("protégés against the flu", "Protégés contre la grippe"),
    renamed("an editor of that name", "Protégé - ontology editor"),
    renamed("how to be protected", "Protected: how vaccines shield your child"),
    at("statutes at a host called sso", V.MOVED, to("http://sso.statutes.test/Act/back-pain", 301), elsewhere={"sso.statutes.test": {"/Act/back-pain": page("Back Pain Act", "<h1>Back Pain Act</h1>" + prose("act", 400))}}, any=GONE),
)  # fmt: skip

LOST = (
    everywhere("a start page with a line about cookies at every address", V.SOFT_404, page("Clinic", "<p>By using this site you agree to our cookies.</p>" + prose("cookies", 150))),
    everywhere("a start page with downloads in French at every address", V.SOFT_404, page("Clinique", "<p>Téléchargements. Médecins. Accueil.</p>" + prose("clinique", 150))),
    everywhere("the start page by another name with terms", V.OK, page("Clinic", "<p>You accept the terms of use of this website.</p>" + prose("terms of use", 150)), "/index.html"),
    below("a form that is the same at every address", V.UNKNOWN, page("Questionnaire", "<p>Please complete it before you go on. You cannot save it. Co-existing pain, stitches removed, trial and error. Telephone 0410 22 33, (410) 555 0100.</p>" + prose("form", 80))),
    below("a page that says at length that the page was removed", V.SOFT_404, page("Clinic", "<p>The page you wanted may have been removed.</p>" + prose("menu of a clinic", 90))),
)  # fmt: skip

CASES = (*SALES, *LOCKS, *LOST)
