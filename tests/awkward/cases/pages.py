"""What stands on a page that answers 200: sorrow, sale, gambling, a login, or what was promised."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, weekly
from tests.awkward.case import at

SORRY = "<p>What you are looking for may have been moved. Use the search.</p>"
FORM = "<form action=/session method=post><input name=user><input type=password name=pw></form>"

NOT_FOUND = {
    "English": "Page not found",
    "English and a site": "404 | Example Hospital",
    "English with a dash": "Error 404 - Not Found",
    "German": "Seite nicht gefunden – Klinik",
    "French": "Page introuvable | Hôpital",
    "Spanish": "Página no encontrada",
    "Italian": "Pagina non trovata - Ospedale",
    "Dutch": "Pagina niet gevonden",
    "Portuguese": "Página não encontrada",
    "Polish": "Nie znaleziono strony",
    "Swedish": "Sidan kunde inte hittas",
    "Danish": "Siden blev ikke fundet",
    "Norwegian": "Siden ble ikke funnet",
    "Finnish": "Sivua ei löytynyt",
    "Czech": "Stránka nenalezena",
    "Hungarian": "Az oldal nem található",
    "Turkish": "Sayfa bulunamadı",
    "Greek": "Η σελίδα δεν βρέθηκε",
    "Russian": "Страница не найдена",
    "Japanese": "ページが見つかりません",
    "Chinese": "页面不存在",
    "Catalan": "No s'ha trobat la pàgina",
    "Lithuanian": "Puslapis nerastas",
    "Latvian": "Lapa nav atrasta",
    "Estonian": "Lehekülge ei leitud",
    "Slovenian": "Stran ni bila najdena",
    "Serbian": "Страница није пронађена",
    "Persian": "صفحه مورد نظر یافت نشد",
    "Thai": "ไม่พบหน้าที่คุณต้องการ",
    "Vietnamese": "Không tìm thấy trang",
    "Indonesian": "Halaman tidak ditemukan",
    "the words of a server of old": "Object not found!",
    "the words of 410": "410 Gone",
    "German at length": "Diese Seite konnten wir leider nicht finden",
    "French at length": "Cette page est introuvable",
}


def soft(language: str, title: str):
    """A site that says it in its language, with status 200, at every wrong address."""
    said = page(title, SORRY)
    return at(f"not found in {language}", V.SOFT_404, said, any=said)


def sorry_for(talk: Talk) -> None:
    """A page that repeats the address it was asked for."""
    talk.send(
        page("Example Hospital", f"<p>We could not find {talk.path} here.</p>" + prose("s", 90))
    )


CATCH_ALL = page("Example Hospital", prose("welcome", 150))
CASINO = page("Slot Gacor Terbaik", "<p>Situs slot online, judi online dan togel. Free spins!</p>")
ENGLISH_CASINO = page(
    "Best Online Casino Bonus 2026",
    "<p>Casino bonus and free spins for sports betting at our online casino. Play now.</p>",
)

CASES = (
    *(soft(language, title) for language, title in NOT_FOUND.items()),
    at("not found in the heading only", V.SOFT_404, answer(200, html("Example Hospital", "<h1>Page not found</h1>" + SORRY)), any=answer(200, html("Example Hospital", "<h1>Page not found</h1>" + SORRY))),
    at("the same page at every address", V.SOFT_404, CATCH_ALL, any=CATCH_ALL),
    at("a page that repeats the wrong address", V.SOFT_404, sorry_for, any=sorry_for),
    at("every address sent to one page", V.SOFT_404, to("/search"), any=lambda talk: talk.send(page("Search our site", prose("search", 120)) if talk.path == "/search" else CATCH_ALL if talk.path == "/" else to("/search"))),
    at("an article that is no longer there", V.SOFT_404, page("Article not found", SORRY), "/article?id=77", any=page("Article not found", SORRY)),
    at("an account that was suspended", V.SOFT_404, page("Account Suspended", "<p>Contact your hosting provider.</p>"), any=page("Account Suspended", "<p>Contact your hosting provider.</p>")),
    at("under maintenance", V.UNKNOWN, page("Site under maintenance", "<p>Back soon.</p>"), any=page("Site under maintenance", "<p>Back soon.</p>")),
    at("a site that answers 200 everywhere and has the page", V.OK, article("Living with back pain"), any=page("Example Hospital", SORRY)),
    at("a wiki that offers every page", V.OK, article("Back pain"), any=page("Create this page", "<p>There is no page of this name yet.</p>")),
    at("an encyclopedia on 404", V.OK, page("404 Not Found - HTTP | Encyclopedia", prose("404", 300)), "/docs/HTTP/Status/404"),
    at("an encyclopedia on 404 by another name", V.OK, page("404 Not Found | Glossary", prose("404", 300)), "/glossary/missing"),
    at("a newspaper called 404", V.OK, article("404 Media"), "/"),
    at("a car called 404", V.OK, article("Peugeot 404 – a review")),
    at("a picture of a cat for 404", V.OK, page("404 Not Found | Cats", "<img src=404.jpg>"), "/404"),
    at("a novel called page not found", V.OK, article("Page Not Found: a novel by A. Writer")),
    at("an article that says it was not found", V.OK, page("Why the cause was not found", prose("x") + "<p>Page not found. Error 404.</p>")),
    at("a page with a form for lost pages", V.OK, article("Report a page that was not found")),
    at("a short page", V.OK, page("Opening hours", "<p>Monday to Friday, nine to five.</p>")),
    at("a poster without words", V.OK, answer(200, html("Poster", "<img src=poster.png alt=''>"))),
    at("advice about domains for sale", V.OK, article("Beware: this domain is for sale scams")),
    at("for sale", V.PARKED, page("old-clinic.test", "<p>This domain is for sale. Make an offer on this domain.</p>")),
    at("for sale in German", V.PARKED, page("old-clinic.test", "<p>Diese Domain steht zum Verkauf.</p>")),
    at("for sale by its source", V.PARKED, answer(200, html("old-clinic.test", "<script src=//www.sedoparking.com/x.js></script>"))),
    at("for sale by a script", V.PARKED, answer(200, '<script>window.onload=function(){window.location.href="/lander"}</script>')),
    at("expired", V.PARKED, page("old-clinic.test", "<p>This domain has expired. Is this your domain?</p>")),
    at("courtesy of a registrar", V.PARKED, page("old-clinic.test", "<p>Parked free, courtesy of a registrar.</p>")),
    at("an article on buying domains", V.OK, page("How hospitals choose a web address", prose("d", 500) + "<p>Buy this domain, they say: this domain is for sale.</p>")),
    at("a house for sale", V.OK, page("House for sale", "<p>This house is for sale. Make an offer.</p>")),
    at("slots in Indonesian", V.PARKED, CASINO),
    at("a casino in English", V.PARKED, ENGLISH_CASINO),
    at("a clinic that became a casino", V.PARKED, weekly(article(), article(), CASINO)),
    at("help for gamblers", V.OK, page("Gambling addiction: where to get help", prose("g") + "<p>Online casino, sports betting and free spins make it hard to stop.</p>")),
    at("a study of gamblers", V.OK, page("Back pain and online casino use: a study", "<p>We asked 400 users of online casino and poker online sites about sports betting.</p>" + prose("g"))),
    at("a film called Casino", V.OK, article("Casino (1995 film)")),
    at("a page for members", V.BLOCKED, page("Sign in", FORM), "/members/leaflet"),
    at("a page for members in German", V.BLOCKED, page("Anmelden | Klinik", FORM), "/intern/merkblatt"),
    at("a login that is linked as one", V.OK, page("Sign in", FORM), "/login"),
    at("an article with a login in its header", V.OK, page("Living with back pain", FORM + prose("l"))),
    at("a wall that asks for a moment", V.BLOCKED, page("Just a moment...", "<p>Checking your browser before you proceed.</p>")),
    at("a wall that speaks by script", V.BLOCKED, answer(200, "<title></title><script src=/_Incapsula_Resource?x></script>")),
    at("a wall that asks whether we are human", V.BLOCKED, page("Robot check", "<p>Please verify you are human.</p>")),
    at("an article on robot checks", V.OK, page("How clinics fight spam", prose("c", 1100) + "<p>Verify you are human, says the captcha.</p>")),
    at("a page that was written anew", V.OK, weekly(article("Living with back pain"), article("Back pain: what helps"))),
    at("a page that says the same with another date", V.OK, weekly(article(), page("Living with back pain", prose("Living with back pain") + "<p>14 May</p>"))),
)  # fmt: skip
