"""URLs of a site: one form, one decision, bounded traps."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from scrapy import Request

from archive.frontier import NewUrl
from archive.records import REQUISITE, PageKind
from crawler import scope
from crawler.profile import KindRule, Profile, ScopeRules
from crawler.scope import Canonical, Found, Reason, Scope, is_login, seed_url
from crawler.traps import Budgets
from crawler.twins import Twins

SITE = Profile(
    name="x",
    seeds=("https://www.a.test/", "http://b.test:8080/start"),
    hosts={"www.a.test": ("a.test",), "b.test:8080": ()},
    scope=ScopeRules(
        exclude=("/private/",),
        strip_parameters=("PHPSESSID", "jsessionid", "print", "sort"),
        max_depth=5,
        follow_nofollow=False,
    ),
    kinds=(
        KindRule(kind=PageKind.NEWS, url=r"/news/[^/]+/?$", generation="C"),
        KindRule(kind=PageKind.ARTICLE, url=r"a\.test/(?:(?P<language>[a-z]{2})/)?[\w-]+\.htm$"),
    ),
)
SCOPE = Scope(SITE)

FORMS = [
    ("nothing to do", "https://www.a.test/x.htm", "https://www.a.test/x.htm"),
    ("no path", "https://www.a.test", "https://www.a.test/"),
    ("bare host", "https://a.test/x.htm", "https://www.a.test/x.htm"),
    ("http", "http://www.a.test/x.htm", "https://www.a.test/x.htm"),
    ("default port", "http://a.test:80/x.htm", "https://www.a.test/x.htm"),
    ("the other default port", "https://a.test:443/", "https://www.a.test/"),
    ("another port is another host", "https://a.test:8443/", "https://a.test:8443/"),
    ("a host with a port, and its seed's scheme", "http://b.test:8080/", "http://b.test:8080/"),
    ("upper case host", "HTTPS://WWW.A.TEST/X.htm", "https://www.a.test/X.htm"),
    ("dot after the host", "https://a.test./x", "https://www.a.test/x"),
    ("fragment", "https://www.a.test/x#top", "https://www.a.test/x"),
    ("session id", "https://www.a.test/x?PHPSESSID=1f", "https://www.a.test/x"),
    ("session id in lower case", "https://www.a.test/x?phpsessid=1f", "https://www.a.test/x"),
    (
        "print view among others",
        "https://www.a.test/x?b=2&print=1&a=1",
        "https://www.a.test/x?b=2&a=1",
    ),
    (
        "session id in the path",
        "https://www.a.test/x;jsessionid=1F?a=1",
        "https://www.a.test/x?a=1",
    ),
    ("another path parameter", "https://www.a.test/x;v=1", "https://www.a.test/x;v=1"),
    (
        "cookieless session",
        "https://www.a.test/(S(lit3py55t21z5v55vlm25s55))/x.aspx",
        "https://www.a.test/x.aspx",
    ),
    ("empty query", "https://www.a.test/x?", "https://www.a.test/x"),
    ("dots in the path", "https://www.a.test/a/../b/./c", "https://www.a.test/b/c"),
    ("needless escapes", "https://www.a.test/%7Ejo/%41", "https://www.a.test/~jo/A"),
    ("lower case escapes", "https://www.a.test/%c3%a4", "https://www.a.test/%C3%A4"),
    ("escapes that mean something", "https://www.a.test/a%2Fb", "https://www.a.test/a%2Fb"),
    ("letters that need escaping", "https://www.a.test/ä b", "https://www.a.test/%C3%A4%20b"),
    ("backslashes", "https:\\\\www.a.test\\x", "https://www.a.test/x"),
    ("slash at the end is not guessed", "https://www.a.test/x/", "https://www.a.test/x/"),
    ("international host", "https://bücher.test/", "https://xn--bcher-kva.test/"),
    ("not http", "mailto:a@a.test", None),
    ("no URL", "http://[", None),
    ("credentials", "https://u:p@www.a.test/", None),
]


@pytest.mark.parametrize(("why", "url", "expected"), FORMS, ids=[row[0] for row in FORMS])
def test_canonical_form(why, url, expected) -> None:
    form = SCOPE.canonicalise(url)
    assert (form.url if form else None) == expected
    if form:
        again = SCOPE.canonicalise(form.request_url)
        assert again is not None
        assert again.url == form.url  # replay finds the page by what was asked


_HOSTS = (
    "a.test", "A.test", "a.test.", "a.test:80", "a.test:8080", "a.test:443", "a.test:65535",
    "a.test:65536", "a.test:080", "a.test:0", "a.test:", "www.a-b.test", "a--b.test", "-a.test",
    "a-.test", "xn--a.test", "xn--nxasmq6b.test", "a.xn--p1ai", "a_b.test", "a..test", "localhost",
    "1.test", "test.1", "test.0x1", "test.b1", "1.2.3.4", "1.2.3.4:81", "1.2.3", "1.2.3.4.5",
    "256.1.1.1", "01.2.3.4", "0x7f.1", "12", "user@a.test", "ä.test", "[::1]", "",
)  # fmt: skip
_PIECES = (
    "/", "//", "a", "B", "x.html", ".", "..", "/.", "/..", "/./", "/../", "~u", "-", "_", "%41",
    "%2e", "%2E%2e", "%", "?", "??", "?a=1&b=2", "?b=/x.y&a", "&", "=", ";jsessionid=1", "(S(x))",
    "#", "#top", "#ä", "#\udc80", "\\", " ", "\t", "\n", "\0", "'", '"', "ä", "|", ":", "@",
)  # fmt: skip


def test_the_short_way_for_plain_urls_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most URLs are not parsed as browsers do, since that would change nothing of them."""
    chance = random.Random(7)
    urls = [
        f"{chance.choice(('http', 'https'))}://{chance.choice(_HOSTS)}/"
        + "".join(chance.choices(_PIECES, k=chance.randrange(6)))
        for _ in range(6_000)
    ]
    urls += [f"http://{host}{end}" for host in _HOSTS for end in ("", "?a", "#x", "/p?", "/p?a#x")]
    quick = list(map(Scope(SITE).canonicalise, urls))
    short_ways = [scope._parts_of_plain(url) for url in urls]
    monkeypatch.setattr(scope, "_parts_of_plain", lambda url: None)
    whole = Scope(SITE)
    assert [(u, q) for u, q in zip(urls, quick, strict=True) if q != whole.canonicalise(u)] == []
    assert sum(parts is not None for parts in short_ways) > 300


