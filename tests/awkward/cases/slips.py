"""Addresses that are not written as meant, and what was meant; those that work all the same."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import article, page
from tests.awkward.case import Case
from tests.awkward.server import Site

PAGE = article()
ALIVE_HERE = (
    "/https://slip.test/living",
    "/slip.test/living",
    "/living.htm",
    "/10.1000/living",
    "/www.slip.test/living",
    "/living@slip.test",
    "/%22http://slip.test/living%22",
    "/http//slip.test/living",
)
OWN = {
    "www.eurospinepatientline.test": Site(
        paths={"*": page("Not here", status=404), **dict.fromkeys(ALIVE_HERE, PAGE)}
    )
}
"""Where relative addresses lead: the site itself, which has these pages and no others."""
LIVING = {"slip.test": Site(paths={"/a": PAGE})}
LENIENT = {
    "lenient.test": Site(
        paths=dict.fromkeys(
            (
                "/a",
                "/a)",
                "/a.",
                "/a%20",
                "/disc_(spine)",
                "/and-so-on...",
                "/?to=http://slip.test/a",
                "/web/2020/http://slip.test/a",
                "/%7Bz%7D/%7Bx%7D.png",
            ),
            PAGE,
        )
    )
}


def relative(why: str, href: str, meant: str = "") -> Case:
    """What browsers take for a page of the site itself."""
    return Case(why=why, ideal=V.GONE, href=href, sites=OWN, meant=meant)


def living(why: str, href: str, meant: str = "") -> Case:
    """What browsers take for a page of the site itself, and it has one there."""
    return Case(why=why, ideal=V.OK, href=href, sites=OWN, meant=meant)


def invalid(why: str, href: str, meant: str = "") -> Case:
    return Case(why=why, ideal=V.INVALID, href=href, meant=meant)


def ended(why: str, href: str, meant: str = "") -> Case:
    """Something too much at its end, so that nothing is there."""
    return Case(why=why, ideal=V.GONE, href=href, sites=LIVING, meant=meant)


def lenient(why: str, href: str) -> Case:
    """A server that gives the page all the same."""
    return Case(why=why, ideal=V.OK, href=href, sites=LENIENT)


CASES = (
    relative("straight quotes around it", '"http://slip.test/a"', "http://slip.test/a"),
    relative("single quotes around it", "'http://slip.test/a'", "http://slip.test/a"),
    relative("curly quotes around it", "“http://slip.test/a”", "http://slip.test/a"),
    relative("guillemets around it", "«http://slip.test/a»", "http://slip.test/a"),
    relative("single guillemets around it", "‹http://slip.test/a›", "http://slip.test/a"),
    relative("angle brackets around it", "<http://slip.test/a>", "http://slip.test/a"),
    relative("encoded quotes around it", "%22http://slip.test/a%22", "http://slip.test/a"),
    relative("an encoded blank before it", "%20http://slip.test/a", "http://slip.test/a"),
    relative("a word before it", "see http://slip.test/a", "http://slip.test/a"),
    relative("no scheme", "www.slip.test/a", "https://www.slip.test/a"),
    relative("no scheme and no www", "slip.org/a", "https://slip.org/a"),
    relative("no scheme behind dots", "../www.slip.test/a", "https://www.slip.test/a"),
    relative("a slash before it", "/https://slip.test/a", "https://slip.test/a"),
    relative("no colon", "http//slip.test/a", "http://slip.test/a"),
    relative("a semicolon for a colon", "https;//slip.test/a", "https://slip.test/a"),
    relative("one slash of the site's own scheme", "https:/slip.test/a", "https://slip.test/a"),
    relative("a mail address without mailto", "clinic@slip.test", "mailto:clinic@slip.test"),
    relative("a DOI name without resolver", "10.1000/slip", "https://doi.org/10.1000/slip"),
    relative("double braces", "{{ url }}"),
    relative("a placeholder of a script", "${url}"),
    relative("an object", "[object Object]"),
    relative("undefined", "undefined"),
    relative("undefined below a folder", "/leaflets/undefined"),
    relative("a placeholder in brackets", "[url]"),
    relative("a path on a disk as one of the site", "/C:/docs/a.doc"),
    ended("a bracket too many", "http://slip.test/a)", "http://slip.test/a"),
    ended("a comma too many", "http://slip.test/a,", "http://slip.test/a"),
    ended("a full stop too many", "http://slip.test/a.", "http://slip.test/a"),
    ended("a bracket and a full stop too many", "http://slip.test/a).", "http://slip.test/a"),
    ended("an encoded blank too many", "http://slip.test/a%20", "http://slip.test/a"),
    ended("an encoded quote too many", "http://slip.test/a%22", "http://slip.test/a"),
    ended("cut short by an ellipsis", "http://slip.test/a…"),
    ended("two addresses with a blank between", "http://slip.test/a http://slip.test/b", "http://slip.test/a"),
    ended("two addresses with a semicolon between", "http://slip.test/a; http://slip.test/b", "http://slip.test/a"),
    ended("a placeholder in a path", "http://slip.test/{{ id }}"),
    lenient("a bracket too many that does no harm", "http://lenient.test/a)"),
    lenient("a full stop too many that does no harm", "http://lenient.test/a."),
    lenient("an encoded blank too many that does no harm", "http://lenient.test/a%20"),
    lenient("a bracket that belongs to it", "http://lenient.test/disc_(spine)"),
    lenient("an ellipsis that belongs to it", "http://lenient.test/and-so-on..."),
    lenient("an address in a query", "http://lenient.test/?to=http://slip.test/a"),
    lenient("an address in a path", "http://lenient.test/web/2020/http://slip.test/a"),
    lenient("braces in a path", "http://lenient.test/{z}/{x}.png"),
    lenient("three slashes", "http:///lenient.test/a"),
    lenient("one slash that browsers mend", "http:/lenient.test/a"),
    lenient("no slash that browsers mend", "http:lenient.test/a"),
    invalid("a file", "file:///C:/Users/ada/leaflet.pdf"),
    invalid("a file of a server", "file://server/share/leaflet.pdf"),
    invalid("a path on a disk", "C:\\docs\\leaflet.doc"),
    invalid("a name with two dots in a row", "https://slip..test/a", "https://slip.test/a"),
    invalid("a name that begins with a dot", "http://.slip.test/a", "http://slip.test/a"),
    invalid("a blank behind the name", "http://slip.test /a", "http://slip.test/a"),
    invalid("blanks in the scheme", "http: //slip.test/a", "http://slip.test/a"),
    invalid("a private address of the other kind", "http://10.0.0.7:8080/a"),
    invalid("a private address of the newer kind", "http://[fd00::1]/a"),
    invalid("a DOI name for a host", "http://10.1136/bmj.a3115", "https://doi.org/10.1136/bmj.a3115"),
    Case(why="a folder of a network of computers", ideal=V.UNREACHABLE, href="\\\\server\\share\\a.doc"),
    Case(why="a name of one network", ideal=V.UNREACHABLE, href="http://wiki/leaflet"),
    Case(why="a resolver without its ending", ideal=V.UNREACHABLE, href="https://doi/10.1000/slip", meant="https://doi.org/10.1000/slip"),
    Case(why="the scheme twice", ideal=V.UNREACHABLE, href="http://https//slip.test/a", meant="https://slip.test/a"),
    Case(why="a comma for a dot", ideal=V.UNREACHABLE, href="http://www,slip.test/a", meant="http://www.slip.test/a"),
    Case(why="four w", ideal=V.UNREACHABLE, href="http://wwww.slip.test/a", meant="http://www.slip.test/a"),
    Case(why="con for com", ideal=V.UNREACHABLE, href="http://www.slip.con/a", meant="http://www.slip.com/a"),
    Case(why="three t", ideal=V.INVALID, href="htttps://slip.test/a", meant="https://slip.test/a"),
    Case(why="a mail address as a web address of a living host", ideal=V.OK, href="http://clinic@post.test", sites={"post.test": Site(paths={"/": PAGE})}, meant="mailto:clinic@post.test"),
    Case(why="mail with two signs", ideal=V.EXCLUDED, href="mailto:a@b@slip.test"),
    Case(why="a telephone in letters", ideal=V.EXCLUDED, href="tel:1-800-SPINE", meant="tel:1-800-77463"),
    Case(why="an extension of a browser before it", ideal=V.INVALID, href="chrome-extension://efaidnbmnnnibpcajpcglclefindmkaj/https://slip.test/a.pdf", meant="https://slip.test/a.pdf"),
    Case(why="about:blank and a place", ideal=V.INVALID, href="about:blank#blocked"),
    Case(why="mail with two slashes", ideal=V.EXCLUDED, href="mailto://clinic@slip.test", meant="mailto:clinic@slip.test"),
    Case(why="mail with a comma for a dot", ideal=V.EXCLUDED, href="mailto:clinic@slip,test", meant="mailto:clinic@slip.test"),
    Case(why="a message by telephone", ideal=V.EXCLUDED, href="whatsapp://send?text=hello"),
    Case(why="a mail address as a web address of a host that is gone", ideal=V.UNREACHABLE, href="http://clinic@no-slip.test", meant="mailto:clinic@no-slip.test"),
    Case(why="a user and a path of a living host", ideal=V.OK, href="http://clinic@slip.test/a", sites=LIVING),
    living("a slash before it and a living page there", "/https://slip.test/living", "https://slip.test/living"),
    living("one slash and a living page there", "https:/slip.test/living", "https://slip.test/living"),
    living("no slash and a living page there", "https:living.htm", "living.htm"),
    living("a DOI name and a living page there", "10.1000/living", "https://doi.org/10.1000/living"),
    living("no scheme and a living page there", "www.slip.test/living", "https://www.slip.test/living"),
    living("a mail address and a living page there", "living@slip.test", "mailto:living@slip.test"),
    living("quotes around it and a living page there", '"http://slip.test/living"', "http://slip.test/living"),
    living("no colon and a living page there", "http//slip.test/living", "http://slip.test/living"),
    relative("no slash and no page there", "https:dead.htm", "dead.htm"),
    Case(why="the resolver twice and a living page there", ideal=V.OK, href="https://resolver.test/https://resolver.test/10.1000/living", sites={"resolver.test": Site(paths={"/https://resolver.test/10.1000/living": PAGE})}),
    Case(why="the resolver twice and no page there", ideal=V.GONE, href="https://slip.test/https://slip.test/a", sites=LIVING, meant="https://slip.test/a"),
)  # fmt: skip
