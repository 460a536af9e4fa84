"""Redirects: moved, sent home, sent round in circles, sent where nobody should go."""
# ruff: noqa: E501 (a row of a table stands on one line)

from __future__ import annotations

from archive.records import LinkVerdict as V
from tests.awkward.answers import Talk, answer, article, page, to, with_cookie
from tests.awkward.case import at
from tests.awkward.server import NOT_HERE

PAGE = article()
HOME = page("Example Hospital", "<p>Welcome to our hospital. Find a doctor, a clinic, a way.</p>")
ASKS = page(
    "Datenschutz", "<p>Wir und unsere Partner speichern Daten.</p><button>Zustimmen</button>"
)
HERE = "/leaflets/back-pain"


def countdown(talk: Talk) -> None:
    """``/hop/3`` leads to ``/hop/2`` and so on to the page."""
    last = talk.path.rpartition("/")[2]
    left = int(last) if last.isdigit() else 0
    talk.send(to(f"/hop/{left - 1}") if left else PAGE)


def farther(talk: Talk) -> None:
    talk.send(to(talk.path + "x"))


def cookie_counter(talk: Talk) -> None:
    """A new cookie each time, and never a page."""
    count = talk.headers.get("cookie", "n=0").rpartition("=")[2]
    talk.send(to(talk.path, Set_Cookie=f"n={int(count) + 1}"))


def upgrade(talk: Talk) -> None:
    """The same address, but only securely."""
    talk.send(PAGE if talk.scheme == "https" else to(f"https://{talk.host}{talk.path}", 301))


def no_stranger_s_cookie(talk: Talk) -> None:
    """A page only for those who bring no cookie of another host."""
    talk.send(NOT_HERE if "cookie" in talk.headers or "authorization" in talk.headers else PAGE)


def chain(why, ideal, *hops, **more):
    """From the link over ``/1``, ``/2`` ... (each a status) to a living page."""
    paths = {f"/{n}": to(f"/{n + 1}", code) for n, code in enumerate(hops)}
    return at(why, ideal, paths.pop("/0"), any=paths_of(paths | {f"/{len(hops)}": PAGE}), **more)


def paths_of(paths):
    """Several paths as one manner."""

    def manner(talk: Talk) -> None:
        said = paths.get(talk.path, NOT_HERE)
        if callable(said):
            said(talk)
        else:
            talk.send(said)

    return manner