def test_escapes_are_asked_as_printed() -> None:
    form = SCOPE.canonicalise("http://a.test/%7ejo?print=1&q=%c3%a4")
    assert form is not None
    assert form.request_url == "https://www.a.test/%7ejo?q=%c3%a4"


PAGE = "https://www.a.test/x"
DEEP = "https://a.test/" + "/".join(map(str, range(21)))
LOOP = "https://www.a.test/a/b/a/b/a/b/c"
DECISIONS = [
    ("a page", Found(url="https://www.a.test/x.htm"), Reason.NONE),
    ("a PDF", Found(url="https://www.a.test/x.pdf"), Reason.NONE),
    ("an image map", Found(url="https://www.a.test/x", element="area"), Reason.NONE),
    ("a canonical link", Found(url=PAGE, element="link", rel="canonical"), Reason.NONE),
    ("another language", Found(url=PAGE, element="link", rel="ALTERNATE"), Reason.NONE),
    ("for telephones", Found(url=PAGE, element="link", rel="amphtml"), Reason.NONE),
    ("another site", Found(url="https://c.test/x"), Reason.OUT_OF_SCOPE),
    ("mail", Found(url="mailto:a@a.test"), Reason.NOT_HTTP),
    ("script", Found(url="javascript:void(0)"), Reason.NOT_HTTP),
    ("excluded", Found(url="https://a.test/private/x"), Reason.EXCLUDED),
    ("hidden", Found(url="https://a.test/x", hidden=True), Reason.HIDDEN),
    ("nofollow", Found(url="https://a.test/x", rel="external NOFOLLOW"), Reason.NOFOLLOW),
    ("image", Found(url="https://a.test/x", element="img"), Reason.ASSET),
    ("image by ending", Found(url="https://a.test/x.JPG"), Reason.ASSET),
    ("style sheet", Found(url="https://a.test/x", element="link", rel="stylesheet"), Reason.ASSET),
    ("path loop", Found(url=LOOP), Reason.TRAP_PATH_LOOP),
    ("twice is not a loop", Found(url="https://a.test/en/en/x"), Reason.NONE),
    ("three times is", Found(url="https://a.test/en/en/en/x"), Reason.TRAP_PATH_LOOP),
    ("deep path", Found(url=DEEP), Reason.TRAP_PATH_DEPTH),
    ("too long", Found(url="https://a.test/" + "x" * 2_083), Reason.TOO_LONG),
    ("too far", Found(url="https://a.test/x", depth=6), Reason.DEPTH),
    ("too many redirects", Found(url=PAGE, via="redirect", hops=11), Reason.REDIRECT_LIMIT),
    ("a service's port", Found(url="http://b.test:22/"), Reason.OUT_OF_SCOPE),
]  # fmt: skip


