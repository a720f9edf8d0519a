"""The country packs hold together: codes lead somewhere, every text exists in every language, figures add up."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LV = ROOT / "src/majup/packs/lv"
XX = ROOT / "tests/packs/xx"
PACKS = pytest.mark.parametrize("folder", [LV, XX], ids=["lv", "xx"])
ADDRESS = re.compile(r"[\w.{}-]+@[\w.{}-]+")
PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")
AS_PRINTED_IN_2020 = {
    ("families_returned", "2018-03-01"): (33, 38, 22, 19, 51, 163),
    ("people_returned", "2018-03-01"): (88, 87, 55, 50, 119, 399),
    ("individual_offers_prepared", "2018-03-01"): (393, 564, 379, 201, 278, 1815),
    ("families_returned", "2019-01-01"): (47, 64, 58, 23, 33, 225),
    ("people_returned", "2019-01-01"): (142, 183, 178, 70, 83, 656),
    ("individual_offers_prepared", "2019-01-01"): (365, 890, 406, 209, 398, 2268),
    ("families_returned", "2020-01-01"): (30, 63, 28, 14, 54, 189),
    ("people_returned", "2020-01-01"): (86, 168, 77, 30, 127, 488),
    ("individual_offers_prepared", "2020-01-01"): (337, 322, 193, 173, 387, 1412),
}


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def codes(folder: Path, name: str) -> set[str]:
    return {row["code"] for row in read(folder, name)}


def in_force(day: str) -> list[dict[str, Any]]:
    """Municipalities of the Latvian pack valid on an ISO day."""
    return [
        row
        for row in read(LV, "municipalities.json")
        if row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
    ]


def incomplete_texts(value: Any, languages: set[str], path: str = "") -> list[str]:
    """Paths of localized texts (objects with a language key) that miss a language or leave it empty."""
    if isinstance(value, list):
        return [bad for i, item in enumerate(value) for bad in incomplete_texts(item, languages, f"{path}[{i}]")]
    if not isinstance(value, dict):
        return []
    if languages & value.keys():
        return [] if all(value.get(language) for language in languages) else [path]
    return [bad for key, item in value.items() for bad in incomplete_texts(item, languages, f"{path}.{key}")]


def key_sets(folder: Path, name: str) -> set[frozenset[str]]:
    data = read(folder, name)
    rows = data if isinstance(data, list) else [data]
    return {frozenset(row) for row in rows}


def test_both_packs_have_the_same_files():
    assert {p.name for p in LV.iterdir()} == {p.name for p in XX.iterdir()}


# The first has rows in one pack alone; the others are texts at every stage of being written.
OF_ITS_OWN = {"internal_excluded.json", "demo_texts.json"}


@pytest.mark.parametrize("name", sorted(p.name for p in LV.glob("*.json") if p.name not in OF_ITS_OWN))
def test_rows_of_both_packs_have_the_same_fields(name):
    assert key_sets(LV, name) == key_sets(XX, name)


@PACKS
def test_every_text_exists_in_every_language_of_the_pack(folder):
    languages = set(read(folder, "pack.json")["languages"])
    files = [path.name for path in folder.glob("*.json") if path.name != "demo_texts.json"]
    assert {name: incomplete_texts(read(folder, name), languages) for name in files} == {name: [] for name in files}


def wrongly_quoted(value: Any, language: str = "lv") -> list[str]:
    """Texts whose quotation marks are not those of their language; what names no language is Latvian."""
    if isinstance(value, dict):
        of = {key: key if key in {"lv", "en"} else language for key in value}
        return [text for key, inner in value.items() for text in wrongly_quoted(inner, of[key])]
    if isinstance(value, list):
        return [text for inner in value for text in wrongly_quoted(inner, language)]
    foreign = {"lv": '"“«»', "en": '"„«»'}[language]
    return [value] if isinstance(value, str) and set(foreign).intersection(value) else []


def test_quotation_marks_are_those_of_the_language():
    wrong = [text for path in LV.glob("*.json") for text in wrongly_quoted(json.loads(path.read_text("utf-8")))]
    assert wrong == []
    translated = (ROOT / "src/majup/locale/lv/LC_MESSAGES/parts").glob("*.po")
    assert [part.name for part in translated if set("«»").intersection(part.read_text("utf-8"))] == []


@PACKS
def test_codes_and_orders_are_unique(folder):
    repeated = {}
    for path in folder.glob("*.json"):
        rows = read(folder, path.name)
        if isinstance(rows, list) and rows and "code" in rows[0]:
            for key in ("code", "order"):
                # An area is found by kind and code: the same word may be a city, a region or a branch (T-5).
                kind = "kind" if path.name == "areas.json" else ""
                named = Counter((row.get(kind), row[key]) for row in rows if key in row)
                twice = [v for v, n in named.items() if n > 1]
                if twice:
                    repeated[path.name, key] = twice
    assert repeated == {}


@PACKS
def test_topics_named_anywhere_exist(folder):
    named = {row["topic"] for name in ("routing.json", "blocks.json") for row in read(folder, name)}
    for name in ("institutions.json", "units.json", "steps.json"):
        named |= {topic for row in read(folder, name) for topic in row["topics"]}
    assert named - codes(folder, "topics.json") == set()


@PACKS
def test_ref_05_every_topic_has_a_first_addressee_that_exists(folder):
    routing = read(folder, "routing.json")
    known = {"unit": codes(folder, "units.json"), "institution": codes(folder, "institutions.json")}
    assert sorted(row["topic"] for row in routing) == sorted(codes(folder, "topics.json"))
    firsts = [row["first"] for row in routing]
    assert [f for f in firsts if f["kind"] != "coordinator" and f["code"] not in known[f["kind"]]] == []


def test_ref_05_local_topics_go_to_a_unit_of_the_municipality():
    local = {row["code"] for row in read(LV, "topics.json") if row["level"] == "local"}
    units = {row["topic"] for row in read(LV, "routing.json") if row["first"]["kind"] == "unit"}
    assert local - units == set()


@PACKS
def test_net_02_and_net_08_no_real_mailbox_is_in_a_pack(folder):
    """NET-02, NET-08: contact points of a pack are made up; real ones are entered by people."""
    addresses = {a for path in folder.glob("*.json") for a in ADDRESS.findall(path.read_text(encoding="utf-8"))}
    assert {a for a in addresses if not a.endswith(".example")} == set()


def test_net_01_exactly_five_regions_in_the_order_of_the_published_table():
    rows = sorted(read(LV, "regions.json"), key=lambda row: row["order"])
    assert [row["code"] for row in rows] == ["kurzeme", "latgale", "vidzeme", "zemgale", "riga"]


@pytest.mark.parametrize(("day", "count"), [("2021-07-01", 43), ("2025-06-30", 43), ("2025-07-01", 42)])
def test_net_06_number_of_municipalities_on_a_day(day, count):
    assert len(in_force(day)) == count


def test_net_06_two_municipalities_lead_to_their_successor():
    ended = {
        row["atvk"]: (row["valid_to"], row["successor"]) for row in read(LV, "municipalities.json") if row["valid_to"]
    }
    assert ended == {"0038000": ("2025-06-30", "0038001"), "0055000": ("2025-06-30", "0038001")}


@PACKS
def test_net_06_successors_begin_when_their_predecessor_ends_or_earlier(folder):
    rows = {row["atvk"]: row for row in read(folder, "municipalities.json")}
    late = [
        row["atvk"]
        for row in rows.values()
        if row["successor"]
        and date.fromisoformat(rows[row["successor"]]["valid_from"])
        > date.fromisoformat(row["valid_to"]) + timedelta(days=1)
    ]
    assert late == []


@PACKS
def test_k_r1_region_membership_covers_the_life_of_each_municipality(folder):
    """K-R1: membership is dated, one region at a time, from the first to the last day of the municipality."""
    known = codes(folder, "regions.json")
    for row in read(folder, "municipalities.json"):
        spans = row["regions"]
        assert {span["region"] for span in spans} <= known
        assert (spans[0]["valid_from"], spans[-1]["valid_to"]) == (row["valid_from"], row["valid_to"]), row["atvk"]


def test_municipalities_per_region_in_2022():
    counts = Counter(row["regions"][0]["region"] for row in in_force("2022-12-31"))
    assert counts == {"kurzeme": 8, "latgale": 9, "vidzeme": 11, "zemgale": 6, "riga": 9}


@pytest.mark.parametrize(
    ("unit", "atvk"),
    [
        ("Skrundas novads", "0033000"),
        ("Riebiņu novads", "0042000"),
        ("Salas novads", "0031000"),
        ("Rundāles novads", "0025000"),
        ("Vecumnieku novads", "0025000"),
        ("Ozolnieku novads", "0030000"),
        ("Alojas novads", "0035000"),
        ("Kandavas novads", "0052000"),
        ("Ķeguma novads", "0040000"),
        ("Babītes novads", "0039000"),
    ],
)
def test_k_r2_former_units_lead_to_the_municipality_of_today(unit, atvk):
    assert [row["atvk"] for row in in_force("2026-11-24") if unit in row["former_units"]] == [atvk]
    assert read(LV, "aliases.json")["spellings"][unit] == atvk


def test_k_r2_names_of_former_units_are_known_in_the_nominative_too():
    spellings = read(LV, "aliases.json")["spellings"]
    names = ["Skrunda", "Riebiņi", "Sala", "Rundāle", "Vecumnieki", "Ozolnieki", "Aloja", "Kandava", "Ķegums", "Babīte"]
    assert [name for name in names if name not in spellings] == []


def test_every_spelling_in_the_data_resolves():
    aliases = read(LV, "aliases.json")
    known = aliases["spellings"].keys() | aliases["ambiguous"].keys() | aliases["several"].keys()
    found = json.loads((ROOT / "tests/packs/spellings_in_data.json").read_text(encoding="utf-8"))
    assert len(found) == 251
    assert [spelling for spelling in found if spelling not in known] == []


def test_names_that_stand_for_city_and_county_stay_ambiguous():
    ambiguous = read(LV, "aliases.json")["ambiguous"]
    assert ambiguous["Ventspils"] == ["0007000", "0056000"]
    assert ambiguous["Jelgava"] == ["0003000", "0030000"]
    assert ambiguous["Rēzekne"] == ["0006000", "0043000"]
    assert ambiguous["Daugavpils"] == ["0002000", "0022000"]


@PACKS
def test_aliases_name_known_municipalities_and_never_twice(folder):
    aliases = read(folder, "aliases.json")
    known = {row["atvk"] for row in read(folder, "municipalities.json")}
    named = set(aliases["spellings"].values())
    named |= {atvk for kind in ("ambiguous", "several") for atvks in aliases[kind].values() for atvk in atvks}
    assert named - known == set()
    assert aliases["spellings"].keys() & aliases["ambiguous"].keys() == set()


@PACKS
def test_every_municipality_has_a_shape(folder):
    shapes = read(folder, "shapes.geojson")["features"]
    assert {shape["properties"]["atvk"] for shape in shapes} == {
        row["atvk"] for row in read(folder, "municipalities.json")
    }


def test_k_m1_arrangements_as_in_the_survey_and_gaps_visible():
    """K-M1, K-C17: 4 own coordinators, 18 with the duty, 10 without, 1 sent on, 5 other; unknown stays unknown."""
    data = read(LV, "arrangements.json")
    assert Counter(row["arrangement"] for row in data["municipalities"]) == {
        "own_coordinator": 4,
        "specialist_with_duty": 18,
        "topic_specialist": 10,
        "sent_to_region": 1,
        "other": 5,
        None: 6,
    }
    assert {row["municipality"] for row in data["municipalities"]} == {
        row["atvk"] for row in read(LV, "municipalities.json")
    }


def test_n_1_the_ministry_has_a_history_of_names():
    ministry = next(row for row in read(LV, "institutions.json") if row["code"] == "varam")
    assert [(n["valid_from"], n["valid_to"]) for n in ministry["names"]] == [(None, "2024-06-30"), ("2024-07-01", None)]


def test_nee_01_topics_of_the_common_list_are_there():
    """NEE-01, N-64."""
    wanted = {
        "kindergarten",
        "school",
        "child_support",
        "dwelling",
        "job",
        "business",
        "training",
        "latvian_language",
        "recognition",
        "taxes",
        "benefits",
        "health",
        "residence",
        "documents",
        "credit",
        "moving",
        "remote_work",
        "psychological_support",
        "other",
        "wellbeing",
        "foreign_pension",
        "large_family",
    }
    assert wanted - codes(LV, "topics.json") == set()


def test_prv_05_topics_that_are_kept_as_support_wished():
    wishes = {row["code"] for row in read(LV, "topics.json") if row["support_wish"]}
    assert wishes == {"child_support", "health", "wellbeing", "psychological_support"}


def test_int_03_channels_of_the_first_contact():
    channels = {row["code"] for row in read(LV, "channels.json") if row["first_contact"]}
    assert channels == {
        "web_form",
        "email",
        "phone",
        "facebook",
        "instagram",
        "tiktok",
        "meeting_abroad",
        "online_meeting",
        "via_institution",
        "via_municipality",
        "via_embassy",
        "via_ngo",
        "approached_by_us",
    }


def test_out_08_support_kinds_fall_into_two_classes():
    """OUT-08, N-13."""
    by_class = defaultdict(list)
    for row in read(LV, "support_kinds.json"):
        by_class[row["class"]].append(row["code"])
    assert by_class == {
        "with_support": ["offer_before_move", "consultation_only"],
        "alone": ["help_after_arrival", "none_before_arrival"],
    }


@PACKS
def test_lng_04_templates_use_the_same_placeholders_in_every_language(folder):
    for template in read(folder, "templates.json"):
        for language, body in template["body"].items():
            used = PLACEHOLDER.findall(template["subject"][language] + body)
            assert sorted(set(used)) == template["placeholders"], (template["code"], language)


def test_both_packs_have_the_same_templates():
    assert codes(LV, "templates.json") == codes(XX, "templates.json")


@pytest.mark.parametrize(("key", "printed"), AS_PRINTED_IN_2020.items())
def test_out_02_programme_figures_are_as_printed_and_add_up(key, printed):
    """OUT-02, OUT-06: the table published on 18.08.2020."""
    regions = ["kurzeme", "latgale", "vidzeme", "zemgale", "riga", None]
    rows = {
        row["region"]: row["value"]
        for row in read(LV, "figures.json")
        if (row["metric"], row["period"]["from"]) == key and row["issued_on"] == "2020-08-18"
    }
    assert [rows[region] for region in regions] == list(printed)
    assert sum(printed[:-1]) == printed[-1]


def test_q_r20_what_returnees_ask_of_a_job_stands_as_the_study_prints_it():
    """seeds/004:6549-6553; pay is named the most important, its share stands in a picture alone."""
    printed = {"pay": None, "conditions": 56, "growth": 53, "colleagues": 40, "hours": 40}
    assert {row["code"]: row["study_percent"] for row in read(LV, "job_demands.json")} == printed


def test_every_figure_has_a_source_and_a_known_region():
    rows = read(LV, "figures.json")
    regions = codes(LV, "regions.json") | {None}
    assert [r for r in rows if not r["source"] or r["region"] not in regions] == []
    assert {r["qualifier"] for r in rows} <= {"eq", "at_least", "below", "derived", "no_data"}
    assert all((r["value"] is None) == (r["qualifier"] == "no_data") for r in rows)


def test_off_06_the_first_counting_rule_is_dated_and_lists_versions_apart():
    """OFF-06, B-33."""
    rule = read(LV, "counting_rules.json")[0]
    assert (rule["code"], rule["valid_from"], rule["counts"], rule["per"], rule["versions"]) == (
        "offer_household_region_year",
        "2018-03-01",
        "household",
        ["region", "year"],
        "separately",
    )


@PACKS
def test_off_03_blocks_name_institution_question_and_date_of_check(folder):
    """OFF-03, OFF-10."""
    known = codes(folder, "institutions.json") | {None}
    sections = {row["code"]: row["section"] for row in read(folder, "topics.json")}
    for block in read(folder, "blocks.json"):
        assert block["institution"] in known
        assert block["section"] == sections[block["topic"]], block["code"]
        assert date.fromisoformat(block["checked_on"]) <= date(2026, 11, 24)


def test_fup_05_steps_stand_in_three_phases():
    phases = [row["phase"] for row in read(LV, "steps.json")]
    assert list(dict.fromkeys(phases)) == ["before_leaving", "on_arrival", "first_months"]


def test_irm_02_the_list_of_excluded_municipalities_ships_empty():
    assert read(LV, "internal_excluded.json") == []


def test_made_up_names_are_many_and_have_both_genders():
    names = read(LV, "names.json")
    assert len(set(names["given_f"]) | set(names["given_m"])) >= 500
    assert len({masculine for masculine, _ in names["family"]}) >= 2000
    assert len({feminine for _, feminine in names["family"]}) >= 2000
    assert dict(map(tuple, names["family"]))["Bērziņš"] == "Bērziņa"
