"""The place finder: own weights, contributions that add up, unknown that only widens, ranks that stay open."""

import pytest

from majup.places.models import Municipality
from majup.profiles import finder
from majup.profiles.finder import Asked, Judged
from majup.profiles.models import Answer, Criterion
from majup.rules.answers import Answer as Verdict
from tests.support.people import municipality
from tests.support.profiles import PLACE, say

pytestmark = pytest.mark.django_db
FAMILY = frozenset({"seeks_work", "has_children", "has_child_under_7", "has_school_child"})


def placed(asked: Asked, atvk: str = PLACE) -> finder.Placed:
    return next(one for one in finder.find(asked, finder.sheet()) if one.municipality.atvk == atvk)


def part(one: finder.Placed, code: str) -> finder.Contribution:
    return next(c for c in one.contributions if c.criterion.code == code)


def only(*codes: str, **asked) -> Asked:
    """Only these criteria matter, all alike."""
    importances = {code: 5 if code in codes else 0 for code in Criterion.objects.values_list("code", flat=True)}
    return Asked(importances, **asked)


def test_q_r10_every_default_can_be_overridden_and_weights_add_up_to_one():
    one = placed(Asked(facts=FAMILY))
    assert sum(c.weight for c in one.contributions) == pytest.approx(1)
    pay, sport = part(one, "job_satisfying_pay"), part(one, "sport")
    assert pay.weight / sport.weight == pytest.approx(5 / 2)
    own = placed(Asked({"sport": 5, "job_satisfying_pay": 0}, FAMILY))
    assert part(own, "sport").weight > sport.weight
    assert "job_satisfying_pay" not in {c.criterion.code for c in own.contributions}


def test_q_r10_what_does_not_apply_is_left_out_and_the_rest_weighs_more():
    without = placed(Asked(facts=frozenset({"seeks_work"})))
    assert {c.criterion.code for c in without.contributions}.isdisjoint({"kindergarten_place", "school_support"})
    assert part(without, "sport").weight > part(placed(Asked(facts=FAMILY)), "sport").weight
    settled = placed(Asked(facts=FAMILY | {"has_dwelling"}))
    assert "housing" not in {c.criterion.code for c in settled.contributions}


def test_q_r9_conditions_stand_apart_from_what_draws_people():
    one = placed(Asked(facts=FAMILY))
    assert set(one.groups) == {"condition", "pull"}
    assert sum(total.most for total in one.groups.values()) == pytest.approx(100)
    assert one.total.low == pytest.approx(sum(total.low for total in one.groups.values()))


def test_q_r13_who_works_remotely_gets_places_without_a_local_job_condition():
    remote = placed(Asked(facts=FAMILY, workplaces=frozenset({"home", "abroad"})))
    assert not {"job_satisfying_pay", "job_matching_skills"} & {c.criterion.code for c in remote.contributions}
    both = placed(Asked(facts=FAMILY, workplaces=frozenset({"home", "same_town"})))
    assert part(both, "job_satisfying_pay").weight > 0


def test_q_r11_former_home_counts_fully_there_half_next_door_and_only_when_it_is_named():
    asked = only("previous_residence", own={"previous_residence": PLACE})
    there, next_to, away = (placed(asked, atvk).total for atvk in (PLACE, "0053000", "0001000"))
    assert (there.low, next_to.low, away.high) == (100, 50, 0)
    unnamed = placed(only("previous_residence", "sport"))
    assert {c.criterion.code for c in unnamed.contributions} == {"sport"}


def test_missing_data_widens_the_range_and_never_counts_as_zero(dace):
    asked = only("kindergarten_place", "language_courses", facts=FAMILY | {"any_needs_latvian"})
    before = placed(asked)
    assert part(before, "language_courses").judged.is_unknown
    assert (part(before, "language_courses").low, part(before, "language_courses").high) == (0, 50)
    assert before.total.unknown == pytest.approx(50)
    say(dace, language_courses="yes")
    after = placed(asked)
    assert (part(after, "language_courses").low, after.total.unknown) == (50, 0)
    assert after.total.high == pytest.approx(before.total.high)


def test_the_answer_of_the_municipality_stands_before_the_opinion_of_others_until_it_grows_old(dace):
    asked = only("kindergarten_place", facts=FAMILY)
    assert part(placed(asked), "kindergarten_place").judged.reading.indicator.topic == "opinion"
    say(dace, kindergarten="longer")
    assert placed(asked).total.high == 0
    say(dace, months_ago=7, kindergarten="now")
    assert part(placed(asked), "kindergarten_place").judged.answer is None


def test_a_value_of_few_answers_or_of_another_territory_gives_a_range_not_a_point():
    safety = part(placed(only("safety")), "safety")
    assert safety.low < safety.high
    assert safety.judged.reading.inherited_from


