"""The given records in the catalogue: each of the 509 is accounted for, and nothing looks better than it is."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from majup.catalogue import pack, queries
from majup.catalogue.models import Audience, Fact, FactKind, FactVersion, ImportedRecord, Level, State
from majup.network.models import Participant, Role

pytestmark = pytest.mark.django_db
LV = settings.COUNTRY_PACK
FACTS = ("state_measures", "municipal_measures")


def rows(name: str) -> list[dict]:
    return json.loads((LV / f"{name}.json").read_text())


@cache
def given() -> dict[str, dict]:
    return {row["code"]: {**row, **row["more"]} for name in FACTS for row in rows(name)}


def test_cat_02_all_509_records_are_accounted_for_with_a_reason():
    records = {record.code: record for record in ImportedRecord.objects.all()}
    assert set(records) == set(given())
    assert len(records) == 509
    assert queries.import_totals() == {"fact": 439, "history": 5, "contact": 38, "participation": 27}
    assert {record.reason for record in records.values()} == {
        "reported", "planned", "proposed", "unclear", "ended", "round", "replaced_by_today", "in_directory",
        "on_list_of_participants",
    }  # fmt: skip
    assert [r.code for r in records.values() if (r.fact_id is None) != (r.became in {"contact", "participation"})] == []


def test_414_measures_and_30_plans_stand_in_the_catalogue_as_facts_of_their_own_or_as_rounds():
    measures = [code for code, row in given().items() if row["record_kind"] in {"measure", "planned"}]
    assert Counter(given()[code]["record_kind"] for code in measures) == {"measure": 414, "planned": 30}
    own = set(Fact.objects.filter(code__in=measures).values_list("code", flat=True))
    rounds = {code for code in measures if given()[code].get("round_of", code) != code}
    assert own | rounds == set(measures)
    assert own & rounds == set()


def test_what_the_study_reported_is_never_shown_as_confirmed_or_available():
    """CAT-04: a report of 2022 waits for its owner; the state says so."""
    reported = Fact.objects.filter(code__in=given())
    assert set(reported.values_list("state", flat=True)) == {"reported_2022", "planned", "proposed", "unclear", "ended"}
    assert not reported.filter(confirmed_on__isnull=False).exists()
    assert not Fact.objects.available().filter(code__in=given()).exists()


def test_b_25_each_record_stands_in_the_state_that_its_source_says():
    means = {"active": "reported_2022", "current": "reported_2022"}
    states = dict(Fact.objects.values_list("code", "state"))
    wrong = {
        code: (row["status"], states[code])
        for code, row in given().items()
        if code in states and not row.get("replaced_by") and states[code] != means.get(row["status"], row["status"])
    }
    assert wrong == {}


def test_conditions_of_31_state_and_at_least_60_municipal_records_are_trees():
    trees = Counter(ImportedRecord.objects.filter(conditions="tree").values_list("list", flat=True))
    assert trees["state_measures"] == 31
    assert trees["municipal_measures"] >= 60
    words = ImportedRecord.objects.filter(conditions="words")
    assert [record.code for record in words if not record.conditions_reason.get("lv")] == []
    stored = FactVersion.objects.filter(conditions__isnull=False).filter(fact__code__in=given()).count()
    assert stored == sum(trees.values()) - trees_of_network()


def trees_of_network() -> int:
    return ImportedRecord.objects.filter(conditions="tree", fact=None).count()


def test_conditions_are_those_of_the_pack_word_for_word():
    for row in rows("conditions"):
        version = FactVersion.objects.filter(fact__code=row["code"]).order_by("-number").first()
        if version is not None:
            assert (version.conditions, version.open_conditions) == (row["conditions"], row["open"]), row["code"]


def test_k_x2_contradictory_figures_stay_unverified_with_the_note():
    fact = Fact.objects.get(code="tukuma-nov--remigracijas-pabalsts")
    assert "500 EUR" in fact.current.unverified["en"]
    assert fact.current.amount_max == 500
    assert Fact.objects.exclude(current__unverified={}).count() >= 15


def test_k_r6_rounds_of_one_programme_are_versions_of_one_fact():
    fact = Fact.objects.get(code="latgales-pr--eez-biznesa-ideju-plans2022")
    told = [(v.round, v.amount_min, v.amount_max, v.amounts.get("rate_max")) for v in fact.versions.order_by("number")]
    assert told == [
        ("3. kārta", 5000, 20000, 75),
        ("2021", None, None, None),
        ("2022 (plāns)", 5000, 10000, 55),
    ]
    first = fact.versions.get(number=1)
    assert first.conditions != fact.current.conditions


def test_measures_of_today_stand_instead_of_what_they_correct():
    """N-16, G-21, G-23: the study's plan of a visa leads to the law; what it replaced is history and not available."""
    visa = Fact.objects.get(code="today-remote-work-visa")
    assert visa.state == State.VALID
    assert [old.code for old in visa.replaces.all()] == ["SM-057"]
    assert visa.replaces.get().state == State.ENDED
    repatriates = Fact.objects.get(code="today-repatriate-status")
    assert (repatriates.state, repatriates.valid_to.isoformat()) == (State.ENDED, "2023-12-31")
    assert repatriates.replaces.get().code == "SM-054"
    assert Fact.objects.get(code="today-descendant-permit").freshness() == "fresh"


