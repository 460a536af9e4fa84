"""Two judgements beside each other."""

from archive.evidence.flips import Flip, flips_between


def test_only_verdicts_that_differ_are_told_in_order():
    before = {
        ("link", "https://b.test/"): ("ok", "It answers."),
        ("link", "https://a.test/"): ("soft_404", "The title says so."),
        ("landing", "10.1/x"): ("gone", "It is gone."),
        ("link", "https://gone-from-the-page.test/"): ("ok", ""),
    }
    after = {
        ("link", "https://b.test/"): ("ok", "It answers in other words."),
        ("link", "https://a.test/"): ("ok", "It answers."),
        ("landing", "10.1/x"): ("blocked", "A wall."),
        ("link", "https://new.test/"): ("unknown", ""),
    }
    assert flips_between(before, after) == [
        Flip(question="landing", subject="10.1/x", before="gone", after="blocked", why="A wall."),
        Flip(
            question="link",
            subject="https://a.test/",
            before="soft_404",
            after="ok",
            why="It answers.",
        ),
    ]