def test_ranks_are_ranges_and_what_cannot_be_told_apart_shares_them():
    found = finder.find(only("safety", "job_satisfying_pay", facts=FAMILY), finder.sheet())
    assert len(found) == Municipality.objects.in_force().count()
    middles = [one.total.low + one.total.high for one in found]
    assert middles == sorted(middles, reverse=True)
    for one in found:
        better = sum(other.total.low > one.total.high for other in found)
        worse = sum(other.total.high < one.total.low for other in found)
        assert (one.best, one.worst) == (better + 1, len(found) - worse)
    everything_unknown = finder.find(only("school_support", facts=FAMILY), finder.sheet())
    assert {(one.best, one.worst) for one in everything_unknown} == {(1, len(found))}


def test_no_weight_at_all_ranks_nobody():
    found = finder.find(only(), finder.sheet())
    assert {(one.total.low, one.total.high, one.best) for one in found} == {(0, 0, 1)}


def test_what_was_asked_survives_being_kept():
    asked = Asked({"sport": 4}, FAMILY, frozenset({"home"}), {"previous_residence": PLACE}, frozenset({"housing"}))
    assert Asked.from_json(asked.as_json()) == asked
    before = {name: value for name, value in asked.as_json().items() if name != "must"}  # kept when there were no musts
    assert Asked.from_json(before).must == frozenset()


def test_a_named_contact_counts_as_the_directory_says():
    asked = only("local_contact")
    known = placed(asked, "0001000")
    unknown = placed(asked, "0024000")  # gave no answer in the survey
    assert known.total.low > 0
    assert part(unknown, "local_contact").judged.is_unknown
    assert municipality("0024000") == unknown.municipality


# What must not be missing

ANSWER, ARRANGEMENT, READING = {"answer": Answer()}, {"arrangement": "other"}, {"reading": object()}
JUDGED = [
    (Judged(1, 1, **ANSWER), Verdict.YES),
    (Judged(0.6, 0.6, **ANSWER), Verdict.YES),
    (Judged(0.4, 0.4, **ANSWER), Verdict.UNKNOWN),  # "few" is no promise to this family
    (Judged(0, 0, **ANSWER), Verdict.NO),
    (Judged(0.3, 0.3, **ARRANGEMENT), Verdict.UNKNOWN),
    (Judged(1, 1, near="same"), Verdict.YES),
    (Judged(0.5, 0.5, near="next"), Verdict.YES),
    (Judged(0, 0, near="away"), Verdict.NO),
    (Judged(0, 0, **READING), Verdict.UNKNOWN),  # the opinion of others rules nothing out
    (Judged(1, 1, **READING), Verdict.UNKNOWN),
    (finder.UNKNOWN, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("judged", "wanted"), JUDGED)
def test_only_what_a_place_says_of_itself_decides_a_must(judged, wanted):
    assert finder.verdict(judged) is wanted


def out(asked: Asked) -> dict[str, list[str]]:
    found = finder.ruled_out(asked, finder.sheet())
    return {one.municipality.atvk: [must.criterion.code for must in one.lacking] for one in found}


def test_q_r9_a_place_that_lacks_a_must_stands_apart_and_weighs_nothing(dace):
    asked = Asked(facts=FAMILY, must=frozenset({"kindergarten_place", "housing"}))
    everywhere = Municipality.objects.in_force().count()
    assert out(asked) == {}
    assert len(finder.find(asked, finder.sheet())) == everywhere
    say(dace, kindergarten="longer", rental_stock="several")
    assert out(asked) == {PLACE: ["kindergarten_place"]}
    fits = finder.find(asked, finder.sheet())
    assert PLACE not in {one.municipality.atvk for one in fits}
    assert (len(fits), max(one.worst for one in fits)) == (everywhere - 1, everywhere - 1)
    assert placed(Asked(facts=FAMILY)).to_ask == ()


def test_what_is_not_known_of_a_must_is_to_be_asked_until_somebody_answers(dace):
    asked = Asked(facts=FAMILY, must=frozenset({"kindergarten_place"}))
    assert [must.criterion.code for must in placed(asked).to_ask] == ["kindergarten_place"]
    say(dace, kindergarten="now")
    assert placed(asked).to_ask == ()
    say(dace, months_ago=7, kindergarten="longer")  # an old no is no longer known
    assert out(asked) == {}
    assert [must.criterion.code for must in placed(asked).to_ask] == ["kindergarten_place"]


def test_nearness_is_a_must_only_to_a_place_that_is_named():
    near = Asked(own={"family_proximity": PLACE}, must=frozenset({"family_proximity"}))
    fits = {one.municipality.atvk for one in finder.find(near, finder.sheet())}
    assert fits == {PLACE, *finder.sheet().neighbours[PLACE]}
    assert len(out(near)) + len(fits) == Municipality.objects.in_force().count()
    assert out(Asked(must=frozenset({"family_proximity", "sport", "no_such_reason"}))) == {}