@pytest.mark.parametrize(("why", "found", "expected"), DECISIONS, ids=[r[0] for r in DECISIONS])
def test_decision(why, found, expected) -> None:
    assert SCOPE.judge(found)[1] is expected


def test_include_patterns_spare_the_seeds() -> None:
    scope = Scope(
        Profile(name="x", seeds=("https://a.test/",), scope=ScopeRules(include=("/en/",)))
    )
    assert scope.judge(Found(url="https://a.test/", via="seed"))[1] is Reason.NONE
    assert scope.judge(Found(url="https://a.test/de/x"))[1] is Reason.EXCLUDED
    assert scope.judge(Found(url="https://a.test/en/x"))[1] is Reason.NONE


def test_kinds_by_url() -> None:
    assert SCOPE.rule_of("https://www.a.test/news/one/").kind is PageKind.NEWS
    assert SCOPE.rule_of("https://www.a.test/de/x.htm").language == "de"
    assert SCOPE.rule_of("https://www.a.test/x.htm").language == ""
    assert SCOPE.rule_of("https://www.a.test/").kind is None


TRAPS = [
    ("months in the path", "/cal/{:04}/{:02}", 48, Reason.TRAP_CALENDAR),
    ("months in the query", "/cal?year={}&month={}", 48, Reason.TRAP_CALENDAR),
    ("filters", "/shop?colour={}&size={}", 100, Reason.TRAP_QUERY),
    ("pages of a list", "/news?page={0}{1}", 100, Reason.TRAP_QUERY),
    ("queries without a name", "/news?{0}{1}", 100, Reason.TRAP_QUERY),
    ("names without end, ten with a budget of their own", "/m?{0}x{1}=1", 110, Reason.TRAP_QUERY),
    ("a deep maze", "/m/a/b/c/d/e/f/g/{}x/{}x", 200, Reason.TRAP_PATH_DEPTH),
]


