"""Manners of well-known platforms: bot walls, sign-ons, networks, publishers, filled by scripts."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, html, page, prose, to, weekly
from tests.awkward.case import Case, at
from tests.awkward.cases.hosting import everywhere
from tests.awkward.cases.redirects import HERE, HOME, paths_of
from tests.awkward.cases.walls import led, led_away, wall
from tests.awkward.server import NOT_HERE, Manner, Site

GONE = page("Not here", "<p>We have no such page.</p>", status=404)
FORM = "<form method=post><input name=u><input type=password name=p><button>Log in</button></form>"


def below(why: str, ideal: V, said: Manner, path: str = HERE, home: bytes = HOME) -> Case:
    """The same answer at every address of a host but its start page."""

    def manner(talk: Talk) -> None:
        if talk.path == "/":
            talk.send(home)
        elif callable(said):
            said(talk)
        else:
            talk.send(said)

    return at(why, ideal, manner, path, any=manner)


def there(why: str, ideal: V, href: str, **sites: Manner) -> Case:
    """A case of hosts that have names of their own; ``sites``: dots are written as ``_``."""
    hosts = {n.replace("_", "."): Site(paths={"*": manner}) for n, manner in sites.items()}
    return Case(why=why, ideal=ideal, href=href, sites=hosts)


def message_to(talk: Talk) -> None:
    """What a messenger shows of every name, whether somebody has it or not."""
    name = talk.path.strip("/").partition("?")[0]
    said = f"<p>If you have <b>Telegram</b>, you can contact <a>@{name}</a> right away.</p><p>Don't have Telegram yet? Try it now!</p>"
    talk.send(answer(200, html(f"Telegram: Contact @{name}", said)) if name else to("/about"))


def call_of(talk: Talk) -> None:
    """What another messenger shows of every number."""
    number = talk.path.partition("phone=")[2].partition("&")[0] or "none"
    talk.send(
        page(
            "Share on WhatsApp",
            f"<p>Chat on WhatsApp with +{number}</p><p>Continue to chat. Don't have WhatsApp yet? Download it for your computer or telephone.</p>",
        )
        if "send" in talk.path
        else HOME
    )


def outward(talk: Talk) -> None:
    """A counter of clicks that leads wherever its query says."""
    target = talk.path.partition("url=")[2].replace("%3A", ":").replace("%2F", "/")
    talk.send(to(target) if target.startswith("http") else NOT_HERE)


def captcha(talk: Talk) -> None:
    """A host that sends everybody to its captcha by a refresh (with 202)."""
    if talk.path.startswith("/.well-known/sgcaptcha"):
        talk.send(
            answer(
                202,
                html(
                    "Robot Challenge Screen",
                    "<p>Checking the site connection security</p><script>var s=1</script>",
                ),
            )
        )
    else:
        talk.send(
            answer(
                202,
                f'<html><head><link rel="icon" href="data:;"><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r={talk.path.replace("/", "%2F")}&y=ipc:192.0.2.1:1"></meta></head></html>',
            )
        )


MICROSOFT = answer(
    200,
    html(
        "Sign in to your account",
        "<noscript>JavaScript required to sign in</noscript><div>We can't sign you in. Your browser is currently set to block JavaScript. You need to allow JavaScript to use this service.</div>",
    ),
)
ORGANISATIONS = page(
    "Select your home organisation",
    "<p>The service you are trying to reach requires that you authenticate with your home organisation, enter the name below.</p><form><input name=q></form>",
)
SUBSCRIBE = page(
    "The Spine Weekly",
    "<h2>To continue reading, register for free</h2><p>Already a subscriber? Sign in. You get three articles a month, our newsletter, and events in your town. Cancel at any time.</p>"
    + prose("offer", 90),
)
PURE = page(
    "Mit Werbung weiterlesen",
    "<h2>Willkommen</h2><p>Mit Werbung und Tracking weiterlesen oder das Pur-Abo für 4,99 € im Monat. Zustimmung jederzeit widerrufbar. Wir und unsere bis zu 216 Partner verarbeiten Daten: Cookies, Gerätekennungen, Messung von Anzeigen und Inhalten, Erkenntnisse über Zielgruppen und Entwicklung von Produkten. Bereits Abonnent? Hier anmelden. "
    + "Details in Datenschutz und Impressum. " * 12
    + "</p><button>Akzeptieren und weiter</button>",
)
TERMS = page(
    "Terms of use",
    "<p>Please read these terms. The information is for healthcare professionals of the country only and no advice. By clicking I agree you accept the terms of use of this website.</p>"
    + prose("terms", 100)
    + "<form method=post><button>I agree</button></form>",
)

WALLS = (
    everywhere("a network that wants a login under its own title", V.BLOCKED, page("Log into Facebook", FORM + "<p>Forgot account? Sign up for Facebook. " + "English Deutsch Français Italiano Español Português Türkçe Polski " * 10 + "Messenger Video Places Games Marketplace Privacy Centre Cookies Help</p>")),
    everywhere("a network of short messages", V.UNKNOWN, answer(200, html("", "<div id=react-root></div><div class=errorContainer>Something went wrong, but don’t fret — let’s give it another shot. Some privacy related extensions may cause issues on this site. Please disable them and try again.</div><noscript><p>JavaScript is not available. We’ve detected that JavaScript is disabled in this browser.</p></noscript>"))),
    below("a frame for a script beside a start page of words", V.UNKNOWN, answer(200, html("Clinic", "<div id=react-root></div><p>Loading the page of our clinic, please wait a moment until everything is there. Contact us by telephone if nothing happens.</p><script type=module src=/assets/index-4f.js></script>"))),
    below("a frame that asks for a script in words", V.UNKNOWN, answer(200, html("Clinic portal", "<div id=content>You need to enable JavaScript to run this app. If you see this for longer, call our office from Monday to Friday.</div><script src=/static/js/main.8a.js></script>"))),
    below("a viewer of documents that says the same of all", V.UNKNOWN, answer(200, html("Viewer", "<div id=viewer>Your document is being loaded. Please wait. This may take some seconds, depending on its size and your connection.</div><script src=/v.js></script>")), "/pdfs/leaflet.pdf"),
    there("a name in a messenger", V.UNKNOWN, "https://t.me/spineclinic", t_me=message_to),
    there("a number in a messenger", V.UNKNOWN, "https://wa.me/41790000000", wa_me=lambda talk: talk.send(to(f"https://api.whatsapp.com/send/?phone={talk.path[1:]}&text&type=phone_number&app_absent=0")), api_whatsapp_com=call_of),
    there("a button to share", V.UNKNOWN, "https://twitter.com/intent/tweet?text=Back%20pain", twitter_com=answer(200, html("", "<div id=react-root></div><p>JavaScript is not available. We’ve detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to a supported browser to continue using this site.</p>"))),
    there("another button to share", V.BLOCKED, "https://www.linkedin.com/shareArticle?mini=true&url=http%3A%2F%2Fa.test", www_linkedin_com=lambda talk: talk.send(page("LinkedIn Login, Sign in", FORM) if "login" in talk.path else to("/uas/login?session_redirect=%2Fsharing"))),
    below("a meeting that only an app can show", V.UNKNOWN, page("Launch Meeting - Zoom", "<p>Click Open zoom.us on the dialog shown by your browser. If you don’t see a dialog, click Launch Meeting below. Don’t have Zoom Client installed? Download Now.</p>"), "/j/81234567890"),
    wall("a page that a wall lets pass only after a click", html("Amazon.com", "<h4>Click the button below to continue shopping</h4><button>Continue shopping</button><p>Conditions of Use Privacy Policy</p>")),
    at("a captcha behind a refresh with 202", V.BLOCKED, captcha, any=captcha),
    wall("one moment please", html("One moment, please...", "<h1>Please wait while your request is being verified...</h1><div class=loader></div>")),
    wall("a wall in Chinese that wants to be slid", html("滑动验证页面", "<div id=nocaptcha>访问验证 请按住滑块，拖动到最右边</div>")),
    wall("a wall that checks that we are no bot", html("Checking you are not a bot", "<p>This website is protected. The check takes a moment; nothing has to be done.</p>")),
    wall("a wall of a host for small sites", html("Waiting for the redirectiron...", "<p>Your IP address has been greylisted. Please wait until the browser integrity check is done.</p>")),
    led("a wall with its way back in another word", "/showcaptcha?cc=1&retpath=aHR0cDovL2E_", page("Are you not a robot?", "<p>Confirm that the requests were sent by you, not a robot.</p>")),
    at("a page that a wall let through", V.OK, article(X_DataDome="protected")),
    at("404 that a wall let through", V.GONE, page("Not here", "<p>No.</p>", status=404, X_DataDome="protected")),
    everywhere("pay or consent, at length", V.BLOCKED, PURE),
    below("a wall to register before anything is shown", V.BLOCKED, SUBSCRIBE),
    below("terms to be agreed to at the same address", V.BLOCKED, TERMS),
    below("terms to be agreed to at an address of their own", V.BLOCKED, lambda talk: talk.send(TERMS if talk.path == "/disclaimer" else to("/disclaimer"))),
    led_away("a newspaper that has no readers in Europe", "www.tribpub.test", "/gdpr/site/", page("Unavailable in Europe", "<p>Unfortunately, our website is currently unavailable in most European countries. We are engaged on the issue and committed to looking at options that support our full range of digital offerings to your market.</p>")),
    everywhere("not for readers of Europe, at length", V.BLOCKED, page("451: Unavailable due to legal reasons", "<p>We recognise you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time. For any issues, contact news@paper.test or call 555 0100.</p>" + "<p>Subscribe to the print edition, place an announcement, or read our electronic edition at the library.</p>" * 5)),
    everywhere("a browser that is too old, at length", V.BLOCKED, page("Browser not supported", "<p>Your browser is not supported. Please use a current version of one of these browsers to see this website.</p>" + "<p>Download it from its maker, install it, and come back to this page; ask your department for help.</p>" * 6)),
    led_away("documents of an office suite", "login.microsoftonline.com", "/c0ffee/oauth2/authorize?client_id=00000003&response_mode=form_post&nonce=A1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5F6", MICROSOFT),
    led_away("a list of home organisations", "wayf.switch.test", "/SWITCHaai/WAYF?entityID=https%3A%2F%2Fclinic.test", ORGANISATIONS),
    led("a journal that lets nobody in", "/index.php/spj/login?source=%2Findex.php%2Fspj%2Farticle%2Fview%2F77", page("Login", FORM)),
    led("a course that wants a login", "/login/index.php", page("Clinic Academy: Log in to the site", FORM)),
    at("a post behind a password", V.BLOCKED, page("Protected: Leaflet for our patients", "<p>This content is password protected. To view it please enter your password below:</p>" + FORM), any=GONE),
)  # fmt: skip

LOST = (
    at("a list of films that is not there", V.SOFT_404, answer(200, html("YouTube", '<script>var ytInitialData = {"alerts":[{"alertRenderer":{"type":"ERROR","text":{"simpleText":"The playlist does not exist."}}}]};</script>')), "/playlist?list=PL0123456789"),
    at("a film that may not be seen in this country", V.OK, answer(200, html("Exercises - YouTube", '<script>var ytInitialPlayerResponse = {"playabilityStatus":{"status":"UNPLAYABLE","reason":"The uploader has not made this video available in your country"}};</script>')), "/watch?v=abcdefghijk"),
    at("a survey that has ended", V.OK, to("/forms/d/e/1FAI/closedform"), "/forms/d/e/1FAI/viewform", any=paths_of({"/forms/d/e/1FAI/closedform": page("Back pain survey", "<p>The form Back pain survey is no longer accepting responses. Try contacting the owner of the form if you think this is a mistake.</p>")})),
    at("an article not available", V.SOFT_404, page("Article not available | Journal of Backs", "<p>Sorry.</p>"), "/article?id=77", any=GONE),
    at("a page not available", V.SOFT_404, page("Page not available - Archive", "<p>Reason: the address has no page.</p>"), "/articles/77/", any=GONE),
    at("a category that is not there", V.SOFT_404, page("404 - Category not found", "<p>You may not be able to visit this page because of an out-of-date bookmark.</p>"), "/index.php?option=com_content&id=7", any=GONE),
    at("an article of another system that is not there", V.SOFT_404, page("Error: 404 - Article not found", "<p>The requested page cannot be found.</p>"), "/index.php/back/7", any=GONE),
    at("a reason of a system in German", V.SOFT_404, page("Die angeforderte Seite kann nicht gefunden werden.", "<p>Startseite</p>"), "/index.php/ruecken/7", any=GONE),
    at("a page that was removed in its own words", V.SOFT_404, page("File deleted", "<p>The file you're looking for has been deleted or moved.</p>"), "/s/abc/leaflet", any=GONE),
    at("a site that was closed for good", V.SOFT_404, page("This website has been closed", "<p>Thank you for your interest over the years.</p>"), any=page("This website has been closed", "<p>Thank you for your interest over the years.</p>")),
    at("not found in Icelandic", V.SOFT_404, page("Síða fannst ekki", "<p>Heim</p>"), "/a?id=7", any=GONE),
    at("not found in Hindi", V.SOFT_404, page("पृष्ठ नहीं मिला", "<p>होम</p>"), "/a?id=7", any=GONE),
    at("not found in Basque", V.SOFT_404, page("Orria ez da aurkitu", "<p>Hasiera</p>"), "/a?id=7", any=GONE),
    at("not found in Galician", V.SOFT_404, page("Páxina non atopada", "<p>Inicio</p>"), "/a?id=7", any=GONE),
    at("not found in Azerbaijani", V.SOFT_404, page("Səhifə tapılmadı", "<p>Əsas</p>"), "/a?id=7", any=GONE),
    at("not found in Welsh", V.SOFT_404, page("Heb ddod o hyd i'r dudalen", "<p>Hafan</p>"), "/a?id=7", any=GONE),
    at("not found in Albanian", V.SOFT_404, page("Faqja nuk u gjet", "<p>Ballina</p>"), "/a?id=7", any=GONE),
    at("not found in Macedonian", V.SOFT_404, page("Страницата не е пронајдена", "<p>Дома</p>"), "/a?id=7", any=GONE),
    at("not found in Japanese at length", V.SOFT_404, page("お探しのページは見つかりません", "<p>ホーム</p>"), "/a?id=7", any=GONE),
    at("not found in Chinese at length", V.SOFT_404, page("您访问的页面不存在", "<p>首页</p>"), "/a?id=7", any=GONE),
    at("a publisher's forwarding that ends at a wall", V.BLOCKED, answer(200, html("Redirecting", "<p>Redirecting</p>", '<meta HTTP-EQUIV="REFRESH" content="2; url=\'/retrieve/articleSelectSinglePerm?Redirect=x&amp;key=7\'" />')), "/retrieve/pii/S0000000000000001", any=page("No", status=403)),
)  # fmt: skip

ALIVE = (
    at("a clinic that lets patients book a slot", V.OK, weekly(article(), page("Book your slot online", "<p>Choose a physiotherapist and book your slot online. Bring your referral and arrive ten minutes early, please.</p>"))),
    at("who is interested in this domain", V.OK, page("Doctoral school", "<p>We study how discs bear load. If you are interested in this domain, please write to our secretary.</p>"), any=GONE),
    at("where to park", V.OK, page("Directions", "<p>From the station take tram 4. Domain parking station is two minutes on foot from our hospital.</p>"), any=GONE),
    at("a shoe called 404", V.OK, page("404 | Shoes for weak feet", prose("shoe", 100)), "/shoes/ortho", any=GONE),
    at("a search that finds nothing", V.OK, page("Nicht gefunden | Suche", "<p>Zu „Zebra“ wurde nichts gefunden.</p>"), "/suche?q=zebra", any=GONE),
    at("a message of error that is hidden", V.OK, answer(200, html("Living with back pain", "<div id=error style='display:none'><h1>Page not found</h1></div><h1>Living with back pain</h1>" + prose("hidden", 100))), any=GONE),
    there("a counter of clicks before a start page", V.OK, "http://counter.test/cgi-bin/out.cgi?url=http%3A%2F%2Fsociety-of-spines.test%2F", counter_test=outward, **{"society-of-spines_test": HOME}),
    there("a lasting address of a society", V.OK, "http://purl.org/spine/society", purl_org=lambda talk: talk.send(to("http://society-of-spines.test/") if talk.path == "/spine/society" else NOT_HERE), **{"society-of-spines_test": HOME}),
    there("a department that got a host of its own", V.MOVED, "http://www.uniklinik.test/kliniken/wirbelsaeule", www_uniklinik_test=lambda talk: talk.send(to("https://wirbelsaeule.uniklinik.test/", 301) if talk.path.endswith("wirbelsaeule") else NOT_HERE), wirbelsaeule_uniklinik_test=page("Klinik für Wirbelsäule", prose("klinik"))),
    there("a journal that got a host of its own", V.MOVED, "http://publisher.test/journals/spine-care", publisher_test=lambda talk: talk.send(to("https://www.spine-care.test/", 301) if talk.path.endswith("spine-care") else NOT_HERE), **{"www_spine-care_test": page("Spine Care", prose("journal"))}),
    there("a doctor's page that got a host of its own", V.MOVED, "http://people.uni.test/~rueckert/", people_uni_test=lambda talk: talk.send(to("https://www.rueckert.test/", 301) if "rueckert" in talk.path else NOT_HERE), www_rueckert_test=page("Dr. Rückert", prose("doctor"))),
    at("a leaflet in a frame at the address of a PDF", V.OK, answer(200, html("leaflet.pdf", "<iframe src=/view?f=leaflet></iframe>")), "/leaflet.pdf", any=GONE),
    at("a feed", V.OK, answer(200, "<?xml version='1.0'?><rss version='2.0'><channel><title>News</title></channel></rss>", "application/rss+xml"), "/feed"),
    at("a PDF that calls itself a page", V.OK, answer(200, b"%PDF-1.7\n" + b"0" * 3_000, "text/html"), "/leaflet.pdf"),
    at("a PDF behind two blank lines", V.OK, answer(200, b"\r\n\r\n%PDF-1.7\n" + b"0" * 3_000, "application/pdf"), "/leaflet.pdf"),
)  # fmt: skip

PASSING = (
    below("a clinic to be chosen first", V.UNKNOWN, page("Our clinics", "<p>Where shall your visit take place? Zürich, Bern, Basel, Geneva. Your choice is kept for a year and every page shows what is on offer there.</p>")),
    everywhere("a language to be chosen first, at length", V.UNKNOWN, page("Welcome", "<p>Choose your language. Wählen Sie Ihre Sprache. Choisissez votre langue. Scegli la lingua. " + "English Deutsch Français Italiano Español Português Nederlands Svenska Norsk Dansk " * 9 + "</p>")),
    below("pages that are all sent to their repair", V.UNKNOWN, lambda talk: talk.send(page("Clinic", "<p>We are working on our website. Please come back tomorrow.</p>") if talk.path == "/maintenance.html" else to("/maintenance.html"))),
    below("pages that are all sent to a screen of welcome", V.UNKNOWN, lambda talk: talk.send(page("Clinic", "<p>Welcome to our hospital. Enter here.</p>") if talk.path == "/splash" else to("/splash"))),
    below("pages that are all sent to a page about cookies", V.BLOCKED, lambda talk: talk.send(page("Clinic", "<p>This website keeps things on your device. Please allow that.</p>") if talk.path == "/cookies-required.html" else to("/cookies-required.html"))),
    below("a host that has too much to do", V.UNKNOWN, page("Clinic", "<p>Too many visitors at this moment. Your place in the queue is 204. This page renews itself, do not close it. We thank you for your patience.</p>")),
    below("a profile that a script fills", V.UNKNOWN, page("Our doctors", "<div class=p><h2>Profile</h2><p>Telephone, address, opening hours, languages, field of work, and how to make an appointment with this doctor by telephone.</p></div>"), "/doctors/77"),
    there("a page of links that became its society", V.MOVED, "http://links-of-old.test/links/eurospine.html", **{"links-of-old_test": lambda talk: talk.send(to("https://www.eurospine.test/", 301) if "eurospine" in talk.path else NOT_HERE), "www_eurospine_test": HOME}),
    there("a short way out", V.OK, "http://ways-out.test/go/partner7", **{"ways-out_test": lambda talk: talk.send(to("https://www.eurospine.test/") if talk.path == "/go/partner7" else NOT_HERE), "www_eurospine_test": HOME}),
    there("a counted letter", V.OK, "http://u7.ct.letters.test/ls/click?upn=u001.abcDEF-2BxyZ", u7_ct_letters_test=lambda talk: talk.send(to("https://www.eurospine.test/") if "upn" in talk.path else NOT_HERE), www_eurospine_test=HOME),
    there("a centre that got a name of its own", V.MOVED, "http://hospital.test/wirbelsaeule/index.html", hospital_test=lambda talk: talk.send(to("https://www.wirbelsaeulenzentrum.test/", 301) if "wirbel" in talk.path else NOT_HERE), www_wirbelsaeulenzentrum_test=HOME),
    there("a deep page of a department that has a host of its own", V.SOFT_404, "http://www.klinikum.test/rheuma/merkblatt/7.htm", www_klinikum_test=lambda talk: talk.send(to("https://rheuma.klinikum.test/", 301) if "rheuma" in talk.path else NOT_HERE), rheuma_klinikum_test=HOME),
    at("four hundred and four participants", V.OK, answer(200, html("Participants so far | Study", "<h1>404</h1><p>patients have joined us. Thank you!</p>")), "/study/participants", any=GONE),
    at("free spins on bicycles", V.OK, weekly(article(), page("Free spins on our new bikes", "<p>Spin class: free spins for members of our back school every Tuesday.</p>")), any=GONE),
    at("a study of bets", V.OK, weekly(article(), page("Sports betting and back pain in athletes", "<p>We asked athletes how often sports betting keeps them seated.</p>" + prose("bets", 90))), any=GONE),
    at("how many places are left to park", V.OK, page("Car park", "<p>Free places: <b id=n></b></p><script>window.park = {free: 12}</script>"), any=GONE),
    at("a clinic whose old name a broker has", V.OK, page("We have a new address", "<p>Our old name belongs to <a href='https://www.hugedomains.com/x'>a broker</a> now; please use the new one.</p>"), any=GONE),
    at("a path that became a place for a script", V.UNKNOWN, to("/#/leaflets/back-pain", 301), any=paths_of({"/": HOME})),
    at("a page that became a place in the start page", V.OK, to("/#back-pain"), any=paths_of({"/": page("Clinic", "<h2 id=back-pain>Back pain</h2>" + prose("one"))})),
    *(at(f"a start page that stood at {old}", V.OK, to("/", 301), old, any=paths_of({"/": HOME})) for old in ("/web/index.html", "/cms/index.php", "/html/start.htm", "/joomla/")),
    below("a viewer of PDFs at every address of one", V.UNKNOWN, answer(200, html("PDF viewer", "<div id=outer>Thumbnails Document Outline Attachments Layers Current Outline Item Previous Next Zoom Out Zoom In Automatic Zoom Actual Size Page Fit Page Width Print Download</div>")), "/pdfs/leaflet.pdf"),
    below("a frame around pictures at every address of one", V.UNKNOWN, page("Pictures", "<p>Previous picture, next picture, back to the album, full screen, share this picture with a friend, print it</p><canvas id=c></canvas>"), "/album/spine.png"),
    *(at(f"what leads back to the start page by itself: {path}", V.OK, to("/"), path, any=paths_of({"/": HOME})) for path in ("/user/logout", "/language/switch?lang=de", "/node/1", "/index.php/home", "/pages/home", "/cookies/accept")),
    at("an address of mail that a network hides", V.EXCLUDED, GONE, "/cdn-cgi/l/email-protection", any=GONE),
    at("sorry, closed on Sundays", V.OK, page("Opening hours", "<p>Sorry, we are no longer open on Sundays. Moved from the old building.</p>"), any=GONE),
)  # fmt: skip

CASES = (*WALLS, *LOST, *ALIVE, *PASSING)
