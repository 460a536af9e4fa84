"""Publishers' formulas that make DOI names from the numbers of a citation. Data.

A formula was taken in when it could be read off real names of the journal together with the
numbers of their articles (registered names and records of the shared data; how often each is
right stands in docs/scorecard.md). Names made with it are asked for, never believed.
Long because it is one table, which is easiest to read in one place.

Placeholders: code, year, volume, issue, page (first page or article number, without letters;
``{letter}`` is its letter). ``{page:0>4}`` fills up with zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Formula:
    """One way to make a DOI name, and the journals that use it."""

    rule: str
    """How the rule is called where a suggestion is shown: ``pattern_plos``."""
    template: str
    journals: Mapping[str, str] = field(default_factory=dict)
    """Code -> full title, then other usual forms, separated by ``|``; all folded."""
    issues: int = 0
    """Issues a volume may have, where one that is not printed may be tried; 0 = not tried."""
    letters: bool | None = None
    """Whether the page must have a letter (True), must have none (False), or does not matter."""
    digits: tuple[int, int] = (1, 9)
    """How many digits a page may have."""
    since: int = 0
    until: int = 9999
    """First and last year of the formula."""


_BY_ISSUE = "{code}.{volume}.{issue}.{page}"

_PLOS = {
    "pmed": "plos medicine",
    "pbio": "plos biology",
    "pgen": "plos genetics",
    "pcbi": "plos computational biology",
    "ppat": "plos pathogens",
    "pntd": "plos neglected tropical diseases",
}

FORMULAS: tuple[Formula, ...] = (
    Formula(
        rule="pattern_hindawi",
        template="10.1155/{year}/{page}",
        digits=(5, 8),
        since=2007,
        journals={
            "": "evidence based complementary and alternative medicine"
            "|biomed research international"
            "|journal of biomedicine and biotechnology"
            "|pain research and management"
            "|pain research and treatment"
            "|advances in orthopedics"
            "|case reports in orthopedics"
            "|the scientific world journal|scientificworldjournal"
            "|mediators of inflammation"
            "|oxidative medicine and cellular longevity"
            "|rehabilitation research and practice"
            "|stem cells international"
            "|arthritis"
            "|anesthesiology research and practice"
            "|neural plasticity"
            "|behavioral neurology"
            "|journal of osteoporosis"
            "|computational and mathematical methods in medicine"
            "|journal of healthcare engineering"
            "|journal of aging research"
            "|journal of obesity"
            "|journal of immunology research"
            "|international journal of endocrinology"
        },
    ),
    Formula(
        rule="pattern_bmj",
        template="10.1136/bmj.{letter}{page}",
        letters=True,
        since=2008,
        journals={"bmj": "bmj|british medical journal|br med j|bmj clinical research ed"},
    ),
    Formula(
        rule="pattern_bmj",
        template=f"10.1136/{_BY_ISSUE}",
        letters=False,
        until=2006,
        journals={"bmj": "bmj|british medical journal|br med j|bmj clinical research ed"},
    ),
    Formula(
        rule="pattern_bmj",
        template=f"10.1136/{_BY_ISSUE}",
        letters=False,
        until=2003,
        journals={
            "ard": "annals of the rheumatic diseases",
            "gut": "gut",
            "jnnp": "journal of neurology neurosurgery and psychiatry"
            "|journal of neurology neurosurgery psychiatry",
            "adc": "archives of disease in childhood",
            "jmg": "journal of medical genetics",
            "jcp": "journal of clinical pathology",
            "bjo": "british journal of ophthalmology",
            "jech": "journal of epidemiology and community health"
            "|journal of epidemiology community health",
            "bjsm": "british journal of sports medicine",
            "emj": "emergency medicine journal",
            "oem": "occupational and environmental medicine|occup environ med",
            "jme": "journal of medical ethics",
            "hrt": "heart",
            "thx": "thorax",
            "ip": "injury prevention",
            "pgmj": "postgraduate medical journal",
            "sti": "sexually transmitted infections",
            "qshc": "quality and safety in health care|qual saf health care",
            "tc": "tobacco control",
        },
        issues=12,
    ),
    Formula(
        rule="pattern_plos",
        template="10.1371/journal.{code}.{page:0>7}",
        letters=True,
        digits=(1, 7),
        journals={"pone": "plos one"},
    ),
    Formula(
        rule="pattern_plos",  # since 2008 they begin at 1000000
        template="10.1371/journal.{code}.{page}",
        digits=(7, 7),
        journals=_PLOS,
    ),
    Formula(
        rule="pattern_plos",
        template="10.1371/journal.{code}.{volume:0>3}{page:0>4}",
        digits=(1, 4),
        until=2009,
        journals=_PLOS,
    ),
    Formula(
        rule="pattern_bmc",
        until=2014,  # until about 2014; then article numbers are no part of the name
        template="10.1186/{code}-{volume}-{page}",
        digits=(1, 4),
        journals={
            "1471-2474": "bmc musculoskeletal disorders",
            "1472-6963": "bmc health services research",
            "1471-2458": "bmc public health",
            "1741-7015": "bmc medicine",
            "1471-2288": "bmc medical research methodology",
            "1472-6882": "bmc complementary and alternative medicine|bmc complement altern med",
            "1471-2482": "bmc surgery",
            "1471-2377": "bmc neurology",
            "1471-2202": "bmc neuroscience",
            "1471-2407": "bmc cancer",
            "1471-2164": "bmc genomics",
            "1471-2105": "bmc bioinformatics",
            "1471-2296": "bmc family practice",
            "1471-2318": "bmc geriatrics",
            "1471-2431": "bmc pediatrics",
            "1471-244x": "bmc psychiatry",
            "1471-2393": "bmc pregnancy and childbirth|bmc pregnancy childbirth",
            "1471-2148": "bmc evolutionary biology",
            "2520-1026": "bmc rheumatology",
            "1472-6920": "bmc medical education",
            "1472-6947": "bmc medical informatics and decision making|bmc med inform decis mak",
            "1471-2253": "bmc anesthesiology",
            "1471-2334": "bmc infectious diseases",
            "1745-6215": "trials",
            "1748-7161": "scoliosis",
            "1754-9493": "patient safety in surgery|patient saf surg",
            "1749-799x": "journal of orthopedic surgery and research|j orthop surg res",
            "2045-709x": "chiropractic and manual therapies|chiropr man therap",
            "1746-1340": "chiropractic and osteopathy|chiropr osteopat",
            "1477-7525": "health and quality of life outcomes|health qual life outcomes",
            "1748-5908": "implementation science",
            "1479-5868": "international journal of behavioral nutrition and physical activity"
            "|int j behav nutr phys act",
            "1743-0003": "journal of neuroengineering and rehabilitation|j neuroeng rehabil",
            "2046-4053": "systematic reviews",
            "1476-4598": "molecular cancer",
            "1475-2859": "microbial cell factories",
            "1465-9921": "respiratory research",
            "1478-4491": "human resources for health",
            "1475-2875": "malaria journal",
        },
    ),
    Formula(
        rule="pattern_jama",
        until=2012,
        template=f"10.1001/{_BY_ISSUE}",
        letters=False,
        journals={
            "jama": "jama|journal of the american medical association|j am med assoc"
            "|jama journal of the american medical association",
            "archinte": "archives of internal medicine",
            "archneur": "archives of neurology",
            "archsurg": "archives of surgery",
            "archpsyc": "archives of general psychiatry",
            "archpedi": "archives of pediatrics and adolescent medicine|arch pediatr adolesc med",
            "archderm": "archives of dermatology",
            "archopht": "archives of ophthalmology",
            "archotol": "archives of otolaryngology head and neck surgery"
            "|arch otolaryngol head neck surg",
        },
        issues=24,
    ),
    Formula(
        rule="pattern_frontiers",
        template="10.3389/{code}.{year}.{page:0>5}",
        digits=(1, 6),
        since=2008,
        journals={
            "fpsyg": "frontiers in psychology",
            "fmicb": "frontiers in microbiology",
            "fimmu": "frontiers in immunology",
            "fnhum": "frontiers in human neuroscience",
            "fpsyt": "frontiers in psychiatry",
            "fphar": "frontiers in pharmacology",
            "fnins": "frontiers in neuroscience",
            "fneur": "frontiers in neurology",
            "fphys": "frontiers in physiology",
            "fendo": "frontiers in endocrinology",
            "fonc": "frontiers in oncology",
            "fpubh": "frontiers in public health",
            "fnagi": "frontiers in aging neuroscience",
            "fped": "frontiers in pediatrics",
            "fmed": "frontiers in medicine",
            "fbioe": "frontiers in bioengineering and biotechnology|front bioeng biotechnol",
            "fsurg": "frontiers in surgery",
        },
    ),
    Formula(
        rule="pattern_mdpi",
        since=2008,
        template="10.3390/{code}{volume}{issue:0>2}{page:0>4}",
        digits=(1, 5),
        issues=24,
        journals={
            "ijms": "international journal of molecular sciences",
            "ijerph": "international journal of environmental research and public health"
            "|int j environ res public health",
            "jcm": "journal of clinical medicine",
            "healthcare": "healthcare|healthcare basel",
            "brainsci": "brain sciences",
            "medicina": "medicina|medicina kaunas",
            "diagnostics": "diagnostics|diagnostics basel",
            "cancers": "cancers|cancers basel",
            "cells": "cells",
            "genes": "genes|genes basel",
            "molecules": "molecules",
            "nu": "nutrients",
            "vaccines": "vaccines|vaccines basel",
            "s": "sensors|sensors basel",
            "su": "sustainability",
            "life": "life|life basel",
            "children": "children|children basel",
        },
    ),
    Formula(
        rule="pattern_cureus",
        template="10.7759/cureus.{page}",
        letters=None,
        journals={"cureus": "cureus"},
    ),
    Formula(
        rule="pattern_elife",
        template="10.7554/elife.{page:0>5}",
        journals={"elife": "elife"},
    ),
    Formula(
        rule="pattern_jmir",
        template="10.2196/{page}",
        letters=True,
        digits=(5, 6),
        since=2017,
        journals={
            "jmir": "journal of medical internet research|jmir mental health|jmir mhealth uhealth"
        },
    ),
    Formula(
        rule="pattern_wjg",
        since=2009,
        template="10.3748/{code}.v{volume}.i{issue}.{page}",
        issues=48,
        journals={"wjg": "world journal of gastroenterology"},
    ),
    Formula(
        rule="pattern_wjg",
        template="10.3748/{code}.{volume}.{page}",
        until=2009,
        journals={"wjg": "world journal of gastroenterology"},
    ),
    Formula(
        rule="pattern_wjg",
        template="10.5312/{code}.v{volume}.i{issue}.{page}",
        issues=12,
        journals={"wjo": "world journal of orthopedics"},
    ),
    Formula(
        rule="pattern_aosis",
        template="10.4102/{code}.v{volume}i{issue}.{page}",
        issues=4,
        journals={
            "sajp": "south african journal of physiotherapy|s afr j physiother",
            "phcfm": "african journal of primary health care and family medicine",
        },
    ),
    Formula(
        rule="pattern_oup",
        until=2003,
        template="10.1093/{code}/{volume}.{issue}.{page}",
        letters=False,
        journals={
            "nar": "nucleic acids research",
            "brain": "brain",
            "cercor": "cerebral cortex",
            "jnci": "journal of the national cancer institute|j natl cancer inst",
            "hmg": "human molecular genetics",
            "humrep": "human reproduction",
            "humupd": "human reproduction update",
            "carcin": "carcinogenesis",
            "ije": "international journal of epidemiology",
            "emboj": "embo journal|the embo journal|embo j",
            "ajcn": "american journal of clinical nutrition",
            "bioinformatics": "bioinformatics",
            "rheumatology": "rheumatology|rheumatology oxford",
            "ptj": "physical therapy",
            "occmed": "occupational medicine",
            "fampra": "family practice",
            "sleep": "sleep",
            "ndt": "nephrology dialysis transplantation",
            "glycob": "glycobiology",
            "biostatistics": "biostatistics",
        },
        issues=24,
    ),
    Formula(
        rule="pattern_pnas",
        until=2000,
        template=f"10.1073/{_BY_ISSUE}",
        letters=False,
        journals={
            "pnas": "proceedings of the national academy of sciences of the united states of "
            "america|proceedings of the national academy of sciences|proc natl acad sci usa"
            "|proc natl acad sci u s a|pnas"
        },
        issues=26,
    ),
    Formula(
        rule="pattern_science",
        until=2000,
        template=f"10.1126/{_BY_ISSUE}",
        letters=False,
        journals={"science": "science|science new york n y"},
    ),
    Formula(
        rule="pattern_rup",
        until=2001,
        template=f"10.1083/{_BY_ISSUE}",
        letters=False,
        journals={"jcb": "journal of cell biology|the journal of cell biology"},
        issues=12,
    ),
    Formula(
        rule="pattern_rup",
        until=2001,
        template=f"10.1084/{_BY_ISSUE}",
        letters=False,
        journals={"jem": "journal of experimental medicine|the journal of experimental medicine"},
        issues=12,
    ),
    Formula(
        rule="pattern_jbc",
        until=1999,
        template=f"10.1074/{_BY_ISSUE}",
        letters=False,
        journals={"jbc": "journal of biological chemistry|the journal of biological chemistry"},
        issues=52,
    ),
    Formula(
        rule="pattern_diabetes",
        until=2005,
        template=f"10.2337/{_BY_ISSUE}",
        letters=False,
        journals={"diacare": "diabetes care", "diabetes": "diabetes"},
        issues=12,
    ),
    Formula(
        rule="pattern_apa",
        template="10.1037/{code}.{volume}.{issue}.{page}",
        letters=False,
        journals={
            "0022-3514": "journal of personality and social psychology",
            "0022-006x": "journal of consulting and clinical psychology",
            "0033-2909": "psychological bulletin",
            "0003-066x": "american psychologist",
            "0033-295x": "psychological review",
            "0021-9010": "journal of applied psychology",
            "0021-843x": "journal of abnormal psychology",
            "1040-3590": "psychological assessment",
            "0278-6133": "health psychology",
            "0882-7974": "psychology and aging",
            "0012-1649": "developmental psychology",
            "1528-3542": "emotion|emotion washington dc",
            "1082-989x": "psychological methods",
        },
        issues=6,
    ),
    Formula(
        rule="pattern_appi",
        template=f"10.1176/{_BY_ISSUE}",
        letters=False,
        journals={
            "appi.ajp": "american journal of psychiatry",
            "appi.ps": "psychiatric services",
        },
        issues=12,
    ),
    Formula(
        rule="pattern_neurosurgery",
        template="10.3171/{code}.{year}.{volume}.{issue}.{page:0>4}",
        letters=False,
        journals={"jns": "journal of neurosurgery", "spi": "journal of neurosurgery spine"},
        issues=6,
    ),
    Formula(
        rule="pattern_chest",
        template=f"10.1378/{_BY_ISSUE}",
        letters=False,
        journals={"chest": "chest"},
        issues=12,
    ),
    Formula(
        rule="pattern_ajph",
        until=2005,
        template=f"10.2105/{_BY_ISSUE}",
        letters=False,
        journals={"ajph": "american journal of public health"},
        issues=12,
    ),
    Formula(
        rule="pattern_pediatrics",
        until=2004,
        template=f"10.1542/{_BY_ISSUE}",
        journals={"peds": "pediatrics"},
        issues=6,
    ),
    Formula(
        rule="pattern_bjpsych",
        template=f"10.1192/{_BY_ISSUE}",
        letters=False,
        journals={"bjp": "british journal of psychiatry|the british journal of psychiatry"},
        issues=12,
    ),
    Formula(
        rule="pattern_asm",
        until=2005,
        template="10.1128/{code}.{volume}.{issue}.{page}-{last}.{year}",
        letters=False,
        journals={
            "jb": "journal of bacteriology",
            "aem": "applied and environmental microbiology|appl environ microbiol",
            "jvi": "journal of virology",
            "mcb": "molecular and cellular biology|mol cell biol",
            "iai": "infection and immunity|infect immun",
            "jcm": "journal of clinical microbiology",
            "aac": "antimicrobial agents and chemotherapy|antimicrob agents chemother",
            "mmbr": "microbiology and molecular biology reviews|microbiol mol biol rev",
            "cmr": "clinical microbiology reviews",
        },
        issues=24,
    ),
    Formula(
        rule="pattern_asm",
        template=f"10.1128/{_BY_ISSUE}",
        letters=False,
        journals={
            "cmr": "clinical microbiology reviews",
            "aac": "antimicrobial agents and chemotherapy|antimicrob agents chemother",
        },
        issues=12,
    ),
    Formula(
        rule="pattern_physrev",
        template="10.1103/{code}.{volume}.{page}",
        letters=None,
        journals={
            "physrevlett": "physical review letters",
            "physrevb": "physical review b",
            "physrevd": "physical review d",
            "physreve": "physical review e",
            "physreva": "physical review a",
        },
    ),
)  # fmt: skip
