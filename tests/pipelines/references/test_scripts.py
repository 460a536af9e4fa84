"""References of Japanese and Arabic lists: their parts, and numbers in the digits of registries."""

from __future__ import annotations

import pytest

from pipelines.references.fields import read_fields

THALLIUM = {
    "authors": "Roebuck DJ，Nicholls WD，ほか",
    "title": "Thallium-201 uptake in rebound thymic hyperplasia",
    "container": "Med. Pediatr. Oncol",
    "volume": "30",
    "issue": "5",
    "pages": "297-300",
    "year": "1998",
    "doi": "10.1002/mpo.7",
}
BEGINNING = f"{THALLIUM['authors']}：{THALLIUM['title']}．Med. Pediatr. Oncol.，"
CARIES = {
    "authors": "Janhom A، van Ginkel FC",
    "title": "Scanning resolution and the detection of caries",
    "container": "Dentomaxillofacial Radiology",
    "year": "2001",
    "volume": "30",
    "issue": "3",
    "pages": "166-171",
}
NAMED = f"Janhom A، van Ginkel FC. {CARIES['title']}. {CARIES['container']}"

ENTRIES = [
    ("Japanese", f"{BEGINNING}30巻5号，297-300頁，1998年．doi:10.1002/mpo.7", THALLIUM),
    (
        "full-width digits",
        f"{BEGINNING}３０巻５号，２９７-３００頁，１９９８年．ＤＯＩ：10.1002/mpo.7",
        THALLIUM,
    ),
    (
        "names in kanji, no issue",
        "山田太郎，他：腰痛の運動療法．日本腰痛学会雑誌，12巻，45-50ページ，2006年．",
        {"authors": "山田太郎，他", "title": "腰痛の運動療法", "container": "日本腰痛学会雑誌",
         "volume": "12", "pages": "45-50", "year": "2006"},
    ),
    ("Arabic", f"{NAMED}، ٢٠٠١؛ المجلد ٣٠، العدد ٣، الصفحات ١٦٦-١٧١.", CARIES),
    ("Arabic, digits of Europe", f"{NAMED}، 2001؛ المجلد 30، العدد 3، الصفحات 166-171.", CARIES),
    (
        "Arabic, and others",
        f"Janhom A، van Ginkel FC وآخرون. {CARIES['title']}. {CARIES['container']}"
        "، ٢٠٠١؛ المجلد ٣٠، العدد ٣، الصفحات ١٦٦-١٧١.",
        CARIES | {"authors": "Janhom A، van Ginkel FC وآخرون"},
    ),
    (
        "a year of the Hijri is none of a registry",
        f"{NAMED}، ١٤٢٢؛ المجلد ٣٠، العدد ٣، الصفحات ١٦٦-١٧١.",
        {name: value for name, value in CARIES.items() if name != "year"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "printed", "expected"), ENTRIES, ids=[row[0] for row in ENTRIES])
def test_parts_of_an_entry(why: str, printed: str, expected: dict[str, str]) -> None:
    fields = read_fields(printed)
    assert {field.name: field.value for field in fields} == expected
    for field in fields:
        assert 0 <= field.start < field.end <= len(printed)
