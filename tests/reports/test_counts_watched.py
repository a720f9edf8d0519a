"""Everything that is counted is watched: a change of any row is noticed and its days are counted anew."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from majup.kernel.periods import Period
from majup.reports import counts
from majup.reports.models import CountChange, CountRun, DayCount, Target, TargetUnit
from tests.support import counted
from tests.support.people import region

pytestmark = pytest.mark.django_db
WHOLE = Period(date(2017, 1, 1), date(2030, 12, 31))

COMING_AND_GOING = {
    "cases_candidatemunicipality_counted", "cases_case_counted", "cases_contact_counted", "cases_handover_counted",
    "cases_need_counted", "intake_enquiry_counted", "intake_enquiry_topics_counted", "offers_offerversion_counted",
    "openings_publicevent_counted", "outcomes_departure_counted", "outcomes_intention_counted",
    "outcomes_return_counted", "people_person_counted", "people_skill_counted", "questions_answer_counted",
    "questions_question_counted",
}  # fmt: skip
CHANGES = {
    "cases_candidatemunicipality_recounted": '"order" = "order" + 40',
    "cases_case_recounted": "opened_at = opened_at - interval '400 days'",
    "cases_case_family_recounted": "category = 'repatriate'",
    "cases_contact_recounted": "at = at - interval '400 days'",
    "cases_handover_recounted": "kind = 'handover', state = 'accepted', decided_at = now() + interval '1 day'",
    "cases_need_recounted": "topic_id = (SELECT id FROM network_topic WHERE code = 'business')",
    "intake_enquiry_recounted": "country = 'SE'",
    "intake_enquiry_topics_recounted": "topic_id = (SELECT max(id) FROM network_topic)",
    "openings_publicevent_recounted": "starts_at = now() - interval '3 days', ends_at = NULL",
    "outcomes_departure_recounted": "reason = 'health'",
    "outcomes_intention_recounted": "people = people + 1",
    "outcomes_return_recounted": "adults = adults + 1",
    "people_household_family_recounted": "country = 'NO'",
    "people_person_recounted": "birth_year = 1950",
    "people_skill_recounted": "has_document = NOT coalesce(has_document, false)",
    "questions_answer_recounted": "answered_at = answered_at - interval '40 days'",
    "questions_question_recounted": "topic_id = (SELECT max(id) FROM network_topic)",
}
# A letter that was sent changes only when erasure empties it, which no figure sees.
NEVER = {"offers_offerversion_recounted"}


def triggers() -> dict[str, str]:
    """{trigger: its table} of all that watch what is counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%counted'")
        return dict(cursor.fetchall())


def test_everything_that_is_counted_is_watched():
    assert set(triggers()) == COMING_AND_GOING | set(CHANGES) | NEVER


def test_a_change_of_what_is_counted_is_noticed(whole_family, as_owner):
    """Row after row is written back changed; the days it touches are then as a fresh count says."""
    counts.recount_waiting()
    tables = triggers()
    for trigger, change in CHANGES.items():
        table = tables[trigger]
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"UPDATE {table} SET {change} WHERE id = (SELECT min(id) FROM {table})")
            assert cursor.rowcount == 1, f"the family has no row in {table}"
        assert CountChange.objects.exists(), trigger
        counts.recount_waiting()
        assert counts._kept(WHOLE) == counts._fresh(WHOLE), trigger


def test_what_comes_and_goes_is_noticed(whole_family, as_owner):
    counts.recount_waiting()
    tables = triggers()
    for trigger in ("people_skill_counted", "cases_contact_counted", "outcomes_intention_counted"):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {tables[trigger]} WHERE id = (SELECT min(id) FROM {tables[trigger]})")
        assert counts.recount_waiting(), trigger
    assert counts._kept(WHOLE) == counts._fresh(WHOLE)


def count_of_a_day(**fields):
    values = {"day": date(2019, 1, 1), "measure": "contacts", "is_internal": False, "count": 1, **fields}
    return DayCount.objects.create(**values)


REFUSED = {
    "counted_once_a_day": lambda: [count_of_a_day(), count_of_a_day()],
    "country_counted_without_region": lambda: count_of_a_day(by="whole", region=region("vidzeme")),
    "count_run_kind_known": lambda: CountRun.objects.create(
        kind="other", at=counted.noon(date(2019, 1, 1)), first_day=date(2019, 1, 1), last_day=date(2019, 1, 1), days=1
    ),
    "target_per_known": lambda: Target.objects.update(per="week"),
    "target_scope_known": lambda: Target.objects.update(scope="town"),
    "target_ends_after_it_begins": lambda: Target.objects.update(valid_from="2030-01-01", valid_to="2029-01-01"),
    "target_unit_says_why": lambda: TargetUnit.objects.update(reason=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()