@pytest.mark.parametrize(("why", "pattern", "budget", "reason"), TRAPS, ids=[t[0] for t in TRAPS])
def test_traps_are_bounded(why, pattern, budget, reason) -> None:
    budgets = Budgets(max_query_variants=100)
    urls = ["https://a.test" + pattern.format(1990 + n // 12, n % 12 + 1) for n in range(400)]
    answers = [budgets.admit(form) for url in urls if (form := SCOPE.canonicalise(url))]
    assert answers.count(Reason.NONE) == budget
    assert set(answers[budget:]) == {reason}
    first = SCOPE.canonicalise(urls[0])
    assert first is not None
    assert budgets.admit(first) is Reason.NONE, "what was admitted stays admitted"


def test_what_sorts_and_filters_leaves_room_for_a_lists_later_pages() -> None:
    budgets = Budgets(max_query_variants=4)
    sorts = [f"https://a.test/news?page={n}&by={by}" for n in (1, 2) for by in "abcdef"]
    forms = [SCOPE.canonicalise(url) for url in sorts]
    answers = [budgets.admit(form) for form in forms if form]
    assert answers == [Reason.NONE] * 4 + [Reason.TRAP_QUERY] * 8
    pages = [SCOPE.canonicalise(f"https://a.test/news?page={n}") for n in (2, 3, 4, 5, 6)]
    answers = [budgets.admit(form) for form in pages if form]
    assert answers == [Reason.NONE] * 4 + [Reason.TRAP_QUERY]


def met(url: str, depth: int = 1, via: str = "link") -> tuple[Canonical, NewUrl]:
    form = SCOPE.canonicalise(url)
    assert form is not None
    return form, NewUrl(
        url=form.url, request_url=form.request_url, host=form.host, depth=depth, via=via
    )


def test_which_of_pages_without_end_are_asked_is_no_matter_of_order() -> None:
    """Not of who is met first, and not of what is met again: only of what is met in one round."""
    rounds = [
        [
            *(f"/list?page={page}&by={by}" for page in (2, 3, 10) for by in "abcde"),
            *(f"/list?page={page}" for page in (1, 2, 3, 10, 11, 100)),
            *(f"/list?name{n}={value}" for n in range(14) for value in range(5)),
            *(f"/cal/2026/{month:02}" for month in range(1, 13)),
        ],
        [
            *(f"/list?page={page}" for page in (4, 5)),
            *(f"/list?n={value}" for value in range(9)),
            "/list?page=2&by=a&order=desc",
            *(f"/cal/{year}/{month:02}" for year in range(1990, 2000) for month in range(1, 13)),
        ],
    ]

    def chosen(seed: int) -> list[list[str]]:
        budgets, mixed = Budgets(max_query_variants=4), random.Random(seed)
        found = []
        for paths in rounds:
            urls = [f"https://www.a.test{path}" for path in paths] * 2
            mixed.shuffle(urls)
            refused = [budgets.hold(*met(url, depth=mixed.randint(1, 3))) for url in urls]
            assert Reason.NONE not in refused
            found.append([new.url for new in budgets.choose()])
            for url in urls:
                reason = budgets.hold(*met(url))
                assert (reason is Reason.NONE) == any(url in known for known in found), "for good"
            budgets.choose()
        return found

    first, second = chosen(0)
    pages = [url for url in first if "page=" in url and "&" not in url]
    assert [url.partition("page=")[2] for url in pages] == ["1", "2", "3", "10"]
    assert len([url for url in first if "/cal/" in url]) == 12
    assert len([url for url in second if "/cal/" in url]) == 48 - 12
    assert not [url for url in second if "page=" in url], "the budgets are spent"
    assert all(chosen(seed) == [first, second] for seed in range(1, 20))


def test_of_ways_to_meet_a_page_the_nearest_is_kept() -> None:
    budgets = Budgets(max_query_variants=4)
    for depth, via in ((0, REQUISITE), (3, "link"), (2, "redirect"), (4, "link")):
        budgets.hold(*met("https://a.test/x?y=1", depth, via))
    assert [(new.depth, new.via) for new in budgets.choose()] == [(2, "redirect")]
    assert budgets.choose() == []


def test_seeds_and_sitemaps_do_not_wait() -> None:
    budgets = Budgets(max_query_variants=4)
    for via in ("seed", "sitemap_file"):
        assert budgets.hold(*met(f"https://a.test/{via}?y=1", 0, via)) is Reason.NONE
    assert budgets.choose() == []


def test_sitemaps_without_end_leave_room_for_pages() -> None:
    budgets = Budgets(max_query_variants=100)
    forms = [SCOPE.canonicalise(f"https://a.test/sitemap-{n}.xml") for n in range(400)]
    answers = [budgets.admit(form, "sitemap_file") for form in forms if form]
    assert answers.count(Reason.NONE) == 200
    assert set(answers[200:]) == {Reason.TRAP_SITEMAP}
    assert forms[-1] is not None
    assert budgets.admit(forms[-1]) is Reason.NONE, "a page of that name is no sitemap"


def test_dated_articles_are_no_calendar() -> None:
    budgets = Budgets(max_query_variants=100)
    urls = [f"https://a.test/2019/01/{n % 28 + 1:02}/article-{n}.html" for n in range(300)]
    forms = [SCOPE.canonicalise(url) for url in urls]
    assert {budgets.admit(form) for form in forms if form} == {Reason.NONE}


def test_a_query_that_changes_nothing() -> None:
    def answer(digest: str) -> SimpleNamespace:
        return SimpleNamespace(status=200, truncated="", payload_sha256=digest)

    twins = Twins()
    plain, variant, other = (
        SCOPE.canonicalise(f"https://a.test/{rest}") for rest in ("x", "x?tag=1", "y?tag=1")
    )
    assert plain is not None
    assert variant is not None
    assert other is not None
    assert not twins.is_twin(variant, answer("d1")), "the path itself is not known yet"
    assert not twins.is_twin(plain, answer("d1"))
    assert twins.is_twin(variant, answer("d1"))
    assert not twins.is_twin(variant, answer("d2"))
    assert not twins.is_twin(other, answer("d1"))
    assert not twins.is_twin(plain, answer("d2")), "the page has changed"
    assert not twins.is_twin(variant, answer("d1"))


LOGINS = [
    ("/member/login.htm", True),
    ("/signin", True),
    ("/log-in/", True),
    ("/blogin.htm", False),
]


@pytest.mark.parametrize(("path", "expected"), LOGINS)
def test_login_pages(path, expected) -> None:
    assert is_login(f"https://a.test{path}?next=/x") is expected


@pytest.mark.parametrize(
    ("seed", "asked"),
    [
        ("https://a.test/a|b", "https://a.test/a%7Cb"),
        ("https://a.test/[x]?a=[1]|{2}^`#y", "https://a.test/%5Bx%5D?a=%5B1%5D%7C%7B2%7D%5E%60"),
        ("https://a.test/?a\\b", "https://a.test/?a%5Cb"),
        ("https://stra\u00dfe.test/\u00e4", "https://xn--strae-oqa.test/%C3%A4"),
        ("http://[::1]:8080/%7cx%zz", "http://[::1]:8080/%7cx%zz"),
    ],
)
def test_a_seed_has_one_form(seed: str, asked: str) -> None:
    assert seed_url(seed) == asked == seed_url(asked)
    assert Request(asked).url == asked  # Scrapy has nothing to add to it