def test_k_m6_a_measure_can_be_limited_to_parishes():
    fact = Fact.objects.get(code="siguldas-nov--leader-brasla")
    assert fact.current.parts == ["Lēdurgas pagasts"]
    assert fact.current.amounts["ceiling"] == 50000
    assert fact.current.amounts["ceiling_higher"] == 70000


def test_k_m7_rates_by_year_own_share_and_uses_are_fields():
    amounts = Fact.objects.get(code="bauskas-nov--biznesa-darzs").current.amounts
    assert amounts["rate_by_year"] == [100, 90, 80]
    assert "not_eligible" in amounts
    rates = Fact.objects.get(code="valmieras-nov--zile-inovacijam").current.amounts
    assert (rates["rate_min"], rates["rate_max"], rates["own_share"]) == (60, 80, 20)
    assert Fact.objects.get(code="cesu-nov--uzn-grants").current.amounts["calls_per_year"] == 2


def test_k_r5_a_returnees_extra_point_is_kept():
    amounts = Fact.objects.get(code="daugavpils--impulss").current.amounts
    assert (amounts["extra_points"], amounts["points_of"]) == (1, 55)


def test_k_m20_rules_for_associations_are_kept_with_ceiling_and_allowed_costs():
    version = Fact.objects.get(code="limbazu-nov--nvo-noteikumi").current
    assert version.amount_max == 3000
    assert set(version.amounts) >= {"eligible", "not_eligible"}
    assert any("remigration" in words["en"] for words in version.condition_words)


def test_k_m3_who_may_use_a_measure_is_one_of_three_or_not_known():
    assert set(Fact.objects.values_list("audience", flat=True)) == {"all", "first", "only", ""}
    assert Fact.objects.get(code="riga--valodas-kursi").audience == Audience.FIRST


def test_b_59_measures_are_tagged_as_drawing_people_back_or_helping_after_the_return():
    shares = queries.aims()
    assert shares["active"] > 0
    assert shares["reintegration"] > 0
    assert shares["both"] > 0


def test_b_44_rights_of_a_municipality_are_possible_support_and_no_entitlement():
    found = Fact.objects.filter(current__at_discretion=True).values_list("code", flat=True)
    assert set(found) == {"SM-053", "SM-055", "SM-067"}


def test_b_79_every_fact_has_a_summary_in_latvian_and_english():
    for version in FactVersion.objects.all():
        assert set(version.summary) == {"lv", "en"}, version.fact_id
        assert version.name.get("lv"), version.fact_id


def test_spe_03_the_path_of_recognition_is_a_list_of_steps_and_regulated_professions_have_their_own():
    regulated = Fact.objects.get(code="general-recognition-regulated")
    other = Fact.objects.get(code="general-recognition-other")
    assert regulated.current.how["en"].count("\n") == 3
    assert regulated.current.how != other.current.how
    assert {regulated.institution.code, other.institution.code} == {"aic"}
    assert regulated.role is not None


