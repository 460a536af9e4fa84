"""Prints and records in two scripts: nothing but numbers tells them apart."""
# ruff: noqa: E501 (a row of a table stands on one line)

from dataclasses import replace

import pytest

from archive.records import Agreement, Work
from pipelines.matching.agreeing import compare
from pipelines.matching.alphabets import script_of
from pipelines.matching.twins import are_two_works
from pipelines.references.fields import read_fields

SCRIPTS = [
    ("Low back pain: β-blockers “and” α", "LATIN"),
    ("Les lombalgies chroniques – où en est-on ?", "LATIN"),
    ("Боль в спине. Spine 2010", "CYRILLIC"),
    ("慢性腰痛的治疗效果研究. Chin J Pain", "EAST ASIAN"),
    ("腰痛コンピューターの研究", "EAST ASIAN"),
    ("만성 요통 환자의 운동 치료", "EAST ASIAN"),
    ("آلام أسفل الظهر", "ARABIC"),
    ("Χρόνια οσφυαλγία", "GREEK"),
    ("Ｌｏｗ ｂａｃｋ ｐａｉｎ", "LATIN"),
    ("2010;12(3):345–352", ""),
    ("\ue000\ud800", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "script"), SCRIPTS)
def test_scripts(text, script):
    assert script_of(text) == script


EXERCISE = Work(
    doi="10.3969/j.issn.1006-9852.2015.03.007",
    agency="Crossref",
    title="Exercise for chronic low back pain in adults: a randomised trial",
    container="Chinese Journal of Pain Medicine",
    authors=("Smith, John", "Wang, Wei"),
    year=2015,
    years=(2015,),
    volume="21",
    issue="3",
    pages="345-352",
    type="journal-article",
)
IN_RUSSIAN = replace(
    EXERCISE,
    title="Упражнения при хронической боли в пояснице у взрослых",
    container="Журнал неврологии и психиатрии",
    authors=("Иванов, И. И.",),
)
PRINTED = [
    # why, print, record, what it is
    ("Russian, all numbers", "Иванов ИИ. Упражнения при хронической боли в пояснице. Журнал неврологии. 2015;21(3):345-352.", EXERCISE, Agreement.AGREES),
    ("Russian, no place", "Иванов ИИ. Упражнения при хронической боли в пояснице. Журнал неврологии. 2015.", EXERCISE, Agreement.PARTIAL),
    ("Russian, no volume", "Иванов ИИ. Упражнения при хронической боли в пояснице. Журнал неврологии. 2015:345-352.", EXERCISE, Agreement.PARTIAL),
    ("Russian, another place", "Иванов ИИ. Упражнения при хронической боли в пояснице. Журнал неврологии. 2009;15(1):12-19.", EXERCISE, Agreement.DIFFERS),
    ("Chinese, all numbers", "李娜, 赵明. 慢性腰痛的运动治疗[J]. 中国疼痛医学杂志, 2015, 21(3): 345-352.", EXERCISE, Agreement.AGREES),
    ("Chinese, no place", "李娜, 赵明. 慢性腰痛的运动治疗研究[J]. 中国疼痛医学杂志, 2015.", EXERCISE, Agreement.PARTIAL),
    ("English, registered in Russian", "Petrov P, Sidorov A. Exercises in chronic low back pain of adults. Journal of Neurology. 2015.", IN_RUSSIAN, Agreement.PARTIAL),
    ("Russian, and its own title is registered beside the English one", "Петров ПП. Лечение сколиоза у детей и подростков. Хирургия позвоночника. 2015.", replace(EXERCISE, original_title=IN_RUSSIAN.title), Agreement.DIFFERS),
    ("in one script, another work", "Doe J. Surgery of the hip in children with palsy. Hip International. 2015.", EXERCISE, Agreement.DIFFERS),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "printed", "work", "value"), PRINTED, ids=[row[0] for row in PRINTED]
)
def test_words_of_another_script_say_nothing_against_a_work(why, printed, work, value):
    fields = {f.name: f.value for f in sorted(read_fields(printed), key=lambda f: f.confidence)}
    comparison = compare(printed, fields, work)
    assert comparison.value is value
    assert not comparison.is_safe


def test_records_in_two_scripts_are_not_certainly_of_two_works():
    in_chinese = replace(EXERCISE, doi="10.1/zh", title="慢性腰痛的运动治疗研究", authors=("李娜",))
    assert not are_two_works(EXERCISE, in_chinese)
    assert not are_two_works(EXERCISE, replace(in_chinese, year=1999, years=(1999,)))
    other = replace(EXERCISE, doi="10.1/b", title="Surgery of the hip", authors=("Doe, J.",))
    assert are_two_works(EXERCISE, other)