CASES = (
    *(chain(f"moved by {code}", V.MOVED, code) for code in (301, 308)),
    *(chain(f"moved for now by {code}", V.OK, code) for code in (302, 303, 307)),
    chain("a chain of permanent redirects", V.MOVED, 301, 308, 301),
    chain("a chain with one temporary redirect", V.OK, 301, 302, 301),
    chain("fifteen redirects as browsers allow", V.OK, *[302] * 15),
    at("fifty redirects", V.UNREACHABLE, countdown, "/hop/50", any=countdown),
    at("moved to another site", V.MOVED, to("http://the-new-name.test/leaflet", 301), elsewhere={"the-new-name.test": {"/leaflet": PAGE}}),
    at("a host that was renamed", V.MOVED, to("http://renamed.test/", 301), "/", elsewhere={"renamed.test": {"/": HOME}}),
    at("only to https", V.OK, upgrade),
    at("only to a slash", V.OK, to(HERE + "/", 301), any=paths_of({HERE + "/": PAGE})),
    at("only to www", V.OK, to("http://www.only-to-www.test" + HERE, 301), elsewhere={"www.only-to-www.test": {HERE: PAGE}}),
    at("a deep page sent home", V.SOFT_404, to("/"), any=paths_of({"/": HOME})),
    at("a deep page sent home for good", V.SOFT_404, to("/index.html", 301), any=paths_of({"/index.html": HOME})),
    at("a page sent home like every other", V.SOFT_404, to("/"), "/back-pain", any=lambda talk: talk.send(HOME if talk.path == "/" else to("/"))),
    at("the old start page sent to the new one", V.OK, to("/"), "/start.php", any=paths_of({"/": HOME})),
    *(at(f"the old start page {name} sent to the new one", V.OK, to("/"), f"/{name}", any=paths_of({"/": HOME})) for name in ("welcome.html", "index.jsp", "accueil.html", "main.php3", "index.shtml", "default.cfm")),
    at("a short address for the start page", V.OK, to("/"), "/welcome", any=paths_of({"/": HOME})),
    at("a deep page sent to the start page of another site", V.SOFT_404, to("https://merged.test/", 301), elsewhere={"merged.test": {"/": HOME}}),
    at("sent to the start page in the reader's language", V.SOFT_404, to("/en/"), any=paths_of({"/en/": HOME})),
    at("the start page sent to the reader's language", V.OK, to("/en/"), "/", any=paths_of({"/en/": HOME})),
    at("sent to a 404", V.GONE, to("/gone", 301)),
    at("sent to an error page that answers 200", V.SOFT_404, to("/404.html"), any=page("Oops", "<p>We looked everywhere.</p>")),
    at("sent to a page named not found", V.SOFT_404, to("/en/page-not-found?from=x"), any=page("Example Hospital", "<p>Sorry.</p>")),
    at("sent to a login", V.BLOCKED, to("/login?next=/leaflets"), any=page("Members", "<form><input type=password name=p></form>")),
    at("sent to a login elsewhere", V.BLOCKED, to("https://sso.hospital.test/auth/realms/x"), elsewhere={"sso.hospital.test": {"*": page("Sign in", "<form><input type=password></form>")}}),
    at("sent to a form that asks for a password", V.BLOCKED, to("/welcome"), any=page("Our members", "<form><input name=u><input type='password' name=p></form>")),
    *(
        at(f"consent for good at {where}", V.BLOCKED, to(where, 301), any=paths_of({where: ASKS}))
        for where in ("/zustimmung?url=%2Fleaflets%2Fback-pain", "/cookie-consent", "/select-region?returnTo=%2Fleaflets%2Fback-pain")
    ),
    at("consent for good at a host of its own", V.BLOCKED, to("https://consent.clinics.test/accept?return=http%3A%2F%2Fconsent-for-good-at-a-host-of-its-own.test%2Fleaflets%2Fback-pain", 301), elsewhere={"consent.clinics.test": {"*": ASKS}}),
    at("everything sent to consent without a word about the way back", V.BLOCKED, lambda talk: talk.send(ASKS if talk.path == "/cookie-consent" else to("/cookie-consent", 301)), any=lambda talk: talk.send(ASKS if talk.path == "/cookie-consent" else to("/cookie-consent", 301))),
    at("a test for cookies for good", V.OK, to(HERE + "?cookieCheck=1", 301), any=paths_of({HERE + "?cookieCheck=1": PAGE})),
    at("the address for telephones for good", V.OK, to("http://m.clinics.test" + HERE, 301), "/leaflets/back-pain", href="http://www.clinics.test" + HERE, elsewhere={"www.clinics.test": {"*": to("http://m.clinics.test" + HERE, 301)}, "m.clinics.test": {"*": PAGE}}),
    at("moved with a word of where readers come from", V.MOVED, to("/spine/pain?from=%2Fleaflets%2Fback-pain", 301), any=paths_of({"/spine/pain?from=%2Fleaflets%2Fback-pain": PAGE})),
    at("moved to a leaflet that is named after consent", V.MOVED, to("/patients/consent", 301), any=paths_of({"/patients/consent": PAGE})),
    at("moved with an address that is none in its query", V.MOVED, to("/y?url=http%3A%2F%2F%5Bbad", 301), any=paths_of({"/y?url=http%3A%2F%2F%5Bbad": PAGE})),
    *(at(f"moved to {where}, which is no start page", V.MOVED, to(where, 301), any=paths_of({where: PAGE})) for where in ("/welcome.html", "/main")),
    at("moved to a leaflet about consent", V.MOVED, to("/en/informed-consent", 301), any=paths_of({"/en/informed-consent": PAGE})),
    at("sent to an error page that names what was asked", V.SOFT_404, to("/error.aspx?aspxerrorpath=/leaflets/back-pain"), any=page("Oops", "<p>We looked everywhere.</p>")),
    at("a circle of one", V.UNREACHABLE, to(HERE)),
    at("a circle through a login", V.BLOCKED, to("/accounts/login/?next=/x"), any=to("/accounts/login/?next=/x")),
    at("a circle through a question of age", V.BLOCKED, to("/age-verification?return=/x"), any=to(HERE)),
    at("a circle of two", V.UNREACHABLE, to("/b", 301), any=to(HERE, 301)),
    at("redirects without end", V.UNREACHABLE, farther, any=farther),
    at("a redirect without a place", V.UNKNOWN, answer(302)),
    at("a redirect to nothing", V.UNKNOWN, to("")),
    at("a redirect to no URL", V.UNKNOWN, to("http://[")),
    at("a relative redirect", V.OK, to("new/pain?x=1"), any=paths_of({"/leaflets/new/pain?x=1": PAGE})),
    at("a redirect without a scheme", V.OK, to("//without-a-scheme.test/new"), elsewhere={"without-a-scheme.test": {"/new": PAGE}}),
    at("a redirect of a query only", V.OK, to("?id=7"), any=paths_of({HERE + "?id=7": PAGE})),
    at("a redirect with spaces", V.OK, to("/my new page"), any=paths_of({"/my%20new%20page": PAGE})),
    at("a redirect with bare UTF-8", V.OK, to("/rücken/schmerz"), any=paths_of({"/r%C3%BCcken/schmerz": PAGE})),
    at("a redirect with bare Latin 1", V.OK, to("@").replace(b"@", b"/r\xfccken"), any=paths_of({"/r%FCcken": PAGE})),
    at("a redirect with backslashes", V.OK, to("\\new\\page"), any=paths_of({"/new/page": PAGE})),
    at("a redirect in capitals", V.OK, to("HTTP://A-REDIRECT-IN-CAPITALS.TEST/new"), any=paths_of({"/new": PAGE})),
    at("a redirect to a place in a page", V.OK, to("/new#part"), any=paths_of({"/new": PAGE})),
    at("a redirect to ftp", V.UNSAFE, to("ftp://files.test/x")),
    at("a redirect to a script", V.UNSAFE, to("javascript:alert(1)")),
    at("a redirect to a file", V.UNSAFE, to("file:///etc/passwd")),
    at("a redirect to a private address", V.UNSAFE, to("http://10.0.0.1/admin")),
    at("a redirect to the metadata service", V.UNSAFE, to("http://169.254.169.254/latest/meta-data/")),
    at("a redirect to a private address in octal", V.UNSAFE, to("http://0300.0250.0.1/")),
    at("a redirect to a wrapped private address", V.UNSAFE, to("http://[::ffff:10.0.0.1]/")),
    at("a redirect to a name of a private address", V.UNSAFE, to("http://intranet.test/")),
    at("a redirect to another service's port", V.UNSAFE, to("http://files.test:25/")),
    at("a redirect with a password", V.UNSAFE, to("http://me:secret@files.test/")),
    at("a cookie on the way", V.OK, with_cookie("seen=1", PAGE, to(HERE, Set_Cookie="seen=1; Path=/"))),
    at("a cookie circle", V.BLOCKED, with_cookie("never=1", PAGE, to(HERE, Set_Cookie="seen=1"))),
    at("a new cookie each time", V.BLOCKED, cookie_counter),
    at("a cookie that another host must not see", V.OK, to("http://stranger.test/x", Set_Cookie="secret=1"), elsewhere={"stranger.test": {"/x": no_stranger_s_cookie}}),
    at("a consent page on another host", V.OK, with_cookie("ok=1", PAGE, to("http://consent.test/ask")), elsewhere={"consent.test": {"/ask": to("http://a-consent-page-on-another-host.test/set")}}, any=paths_of({"/set": to(HERE, Set_Cookie="ok=1; Path=/")})),
    at("sent to a broker of domains", V.PARKED, to("https://www.hugedomains.com/domain_profile.cfm?d=x"), elsewhere={"www.hugedomains.com": {"*": page("A domain", "<p>Great names for you.</p>" * 9)}}),
)  # fmt: skip
