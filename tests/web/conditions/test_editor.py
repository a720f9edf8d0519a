"""The editor of conditions: a municipality writes them without programming and tries them (issue 3, point 3)."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from majup.places.pack import read
from majup.rules.decide import Rule, decide
from majup.rules.read import read as read_tree
from majup.web.conditions import drafts
from majup.web.rule_words import book, lines_of
from tests.support.facts import service_of, write
from tests.support.people import sign_in, today
from tests.support.questions import specialist

pytestmark = pytest.mark.django_db
ABROAD = {
    "kind_0-0": "fact",
    "fact_0-0": "person.months_abroad",
    "op_0-0": ">=",
    "value_0-0": "36",
    "unit_0-0": "months",
    "against_0-0": "value",
}
CHILDREN = {
    "kind_0-1": "fact",
    "fact_0-1": "household.has_minor_children",
    "op_0-1": "==",
    "value_0-1": "yes",
    "against_0-1": "value",
}


@pytest.fixture
def fact(dace):
    return service_of(dace)


@pytest.fixture
def desk(dace, fact):
    client = sign_in(dace)
    client.cookies["language"] = "en"

    def send(do: str, **fields):
        address = reverse("fact_conditions", args=[fact.pk])
        tree = {"kind_0": "all", "seen": fact.current.number, "do": do}
        return client.post(address, {**tree, **fields})

    send.client = client
    return send


def faults(answer) -> dict:
    return answer.context["found"].faults


def answers(answer) -> dict[str, str]:
    return {one.name.split(",")[0]: one.tone for one in answer.context["tried"]}


def test_cat_05_conditions_chosen_from_lists_are_saved_as_the_next_version_and_stand_in_words(desk, fact, dace):
    before = fact.current.number
    answer = desk("save", **ABROAD, **CHILDREN)
    assert answer.status_code == 302
    fact.refresh_from_db()
    assert (fact.current.number, fact.current.made_by) == (before + 1, dace)
    assert fact.current.conditions == {
        "all": [
            {"fact": "person.months_abroad", "op": ">=", "unit": "months", "value": 36},
            {"fact": "household.has_minor_children", "op": "==", "value": True},
        ]
    }
    page = desk.client.get(reverse("fact", args=[fact.pk])).content.decode()
    assert "Months lived abroad: at least 36 months" in page


def test_b_08_the_preview_says_yes_no_and_not_known_with_the_reason_of_each(desk, fact):
    answer = desk("check", **ABROAD, **CHILDREN)
    assert answer.status_code == 200
    assert answers(answer) == {
        "Family in the United Kingdom with two children at school": "good",
        "Nurse who came back five months ago and rents a flat": "plain",
        "Wants to start a business": "plain",
        "Family that has not lived abroad": "plain",
        "First letter: nothing is known but that they live in Germany": "wait",
    }
    text = answer.content.decode()
    assert "at least 36 months: not met (0 months)" in text
    fact.refresh_from_db()
    assert fact.current.conditions is None  # trying keeps nothing


def test_groups_and_not_are_put_together_without_a_script(desk):
    """Each button sends the whole form and comes back with one part more; what was typed stays."""
    answer = desk("any:0", **ABROAD)
    tree = answer.context["root"].part
    assert [(part.id, part.kind) for part in tree.walk()] == [
        ("0", "all"),
        ("0-0", "fact"),
        ("0-1", "any"),
        ("0-1-0", "fact"),
    ]
    assert 'value="36"' in answer.content.decode()
    nested = {
        "kind_0-1": "any",
        "not_0-1": "yes",
        "kind_0-1-0": "fact",
        "fact_0-1-0": "person.return_status",
        "op_0-1-0": "in",
        "value_0-1-0": ["returned", "no"],
        "kind_0-1-1": "definition",
        "code_0-1-1": "remigrant_496",
    }
    said = desk("check", **ABROAD, **nested).context["line"]
    assert said.inner[1].text == "This must not be so:"
    assert [line.text for line in said.inner[1].inner[0].inner] == [
        "Whether already back: one of these (No, and not thinking of it, Already in Latvia)",
        "Is: Remigrant under regulation 496",
    ]
    fewer = desk("remove:0-1", **ABROAD, **nested).context["root"].part
    assert [part.id for part in fewer.walk()] == ["0", "0-0"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"unit_0-0": ""}, {"unit": "Say in what it is counted."}),
        ({"unit_0-0": "years"}, {"unit": "It is counted in something else here."}),
        ({"fact_0-0": "person.shoe_size"}, {"fact": "Choose what is asked; nothing of that name is known here."}),
        ({"fact_0-0": ""}, {"fact": "Choose what is asked, or take the condition out."}),
        ({"op_0-0": "in"}, {"op": "Choose a comparison that fits what is asked."}),
        ({"value_0-0": "many"}, {"value": "This value does not fit what is asked."}),
        ({"value_0-0": ""}, {"value": "Give the value, or say that the rules do not give it."}),
        (
            {"kept_0-0": '{"other": "person.months_abroad"}'},
            {"": "It is compared with itself, so it can never be decided."},
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_place_marked(desk, fact, changed, found):
    for do in ("check", "save"):
        answer = desk(do, **ABROAD | changed)
        assert (answer.status_code, faults(answer)) == (422, {"0-0": found})
        text = answer.content.decode()
        assert 'href="#part_0-0"' in text
        assert 'id="wrong_0-0"' in text
    fact.refresh_from_db()
    assert fact.current.conditions is None


def test_conditions_that_contradict_each_other_are_refused_where_they_do(desk):
    never = ABROAD | {f"{name}_0-1-{n}": value for n in (0, 1) for name, value in
                      {"kind": "fact", "fact": "person.age", "unit": "years", "against": "value"}.items()}  # fmt: skip
    never |= {"kind_0-1": "all", "op_0-1-0": "<", "value_0-1-0": "3", "op_0-1-1": ">", "value_0-1-1": "5"}
    answer = desk("save", **never)
    assert (answer.status_code, list(faults(answer))) == (422, ["0-1"])
    assert "contradict each other" in faults(answer)["0-1"][""]


def test_an_empty_group_is_refused_and_no_condition_at_all_is_kept_as_not_recorded(desk, fact):
    assert faults(desk("check", **{"kind_0-0": "any"})) == {
        "0-0": {"": "This group is empty: add a condition or take the group out."}
    }
    desk("save", **ABROAD)
    fact.refresh_from_db()
    assert desk("save").status_code == 302
    fact.refresh_from_db()
    assert fact.current.conditions is None


def test_an_unknown_fact_is_refused_at_its_place_and_what_was_typed_beside_it_stays(desk):
    answer = desk("check", **ABROAD | {"fact_0-0": "person.shoe_size"})
    assert (answer.status_code, list(faults(answer))) == (422, ["0-0"])
    for typed in ('name="op_0-0" value="&gt;="', 'name="value_0-0" value="36"', 'name="unit_0-0" value="months"'):
        assert typed in answer.content.decode()


def test_a_threshold_that_the_rules_do_not_give_stays_open(desk, fact):
    desk("save", **ABROAD | {"value_0-0": "", "against_0-0": "unknown"})
    fact.refresh_from_db()
    assert fact.current.conditions["all"][0]["value"] is None
    with translation.override("en"):
        (line,) = lines_of(fact.current.conditions)
    assert "the source does not say how much or which" in line.text


def test_somebody_elses_change_meanwhile_is_not_overwritten(desk, fact):
    desk("save", **ABROAD)
    answer = desk("save", **ABROAD | {"value_0-0": "24"})
    assert answer.status_code == 422
    assert "Somebody saved another version meanwhile" in answer.content.decode()
    assert 'value="24"' in answer.content.decode()


def test_another_municipality_and_a_coordinator_cannot_change_them(fact, alise):
    assert sign_in(alise).get(reverse("fact_conditions", args=[fact.pk])).status_code in {403, 404}


def test_every_tree_of_the_pack_survives_the_way_through_the_form():
    """What the editor does not ask, such as source, note and days, stays as it was."""
    trees = [row["conditions"] for row in read(settings.COUNTRY_PACK, "conditions") if row["conditions"]]
    changed = [tree for tree in trees if drafts.written(drafts.from_json(tree), book()).data != plain(tree)]
    assert (len(trees) > 100, changed) == (True, [])


def plain(tree):
    """Without keys that say nothing."""
    if isinstance(tree, list):
        return [plain(node) for node in tree]
    if not isinstance(tree, dict):
        return tree
    if "fact" in tree:
        return {key: value for key, value in tree.items() if value or key in {"value", "op"}}
    return {key: plain(value) for key, value in tree.items()}


# K-M5, in its order: (fact, comparison, value as typed, value as kept).
K_M5 = (
    ("household.has_minor_children", "==", "yes", True),
    ("person.months_abroad_in_a_row", ">=", "6", 6),
    ("household.parents_months_abroad", ">=", "18", 18),
    ("person.months_abroad", ">=", "36", 36),
    ("person.months_since_return", "<=", "60", 60),
    ("person.deregistered_from_latvia", "==", "yes", True),
    ("person.declared_municipality", "==", "0054000", "0054000"),
    ("person.months_declared", ">=", "12", 12),
    ("household.owns_property_there", "==", "no", False),
    ("person.citizenship", "==", "latvia", "latvia"),
    ("company.months_since_registration", "<=", "24", 24),
    ("company.municipality", "==", "0054000", "0054000"),
    ("company.employees", "<=", "10", 10),
    ("company.turnover", "<=", "100000", 100_000),
    ("project.new_jobs", ">=", "3", 3),
    ("company.sector", "==", "ict", "ict"),
    ("person.profession", "==", "family_doctor", "family_doctor"),
    ("person.age", "<=", "35", 35),
)
MET = {
    "household.has_minor_children": True,
    "person.months_abroad_in_a_row": 6,
    "household.parents_months_abroad": 17,
    "person.months_abroad": 36,
    "person.declared_municipality": "0054000",
    "person.months_declared": 11,
    "household.owns_property_there": True,
    "project.new_jobs": 3,
}


def test_k_m5_each_condition_of_the_study_is_chosen_from_lists_and_answered_met_not_met_or_unknown(desk, fact):
    units = {code: book().fields.by_code[code].unit for code, *_rest in K_M5}
    typed = {}
    for number, (code, op, value, _kept) in enumerate(K_M5):
        leaf = {"kind": "fact", "fact": code, "op": op, "value": value, "unit": units[code] or "", "against": "value"}
        typed |= {f"{name}_0-{number}": text for name, text in leaf.items()}
    assert desk("save", **typed).status_code == 302
    fact.refresh_from_db()
    assert fact.current.conditions == {
        "all": [
            {"fact": code, "op": op, "value": kept, **({"unit": units[code]} if units[code] else {})}
            for code, op, _value, kept in K_M5
        ]
    }
    verdict = decide(Rule("m", read_tree(fact.current.conditions, book())), book().fields.facts(MET), today())
    assert [(found.leaf.test.field.code, found.answer.value) for found in verdict.findings] == [
        (code, {"household.parents_months_abroad": "no", "person.months_declared": "no",
                "household.owns_property_there": "no"}.get(code, "yes" if code in MET else "unknown"))
        for code, *_rest in K_M5
    ]  # fmt: skip


def test_b_46_each_municipality_sets_the_conditions_of_its_own_call_for_employers(desk, fact, dace):
    neighbours = write(specialist("0026000"), dace, kind="municipal_measure", conditions={
        "all": [{"fact": "project.new_jobs", "op": ">=", "value": 20, "unit": "jobs"}]
    })  # fmt: skip
    typed = {"kind_0-0": "fact", "fact_0-0": "project.new_jobs", "op_0-0": ">=", "value_0-0": "3",
             "unit_0-0": "jobs", "against_0-0": "value"}  # fmt: skip
    assert desk("save", **typed).status_code == 302
    fact.refresh_from_db()
    five = book().fields.facts({"project.new_jobs": 5})
    assert [
        decide(Rule("m", read_tree(one.current.conditions, book())), five, today()).answer.value
        for one in (fact, neighbours)
    ] == ["yes", "no"]
    page = desk.client.get(reverse("fact", args=[neighbours.pk])).content.decode()
    assert "New jobs: at least 20" in page
