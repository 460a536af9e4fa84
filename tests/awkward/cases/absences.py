"""What is not found and is no page: sessions, tables, licences; pages that are not there, in other
languages; and pages that live whose subject is what is not there."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import page, prose
from tests.awkward.case import Case, at
from tests.awkward.cases.carriers import film
from tests.awkward.cases.platforms import GONE, below

HOME = page("Example Hospital", prose("the start page of a hospital", 300))


def told(why: str, said: str, ideal: V = V.UNKNOWN) -> Case:
    """A word of the server at every address but that of the start page."""
    return below(
        f"told of all: {why}", ideal, page("Example Hospital", f"<p>{said}</p>"), home=HOME
    )


def living(why: str, title: str, said: str, path: str, words: int = 0, head: str = "") -> Case:
    """A page of few words, of a host that says 404 of what is not there."""
    more = prose(why, words) if words else ""
    return at(why, V.OK, page(title, f"<p>{said}</p>{more}", head=head), path, any=GONE)


OTHER_THINGS = (
    told("no session", "Session not found. Please start again from the hospital portal."),
    told("no database", "Database 'hosp' not found on server db2."),
    told("no table", "Table 'portal.pages' doesn't exist"),
    told("no template", "The page template could not be found."),
    told("no module", "Error: Cannot find module './server'. Module not found."),
    told("no file of a program", "Warning: include(config.php): failed to open stream: No such file or directory"),
    told("no cookie", "We couldn't find a cookie in your browser. Allow cookies and reload."),
    told("no place on earth", "We could not find your location. Choose your region to go on."),
    told("no address of a network", "Your IP address was not found in our list of subscribers."),
    told("no upstream", "DNS error: the upstream server could not be found."),
    told("an old link of a login", "Please sign in. Your login link has expired; request a new link."),
    told("an old form", "419 Page expired. Reload and try again."),
    told("a site by another name", "Our site has moved to www.spine-new.test. Please look for your page there."),
    told("a site that is being moved", "All content is being moved to a new server this week."),
    told("a site that is closed for days", "This site is closed over Easter. We are back on Tuesday."),
    told("nothing but", "Our editors are on strike this month. There is nothing here today but solidarity."),
    told("a session behind a menu", "Skip to main content Home page Our story Articles Session not found."),
    told("a session behind a menu in German", "Zum Inhalt springen Startseite Kontakt Die Sitzung wurde nicht gefunden."),
    told("a server behind a menu in Spanish", "Saltar al contenido Página principal No se encontró el servidor."),
    told("no licence in Korean", "라이선스를 찾을 수 없습니다. 관리자에게 문의하세요."),
    told("no licence in Finnish", "Lisenssiä ei löytynyt. Ota yhteyttä ylläpitoon."),
    told("no server in Czech", "Databázový server nenalezen. Omlouváme se."),
    told("no session in Ukrainian", "Сесію не знайдено. Увійдіть ще раз."),
    told("no user in Croatian", "Korisnik nije pronađen. Prijavite se ponovno."),
    told("no connection in Vietnamese", "Không tìm thấy kết nối tới máy chủ. Vui lòng thử lại."),
    told("no server in Hebrew", "השרת לא נמצא. נסו שוב מאוחר יותר."),
    told("no connection in Greek", "Η σύνδεση με τη βάση δεν βρέθηκε. Δοκιμάστε ξανά."),
    told("no database in Hungarian", "Az adatbázis nem található. Próbálja újra később."),
    film("a film of others than ask too often", V.OK, "ERROR", "This content isn't available, try again later."),
    film("a film that has a name, and trouble", V.OK, "ERROR", "Fehler bei der Wiedergabe", "Disc surgery - YouTube"),
)  # fmt: skip

PAGES = (
    told("no page in Dutch", "De pagina die u zoekt, is niet gevonden.", V.SOFT_404),
    told("no page in Russian", "Страница не найдена. Вернитесь на главную.", V.SOFT_404),
    told("no page in Arabic", "الصفحة غير موجودة.", V.SOFT_404),
    told("no page in Turkish", "Aradığınız sayfa bulunamadı.", V.SOFT_404),
    told("no page in Greek", "Η σελίδα δεν υπάρχει.", V.SOFT_404),
    told("no page in Korean", "요청하신 페이지를 찾을 수 없습니다.", V.SOFT_404),
    told("no page in Finnish", "Hakemaasi sivua ei löytynyt.", V.SOFT_404),
    told("no page in Czech", "Požadovaná stránka neexistuje.", V.SOFT_404),
    told("no page in Polish", "Strona nie istnieje.", V.SOFT_404),
    told("no page behind a menu", "Skip to main content Home page Articles We can't find the page you asked for.", V.SOFT_404),
    told("no address on this server", "The requested URL was not found on this server.", V.SOFT_404),
)  # fmt: skip

SUBJECTS = (
    living("a blog that says it is called Page Not Found", "On fusion | Page Not Found", "A surgeon's blog.", "/on-fusion", 100, '<meta property="og:site_name" content="Page Not Found">'),
    living("a room by its number", "404", "Consulting room 404 is on the fourth floor, beside the lift.", "/rooms/404"),
    living("a guideline that was withdrawn", "Withdrawn", "This guideline has been withdrawn and is no longer available. It was replaced by NG59.", "/guidance/cg88"),
    living("a device that was recalled", "Removed from the market", "This product has been removed from the market. The lot expired in May.", "/recalls/1288"),
    living("a professor who died", "No longer with us", "Professor Erna Maier is no longer with us. She will be missing from our page.", "/news/erna-maier"),
    living("a loan of a library", "Catalogue record 88123", "Not available: on loan until 12 May. Location: not found on shelf.", "/record/88123"),
    living("a cause that is not found in Thai", "ปวดหลัง", "ไม่พบสาเหตุในผู้ป่วยส่วนใหญ่ อาการมักดีขึ้นเอง", "/th/back"),
    living("a job that is filled in Hungarian", "Az állás betöltve", "Az állást betöltöttük, köszönjük a jelentkezéseket.", "/allas/77"),
)  # fmt: skip

CASES = (*OTHER_THINGS, *PAGES, *SUBJECTS)
