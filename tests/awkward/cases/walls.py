"""Walls between a reader and a living page: against robots, for consent, for members, by country."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, html, page, prose, to, with_cookie
from tests.awkward.case import Case, at
from tests.awkward.cases.redirects import HERE, PAGE, paths_of

ASK = "<form method=post><button>Continue</button></form>"
CODE = "<p>{}</p><script>(function(){{var a=document.createElement('script');a.src='/c.js'}})()</script>"


def wall(why: str, source: str | bytes, status: int = 200, **headers: str) -> Case:
    """What a wall answers at every address of a host."""
    said = answer(status, source, **headers)
    return at(why, V.BLOCKED, said, any=said)


def led(why: str, location: str, source: bytes, ideal: V = V.BLOCKED, status: int = 302) -> Case:
    """A wall at an address of its own on the same host, to which every page leads."""
    path = location.partition("?")[0]

    def manner(talk: Talk) -> None:
        talk.send(source if talk.path.startswith(path) else to(location, status))

    return at(why, ideal, manner, any=manner)


def led_away(why: str, host: str, query: str, source: bytes) -> Case:
    """A wall that another host keeps."""
    elsewhere = {host: {"*": source}}
    return at(
        why,
        V.BLOCKED,
        to(f"https://{host}{query}"),
        any=to(f"https://{host}{query}"),
        elsewhere=elsewhere,
    )


SIGN_ON = "http://idp.sign-on.test"


def signs_on(talk: Talk) -> None:
    """A publisher that sends everybody to its sign-on and back, with a cookie at the end."""
    if "idp=anonymous" in talk.headers.get("cookie", ""):
        talk.send(PAGE)
    elif "code=" in talk.path:
        talk.send(to(HERE, 303, Set_Cookie="idp=anonymous; Path=/"))
    else:
        talk.send(
            to(f"{SIGN_ON}/authorize?response_type=cookie&redirect_uri=http://{talk.host}/x", 303)
        )


WALLS = (
    wall("a wall of proof by work", html("Making sure you&#39;re not a bot!", "<h1>Making sure you&#39;re not a bot!</h1><p>Loading...</p><p>You are seeing this because the administrator of this website has set up Anubis.</p><script src=/.within.website/x/cmd/anubis/static/js/main.mjs></script>")),
    wall("a wall of a delivery network", html("Client Challenge", "<noscript>JavaScript is disabled in your browser. Please enable JavaScript to proceed.</noscript><p>A required part of this site couldn’t load.</p><script src=/_fs-ch-1T1wmsGaOgGaSxcX/script.js></script>")),
    wall("a wall that has rejected us", html("Request Rejected", "The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 8446911234567890123<br><br><a href='javascript:history.back();'>[Go Back]</a>")),
    wall("a wall of a script and a number", "<html><head><meta http-equiv='Pragma' content='no-cache'><script src='/TSPD/08e1?type=9'></script></head><body>Please enable JavaScript to view the page content.<br>Your support ID is: 1234567890.</body></html>"),
    wall("a wall in a frame", "<html><head><META NAME='ROBOTS' CONTENT='NOINDEX, NOFOLLOW'></head><iframe id='main-iframe' src='/_Incapsula_Resource?SWUDNSAI=31' width='100%'>Request unsuccessful. Incapsula incident ID: 123-456</iframe></html>"),
    wall("a wall with a captcha of another host", "<html lang=en><head><title>clinic.test</title></head><body><p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','cid':'AHrlq','host':'geo.captcha-delivery.com'}</script><script src=https://ct.captcha-delivery.com/c.js></script></body></html>"),
    wall("a wall to press and hold", html("Access to this page has been denied", "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p><script>window._pxAppId='PX1'</script>")),
    wall("a wall that denies access with a reference", "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access this on this server.<P>Reference #18.2d351ab8.1557333295.a4e16ab</BODY></HTML>"),
    wall("a wall that asks for patience in a script", html("clinic.test", "<div id='sec-if-cpt-container' class='behavioral-content'></div><script src=/_sec/cp_challenge/ak-challenge-4-8.htm></script>")),
    wall("202 and a script of a wall", "<!DOCTYPE html><html><head><title></title><script>window.gokuProps={key:'A'};</script><script src=https://abc.token.awswaf.com/abc/challenge.js></script></head><body><div id=challenge-container></div></body></html>", 202),
    wall("a wall that sends on with a cookie", html("You are being redirected...", "<noscript>Javascript is required. Please enable javascript before you are allowed to see this page.</noscript><script>var s={},u,c;sucuri_cloudproxy_js='';</script>")),
    wall("a wall that checks at a checkpoint", html("Vercel Security Checkpoint", "<p>We're verifying your browser</p>"), 429, x_vercel_mitigated="challenge"),
    wall("a wall with an empty answer and 429", "<script>window.KPSDK={};</script>", 429, x_kpsdk_ct="1"),
    wall("a wall for those without cookies", html("Cookies required", "<p>Please enable cookies in your browser and reload this page.</p>")),
    wall("sorry, you have been blocked", html("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access clinic.test</p>"), 403),
    wall("one more step", html("Attention Required! | Cloudflare", "<h1>One more step</h1><p>Please complete the security check to access clinic.test</p>")),
    wall("not available in your region", html("Unavailable", "<h1>This website is not available in your region</h1><p>Owing to legal reasons we cannot show this content in your country.</p>")),
    led("a wall of a publisher's platform", "/crawlprevention/governor?content=%2fleaflets", page("Validate User", "<p>Help us confirm that you are not a robot.</p>")),
    led("a wall about cookies at an address of its own", "/action/cookieAbsent", page("Cookie Absent", "<p>This website needs cookies to work.</p>")),
    led("a wall of consent on the same host", "/consent/tcf/?return=%2fleaflets%2fback-pain", page("We value your privacy", f"<p>We and our 842 partners store cookies.</p>{ASK}")),
    led("a gate for professionals", "/hcp-gate?destination=/leaflets/back-pain", page("Are you a healthcare professional?", f"<p>This content is for healthcare professionals only.</p>{ASK}")),
    led("an institution to be chosen", "/ssostart?redirectUri=/leaflets/back-pain", page("Select your institution", "<p>Access through your institution.</p><form><input name=q></form>")),
    led("a wall to join a network", "/authwall?trk=bf&sessionRedirect=x", page("Sign Up", "<form><input name=mail><input type=password name=p></form>")),
    led_away("a wall of another host", "validate.perfdrive.com", "/?ssa=1&ssb=2", page("Radware Bot Manager Captcha", "<p>We apologize for the inconvenience. Please solve this CAPTCHA to request unblock.</p>")),
    led_away("consent at a host of its own", "consent.youtube.com", "/m?continue=x&gl=CH", page("Before you continue to YouTube", f"<p>We use cookies and data to deliver our services.</p>{ASK}")),
    led_away("an account of an office suite", "accounts.google.com", "/v3/signin/identifier?continue=x", page("Google Drive: Sign-in", "<form><input type=email name=identifier></form>")),
    at("a library's door before a paper", V.BLOCKED, page("Library login", "<form method=post><input name=user><input type=password name=pass></form>"), "/login?url=http://journal.test/paper"),
    at("a PDF behind a page that prepares it", V.BLOCKED, answer(200, html("Preparing to download ...", "<p>Preparing to download ...</p><script src=/static/pow.js></script>")), "/articles/instance/1/bin/leaflet.pdf"),
)  # fmt: skip

DOORS = (
    at("a sign-on that lets everybody in", V.OK, signs_on, any=signs_on, elsewhere={"idp.sign-on.test": {"*": to("http://a-sign-on-that-lets-everybody-in.test/x?code=1")}}),
    at("an article under a banner of cookies", V.OK, page("Living with back pain", f"<div id=cookie-banner><p>We value your privacy. We and our partners use cookies.</p>{ASK}</div>" + prose("b"))),
    at("an article under a banner for professionals", V.OK, page("Lumbar discectomy", "<dialog><p>Are you a healthcare professional?</p></dialog>" + prose("b2"))),
    at("a session in the address", V.OK, to(HERE + ";jsessionid=8A7F", Set_Cookie="JSESSIONID=8A7F"), any=paths_of({HERE + ";jsessionid=8A7F": PAGE})),
    at("a page that wants one cookie", V.OK, with_cookie("lang=en", PAGE, to(HERE, 302, Set_Cookie="lang=en; Path=/"))),
    at("a language by a redirect for now", V.OK, to("/en" + HERE), any=paths_of({"/en" + HERE: PAGE})),
    at("a page only for those who name a language", V.OK, lambda talk: talk.send(PAGE if "accept-language" in talk.headers else page("Not found", status=404))),
    at("a page only for those who accept HTML", V.OK, lambda talk: talk.send(PAGE if "text/html" in talk.headers.get("accept", "") else page("Not found", status=404))),
    at("a page only for names that begin like a browser's", V.OK, lambda talk: talk.send(PAGE if talk.headers.get("user-agent", "").startswith("Mozilla/5.0") else page("No", status=403))),
    at("a link made safe by an office", V.OK, to("http://made-safe.test/leaflet"), "/?url=http%3A%2F%2Fmade-safe.test%2Fleaflet&data=05%7C02", elsewhere={"made-safe.test": {"/leaflet": PAGE}}),
)  # fmt: skip

CASES = (*WALLS, *DOORS)
