"""Addresses that only carry on (letters, codes, sessions, numbers), and what publishers,
repositories, networks and stores of files show."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, with_cookie
from tests.awkward.case import Case, at
from tests.awkward.cases.doorways import refresh
from tests.awkward.cases.platforms import GONE, below, there
from tests.awkward.cases.redirects import HERE, HOME, PAGE, paths_of
from tests.awkward.server import NOT_HERE, Manner, Site

FORM = "<form><input name=u><input type=password name=p></form>"
SEARCH = page("Search", "<p>No results were found. Sorry.</p>")


def carried(why: str, ideal: V, host: str, path: str, status: int = 302) -> Case:
    """An address of a letter that leads to the start page of a society; others are not there."""
    paths = {path: to("https://www.nass-spine.test/", status), "*": NOT_HERE}
    sites = {host: Site(paths=paths), "www.nass-spine.test": Site(paths={"*": HOME})}
    return Case(why=why, ideal=ideal, href=f"http://{host}{path}", sites=sites)


def led(
    why: str, ideal: V, location: str, path: str = HERE, status: int = 301, said: bytes = PAGE
) -> Case:
    """One page led to another address of its host."""
    return at(why, ideal, to(location, status), path, any=paths_of({location: said}))


def shown(why: str, ideal: V, said: Manner, path: str = "/doi/10.1002/abc.123") -> Case:
    """What a page of a host shows that says 404 of what is not there."""
    return at(why, ideal, said, path, any=GONE)


def film(why: str, ideal: V, status: str, reason: str, title: str = "- YouTube") -> Case:
    told = f'"playabilityStatus":{{"status":"{status}","reason":"{reason}"}}'
    said = html(title, f"<script>var ytInitialPlayerResponse={{{told}}}</script>")
    return shown(why, ideal, answer(200, said), "/watch?v=abc")


def searched(talk: Talk) -> None:
    """Everything is sent to a search for its name."""
    if talk.path.startswith("/search"):
        talk.send(SEARCH)
    else:
        talk.send(HOME if talk.path == "/" else to("/search?q=" + talk.path.strip("/")))


def set_and_back(talk: Talk) -> None:
    back = to(f"http://{talk.host}{HERE}", Set_Cookie="seen=1; Path=/")
    talk.send(back if talk.path == "/set" else NOT_HERE)


CARRIED = (
    carried("a counted letter of a mailer", V.UNKNOWN, "email.hospital.test", "/c/eJwVjUsOgyAUAE8DO8n78F2w6MZ7PODZmChYtE16-9rdLGYyJZMN"),
    carried("a counted letter of another mailer", V.UNKNOWN, "hs.clinic.test", "/e3t/Ctc/W5+113/cXB5104/MVQ6lHwVz"),
    carried("a counted letter for good", V.UNKNOWN, "email.clinic2.test", "/c/eJwVjUsOgyAUAE8DO8n78F2w6MZ7PODZ", 301),
    carried("a code on a poster", V.UNKNOWN, "qr.hospital.test", "/p/7FkQ2xLr9B"),
    carried("a token with an opaque query", V.UNKNOWN, "click.society.test", "/open?qs=9f3a6c1e77b2d04455aa"),
    carried("a counted letter by numbers", V.UNKNOWN, "nl.a.test", "/r/1029384/5566778"),
    carried("a counted letter in capitals", V.UNKNOWN, "nl.b.test", "/t/ABCD-EFGH-1234"),
    carried("a counted letter by a long number", V.UNKNOWN, "nl.c.test", "/l/3f2b8c1a-9d4e-4b7a-8c11-aa0bb1cc2dd3"),
    carried("an exit by its number", V.UNKNOWN, "portal.f.test", "/goto.php?id=17"),
    carried("an entry of a directory", V.UNKNOWN, "dir.g.test", "/verzeichnis/eintrag/4711"),
    carried("a link made safe in a query of its own", V.OK, "urldefense.test", "/v2/url?u=https-3A__www.nass-2Dspine.test_&d=DwMFaQ&c=abc"),
    carried("a link made safe in a path", V.OK, "urldefense3.test", "/v3/__https://www.nass-spine.test/__;!!Nc7kAbc!Xy$"),
    carried("a link made safe with its host in the query", V.OK, "protect-eu.mimecast.test", "/s/AbCdEfGh1234?domain=nass-spine.test"),
    carried("a link made safe in base64", V.OK, "eu-central-1.protection.test", "/?d=nass-spine.test&u=aHR0cHM6Ly93d3cubmFzcy1zcGluZS50ZXN0Lw=="),
    carried("a leaflet with its year sent to another start page", V.SOFT_404, "old-leaflets-of-years.test", "/leaflets/BackPain2020"),
    there("a short address that leads to advice of a broker", V.MOVED, "http://bit.ly/3xYzName", bit_ly=paths_of({"/3xYzName": to("https://www.atom.com/blog/how-to-name-a-clinic", 301)}), www_atom_com=PAGE),
    at("all of a host sent for good to a broker", V.PARKED, to("https://www.hugedomains.com/domain_profile.cfm?d=x", 301), any=to("https://www.hugedomains.com/domain_profile.cfm?d=x", 301), elsewhere={"www.hugedomains.com": {"/domain_profile.cfm?d=x": page("x is for sale")}}),
    led("an article number 404 by its query", V.MOVED, "/articles/404", "/article.php?id=404"),
    led("room 404", V.MOVED, "/rooms/404", "/rooms/lumbar-lab", said=article("The lumbar laboratory")),
    led("a partner by the number 404", V.OK, "/partners/404", "/partners/foundation-four", 302, article("Foundation Four Oh Four")),
    led("sent to an error page by its number", V.SOFT_404, "/error/404", status=302, said=page("Clinic", "<p>Nothing here.</p>")),
    led("sent to an error page by its number at the root", V.SOFT_404, "/404", status=302, said=page("Clinic", "<p>Nothing here.</p>")),
    led("a session in the path of the address for good", V.OK, "/(S(1x3fzq45ab3fzq451x3fzq45))/leaflets/back-pain"),
    led("a session behind a semicolon for good", V.OK, f"{HERE};jsessionid=0A1B2C"),
    led("a source added for good", V.OK, f"{HERE}?utm_source=redirect"),
    led("small letters for good", V.OK, "/leaflets/backpain", "/Leaflets/BackPain"),
    led("hexadecimals in the other case", V.OK, "/r%c3%bccken", "/r%C3%BCcken"),
    at("to https and back with a cookie", V.OK, with_cookie("seen=1", PAGE, to("https://to-https-and-back-with-a-cookie.test/set")), any=set_and_back),
    led("a login in French by a redirect", V.BLOCKED, "/connexion?retour=%2Fleaflets%2Fback-pain", status=302, said=page("Connexion", FORM)),
    led("a portal of patients that wants a login", V.BLOCKED, "/MyChart/Authentication/Login?action=Logout", "/MyChart/Visits/42", 302, page("MyChart - Login Page", FORM)),
    at("a help page that moved to a host for help", V.MOVED, to("https://support.moved-help.test/hc/en-us/articles/360012-Back-pain", 301), "/help/back-pain", elsewhere={"support.moved-help.test": {"/hc/en-us/articles/360012-Back-pain": PAGE}}),
    at("a journal that changed its publisher", V.MOVED, to("https://link.new-publisher.test/article/10.1007/s00586-77", 301), "/spine/article/77", elsewhere={"link.new-publisher.test": {"/article/10.1007/s00586-77": PAGE}}),
    at("a journal whose articles are all sent to its new start page", V.SOFT_404, to("https://www.spinejournal-new.test/", 301), "/article/77", any=to("https://www.spinejournal-new.test/", 301), elsewhere={"www.spinejournal-new.test": {"/": HOME}}),
    at("a leaflet sent to a search without results", V.SOFT_404, searched, any=searched),
)  # fmt: skip

RECORDS = (
    shown("an abstract at a publisher without the text", V.OK, page("Lumbar fusion - Spine Journal", "<p>Get access to the full version of this article. Institutional Login. Log in to Online Library</p>" + prose("abstract", 100))),
    shown("an abstract in Japanese", V.OK, page("腰部脊柱管狭窄症の治療", f"<p>抄録。{'腰痛の治療について述べる。' * 12}</p>")),
    shown("an abstract in Korean", V.OK, page("요통 환자의 운동 치료", f"<p>{'요통 치료에 대한 연구이다. ' * 20}</p>")),
    shown("an article in Portuguese without English", V.OK, page("Dor lombar: revisão", "<p>Resumo. O texto completo não está disponível em inglês.</p>" + prose("resumo", 80))),
    shown("an erratum", V.OK, page("Erratum | Journal", "<p>The article was published with an error in Table 2.</p>" + prose("erratum", 40))),
    shown("a tombstone of a dataset", V.OK, page("Record removed | Repository", "<p>This record was withdrawn at the request of its author. Reason: duplicate. Citation: Meyer (2019) Spine data.</p>"), "/records/123456"),
    at("a tombstone with 410", V.GONE, page("Record deleted", "<p>The record was deleted by its owner.</p>", status=410), "/records/99"),
    shown("a handle that is not there, with 200", V.SOFT_404, page("Not Found", "<p>The handle 10986/12345 is not there.</p>"), "/handle/10986/12345"),
    shown("an identifier that a repository does not know", V.SOFT_404, page("Invalid Identifier", "<p>The identifier 123456789/999 does not correspond to a valid Item.</p>"), "/handle/123456789/999"),
    shown("a service for programs that found nothing", V.SOFT_404, answer(200, '<?xml version="1.0"?><eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR></eFetchResult>', "text/xml"), "/entrez/efetch.fcgi?db=pubmed&id=0"),
    shown("an article that was retracted", V.OK, page("RETRACTED: Lumbar fusion", "<p>This article has been retracted and removed.</p>" + prose("retracted", 60))),
    shown("a preprint that was withdrawn", V.OK, page("WITHDRAWN: spine study | Preprints", "<p>This article has been withdrawn. The authors do not wish it to be cited.</p>")),
    shown("a wall of Akamai with 200", V.BLOCKED, answer(200, html("Access Denied", '<p>You don\'t have permission to access "http://x/" on this server. Reference #18.2f</p>'))),
    shown("a wall of Imperva in a frame", V.BLOCKED, answer(200, '<html><body><iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=1" frameborder=0></iframe></body></html>')),
    shown("a wall of PerimeterX with 200", V.BLOCKED, answer(200, "<html><head><title>Access to this page has been denied.</title></head><body><div id=px-captcha></div></body></html>")),
    shown("a wall of AWS with 202 and nothing", V.BLOCKED, answer(202, x_amzn_waf_action="challenge")),
    shown("a wall of Cloudflare in German", V.BLOCKED, answer(200, html("Nur einen Moment…", "<p>Führe Sicherheitsüberprüfung durch</p><script src=/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1></script>"))),
)  # fmt: skip

FILES = (
    film("a film that is private", V.BLOCKED, "LOGIN_REQUIRED", "Private video"),
    film("a film that is dead with 200", V.SOFT_404, "ERROR", "Video unavailable"),
    film("a film whose account was closed", V.SOFT_404, "ERROR", "This video is no longer available because the YouTube account associated with this video has been terminated."),
    film("a live film that begins soon", V.OK, "LIVE_STREAM_OFFLINE", "This live event will begin in 3 days.", "Spine congress live - YouTube"),
    film("a film of other countries", V.OK, "UNPLAYABLE", "The uploader has not made this video available in your country", "Surgery film - YouTube"),
    shown("a film of another host that is private", V.BLOCKED, page("Private Video", FORM, status=403), "/7654"),
    shown("a file in an office's cloud that was removed", V.SOFT_404, page("This item might not exist or is no longer available", "<p>This item might have been deleted, expired, or you might not have permission to view it.</p>"), "/redir?resid=1"),
    shown("a file of a box that was deleted", V.SOFT_404, page("File Deleted", "<p>This file was deleted by its owner.</p>"), "/s/abc/leaflet.pdf"),
    shown("a document that asks for access", V.BLOCKED, page("You need access", "<p>Ask for access, or switch to an account with access.</p>"), "/document/d/1/edit"),
    shown("a form that takes no more answers", V.OK, page("Back pain survey", "<p>The form Back pain survey is no longer accepting responses.</p>"), "/forms/d/e/1/viewform"),
    shown("a file that is too large to be scanned", V.OK, page("Virus scan warning", "<p>leaflet.pdf (104M) is too large to be scanned for viruses. Would you still like to download this file?</p>"), "/uc?export=download&id=1"),
    shown("a file with too many readers", V.UNKNOWN, page("Quota exceeded", "<p>Sorry, you can't view or download this file at this time. Too many users have viewed or downloaded this file recently.</p>"), "/uc?export=download&id=2"),
    below("a network that wants a login at every address", V.BLOCKED, page("Log in to a network", FORM), "/posts/1"),
    below("a network that shows a dead post and a living one the same way", V.UNKNOWN, page("Facebook", "<p>This content isn't available right now. When this happens, it's usually because the owner only shared it with a small group of people, changed who can see it or it's been deleted.</p>"), "/posts/2", home=page("Facebook", prose("network", 300))),
    shown("a podcast as a feed", V.OK, answer(200, "<?xml version='1.0'?><rss><channel><title>Back talk</title><item><title>404: page not found</title></item></channel></rss>", "application/rss+xml"), "/feed.xml"),
    shown("a date for a calendar", V.OK, answer(200, "BEGIN:VCALENDAR\r\nSUMMARY:Back school\r\nEND:VCALENDAR\r\n", "text/calendar"), "/e.ics"),
    shown("a card of a doctor", V.OK, answer(200, "BEGIN:VCARD\r\nFN:Dr. Back\r\nEND:VCARD\r\n", "text/vcard"), "/dr.vcf"),
    shown("a sound", V.OK, answer(200, b"ID3\x04\x00" + b"\0" * 500, "audio/mpeg"), "/talk.mp3"),
    shown("a sound that is a page of sorrow", V.SOFT_404, page("Page not found", "<p>Sorry.</p>"), "/talk2.mp3"),
    shown("a document of a word processor", V.OK, answer(200, b"PK\x03\x04" + b"\0" * 500, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), "/f.docx"),
    shown("a book for readers", V.OK, answer(200, b"PK\x03\x04" + b"\0" * 500, "application/epub+zip"), "/f.epub"),
    at("a PDF behind a page that counts", V.OK, refresh("/files/leaflet.pdf"), "/download.php?f=leaflet.pdf", any=paths_of({"/files/leaflet.pdf": answer(200, b"%PDF-1.4\n" + b"x" * 300 + b"\n%%EOF", "application/pdf")})),
    shown("a calendar of a web archive", V.OK, answer(200, html("Wayback Machine", "<div id=react-wayback-search></div>")), "/web/2016*/http://spine.test/"),
    led("an archived page by its nearest moment", V.OK, "/web/20160304050607/http://spine.test/leaflet", "/web/2016/http://spine.test/leaflet", 302),
    led("an archived page sent to an archived start page", V.SOFT_404, "/web/20200101000000/http://spine.test/", "/web/2016/http://spine.test/leaflets/old.htm", 302, HOME),
)  # fmt: skip

CASES = (*CARRIED, *RECORDS, *FILES)