def test_spe_05_networks_of_professionals_take_demands():
    for code in ("general-esi-lv", "general-your-move"):
        fact = Fact.objects.get(code=code)
        assert (fact.kind, fact.current.details["takes_demands"]) == ("contact", "yes")


def test_cat_17_health_says_how_to_register_and_what_is_not_known():
    fact = Fact.objects.get(code="general-health-registration")
    assert set(fact.current.details) == {"registration", "availability", "specialists"}
    assert fact.state == State.UNCLEAR


def test_mun_07_every_municipality_has_general_information_even_if_it_entered_nothing(db):
    from majup.places.models import Municipality

    Fact.objects.filter(level=Level.MUNICIPALITY).delete()
    for place in Municipality.objects.in_force():
        found = set(Fact.objects.in_municipality(place).values_list("code", flat=True))
        assert {"SM-010", "SM-011", "general-vsaa"} <= found, place.name


def test_owners_are_the_roles_that_the_place_or_provider_names():
    assert Fact.objects.get(code="cesu-nov--uzn-grants").role.kind == Role.Kind.SPECIALIST
    assert Fact.objects.get(code="latgales-pr--vestnesi").role.kind == Role.Kind.COORDINATOR
    assert Fact.objects.get(code="SM-020").role.institution.code == "nva"
    assert Fact.objects.get(code="SM-053").role is None


def test_facts_of_a_merged_municipality_stand_with_its_successor():
    fact = Fact.objects.filter(code__startswith="varaklanu-nov--").exclude(code__endswith="t19").first()
    assert [place.atvk for place in fact.municipalities.all()] == ["0038001"]


def test_contacts_of_the_2022_survey_agree_with_the_directory():
    """38 routing records are no facts: the directory already says how each municipality arranges the work (K-M1)."""
    means = {"t19_own": "own_coordinator", "t19_duty": "specialist_with_duty", "t19_comp": "topic_specialist"}
    means |= {"t19_reg": "sent_to_region", "t19_oth": "other"}
    stated = dict(Role.objects.filter(kind="specialist").values_list("municipality__atvk", "arrangement"))
    kinds: dict[str, set[str]] = {}
    for row in given().values():
        if row["record_kind"] == "contact_routing" and row["territory"]["municipalities"][0] in stated:
            kinds.setdefault(row["subcategory"], set()).add(stated[row["territory"]["municipalities"][0]])
    kinds["t19_oth"].discard(stated["0038001"])  # the county merged since then has not said anything yet
    assert {kind: len(found) for kind, found in kinds.items()} == dict.fromkeys(means, 1), kinds


def test_participants_of_the_competition_stand_on_a_list_of_the_network():
    listed = set(
        Participant.objects.filter(list__code="competition_study").values_list("municipality__atvk", "name_then")
    )
    assert len(listed) == 17


def test_loading_again_changes_nothing_and_keeps_what_people_wrote():
    before = list(FactVersion.objects.order_by("pk").values_list("pk", "number"))
    with CaptureQueriesContext(connection) as asked:
        pack.load(LV)
    assert list(FactVersion.objects.order_by("pk").values_list("pk", "number")) == before
    assert len(asked) < 150, "not a statement for each of the 465 facts"


def test_a_changed_row_of_the_pack_becomes_the_next_version(tmp_path: Path, settings):
    for path in LV.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text())
    changed = rows("general_facts")
    changed[0]["summary"]["en"] = "Said otherwise."
    (tmp_path / "general_facts.json").write_text(json.dumps(changed))
    pack.load(tmp_path)
    fact = Fact.objects.get(code=changed[0]["code"])
    assert (fact.current.number, fact.current.summary["en"]) == (2, "Said otherwise.")
    assert fact.versions.get(number=1).summary["en"] != "Said otherwise."


def test_k_m4_nothing_stays_in_sight_unconfirmed_for_more_than_a_year():
    assert [kind.code for kind in FactKind.objects.all() if kind.confirm_days + kind.hide_days > 365] == []
