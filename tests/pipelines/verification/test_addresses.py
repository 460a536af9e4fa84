"""Which addresses say what they lead to, and which are numbers and tokens."""

import pytest

from pipelines.verification.addresses import is_opaque

TELLING = [
    "/leaflets/back-pain.html?v=2",
    "/leaflets/back-pain?print=1",
    "/leaflets/back-pain.pdf?id=a8Xk29qLm1",
    "/%E8%85%B0%E7%97%9B.html",
    "/%D1%81%D0%BF%D0%B8%D0%BD%D0%B0",
    "/r%C3%BCckenschmerzen.htm",
    "/leaflets/BackPain2ndEdition.pdf",
    "/RUECKENSCHMERZEN-2012",
    "/Kreuzschmerz2Auflage",
    "/Leitlinie_S3_2015b",
    "/Patienteninfo2011v3.pdf",
    "/BackPain2020",
    "/index.php?page=back-pain",
    "/index.php?back-pain",
    "/goto.php?id=17&title=R%C3%BCcken",
    "/?page=back+pain",
    "/rueckenschmerzen.htm?id=17",
    "/scoliosis?utm_source=newsletter",
    "/publication?title=back-pain",
    "/?/leaflets/back-pain",
]
OPAQUE = [
    "/c/eJwVjUsOgyAUAE8DO8n78F2w6MZ7PODZmChYtE16-9rdLGYyJZMN",
    "/c/eJwVjUsOgyAUAE8DO8n7?utm_source=newsletter",
    "/e3t/Ctc/W5+113/cXB5104/MVQ6lHwVz",
    "/p/7FkQ2xLr9B",
    "/p/KXQTZB7M",
    "/t/ABCD-EFGH-1234",
    "/l/3f2b8c1a-9d4e-4b7a-8c11-aa0bb1cc2dd3",
    "/l/deface00deface00",
    "/node/123",
    "/r/1029384/5566778.html",
    "/goto.php?id=17",
    "/index.php?12345",
    "/?p=12",
    "/open?qs=9f3a6c1e77b2d04455aa",
    "/lnk?id=99",
    "/publication?id=4512",
    "/weiterleitung?id=17",
    "/jump?id=17",
    "/tracking?id=12",
    "/redirector?u=77",
    "/watch?v=dQw4w9WgXcQ",
    "/c/?Clinic/abc123/def",
    "/publication?id=4512&utm_source=newsletter",
    "/p/DVRBYU89",
    "/c/BC1uUhTygveRiatH",
]


@pytest.mark.parametrize("path", TELLING)
def test_words_say_what_was_meant(path: str) -> None:
    assert not is_opaque(f"https://a.test{path}")


@pytest.mark.parametrize("path", OPAQUE)
def test_numbers_and_tokens_say_nothing(path: str) -> None:
    assert is_opaque(f"https://a.test{path}")
