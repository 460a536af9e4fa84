"""Where links and pictures lead in another capture of a page, their words being the same."""

from __future__ import annotations

import pytest

from archive.proof.link_changes import MAX_LINKS, compare_links

URL = "https://a.example/it/"
AT = "https://a.example"

CASES = [
    ("nothing", "<a href=/a>A</a>", "<a href=/a>A</a>", []),
    ("another way to write it", "<a href=/it/a>A</a>", "<a href='../it/a'><b>A</b></a>", []),
    ("with another base", "<base href=/x/><a href=a>A</a>", "<a href=/x/a>A</a>", []),
    ("other words, the same address", "<a href=/a>A</a>", "<a href=/a>Read it</a>", []),
    ("moved", "<a href=/a>A</a><a href=/b>B</a>", "<a href=/b>B</a><a href=/a>A</a>", []),
    ("leads elsewhere", "<p><a href=/a>Ozone  therapy</a>", "<p><a href=/b>Ozone therapy</a>",
     [("link", "Ozone therapy", f"{AT}/a", f"{AT}/b")]),
    ("one of two of the same words", "<a href=/a>More</a><a href=/b>More</a>",
     "<a href=/a>More</a><a href=/c>More</a>", [("link", "More", f"{AT}/b", f"{AT}/c")]),
    ("one more of the same words", "<a href=/a>More</a>", "<a href=/n>More</a><a href=/a>More</a>",
     [("link", "More", "", f"{AT}/n")]),
    ("one piece of news came, the oldest fell off",
     "<a href=/2>More</a><a href=/1>More</a>", "<a href=/3>More</a><a href=/2>More</a>",
     [("link", "More", f"{AT}/1", ""), ("link", "More", "", f"{AT}/3")]),
    ("several came and fell off",
     "".join(f"<a href=/{n}>More</a>" for n in (3, 2, 1)),
     "".join(f"<a href=/{n}>More</a>" for n in (5, 4, 3)),
     [("link", "More", f"{AT}/2", ""), ("link", "More", f"{AT}/1", ""),
      ("link", "More", "", f"{AT}/5"), ("link", "More", "", f"{AT}/4")]),
    ("so did their pictures", "<img src=/2><img src=/1>", "<img src=/3><img src=/2>",
     [("picture", "", f"{AT}/1", ""), ("picture", "", "", f"{AT}/3")]),
    ("its words stay, the link is gone", "<a href=/a>A</a> b", "A b",
     [("link", "A", f"{AT}/a", "")]),
    ("to no web", "<a href='mailto:a@a.example'>Us</a>", "<a href='mailto:b@a.example'>Us</a>",
     [("link", "Us", "mailto:a@a.example", "mailto:b@a.example")]),
    ("on the page", "<a href=#a>A</a>", "<a href=#b>A</a>", [("link", "A", "#a", "#b")]),
    ("on the page, its address written or not", "<a href=#a>A</a>", "<a href=/it/#a>A</a>", []),
    ("on the page, but for its base", "<base href=/><a href=#a>A</a>", "<a href=/#a>A</a>", []),
    ("no address at all", "<a href='http://['>A</a>", "<a href='http://]'>A</a>",
     [("link", "A", "http://[", "http://]")]),
    ("a picture", "<img src=a.png alt=Spine>", "<img src=b.png alt=Spine>",
     [("picture", "Spine", f"{URL}a.png", f"{URL}b.png")]),
    ("a picture that a script loads later", "<img src=a.png>",
     "<img src='data:image/gif;base64,R0lGOD' data-src=a.png>", []),
    ("a picture and a link of one address", "<img src=/a>", "<a href=/a></a>",
     [("picture", "", f"{AT}/a", ""), ("link", "", "", f"{AT}/a")]),
    ("a picture is the words of its link", "<a href=/a><img src=/l alt=Home></a>",
     "<a href=/b><img src=/l alt=Home></a>", [("link", "Home", f"{AT}/a", f"{AT}/b")]),
    ("left open", "<a href=/a>A<a href=/b>B", "<a href=/a>A<a href=/c>B",
     [("link", "B", f"{AT}/b", f"{AT}/c")]),
    ("never drawn", "<noscript><a href=/a>A</a></noscript>",
     "<template><a href=/b>A</a></template>", []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "after", "expected"), CASES)
def test_where_links_lead(
    why: str, before: str, after: str, expected: list[tuple[str, str, str, str]]
) -> None:
    found = compare_links(before, after, (URL, URL))
    assert found is not None
    assert [(c.kind, c.words, c.before, c.after) for c in found] == expected, why
    back = compare_links(after, before, (URL, URL))
    assert back is not None
    assert {(c.after, c.before) for c in back} == {
        (before, after) for *_, before, after in expected
    }


def test_a_place_on_a_page_is_the_same_at_another_address() -> None:
    source = "<a href=#top>Up</a>"
    assert compare_links(source, source, (URL, f"{URL}?lang=en")) == ()


def test_pages_of_thousands_of_links_are_not_compared_by_halves() -> None:
    page = "".join(f"<a href=/{n}>{n}</a>" for n in range(MAX_LINKS))
    assert len(compare_links(page, page.replace("=/", "=/x/"), (URL, URL)) or ()) == MAX_LINKS
    longer = f"<a href=/new>new</a>{page}"
    assert compare_links(page, longer, (URL, URL)) is None, "the last one is not gone"
