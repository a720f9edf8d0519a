"""New facts find the families that agreed to be approached; gaps and people are found without a score."""

import pytest
from django.apps import apps
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.catalogue import actions as catalogue
from majup.catalogue.models import Fact
from majup.matching import actions, queries, tasks
from majup.matching.models import LookedThrough, Match
from majup.people.models import PersonLanguage, Skill
from majup.staff.scope import acting
from majup.web import consents
from majup.web.data_dictionary import PROTECTED, models_by_table
from tests.support.cases import IEVA, case_of, need_of
from tests.support.matching import agrees, enter, thinks_of, valid
from tests.support.people import region

pytestmark = pytest.mark.django_db
CESIS, VALMIERA = "0026000", "0054000"


@pytest.fixture
def learner(alise):
    case = case_of(alise)
    need_of(case, alise, "latvian_language")
    return case


def find(code, region_code="vidzeme"):
    """As the worker does: all new facts, in one region."""
    with acting(scope_of(region_code)):
        for version in actions.take_up():
            actions.look_through(version=version, region=region(region_code))


def scope_of(region_code):
    from majup.staff.scope import Scope

    return Scope(regions=frozenset({region(region_code).pk}))


def matched(who):
    with acting(who.scope):
        return [(match.case_id, match.version.fact.code, match.is_certain) for match in Match.objects.all()]


def test_fup_04_a_confirmed_fact_finds_the_case_that_agreed(alise, learner):
    agrees(learner, alise)
    valid("SM-059", alise)
    find("SM-059")
    assert matched(alise) == [(learner.pk, "SM-059", False)]


def test_fup_04_without_consent_nobody_is_approached(alise, learner):
    valid("SM-059", alise)
    find("SM-059")
    assert matched(alise) == []


def test_fup_04_a_consent_taken_back_counts_more_than_what_was_said_before(alise, learner):
    with acting(alise.scope):
        agreed = consents.give(household=learner.household, purpose="approach", how="by phone", by=alise)
        cases.rest(case=learner, reason="later", by=alise, may_be_approached=True)
    valid("SM-059", alise)
    find("SM-059")
    with acting(alise.scope):
        assert queries.open_matches(alise).exists()
        consents.take_back(consent=agreed, by=alise)
        assert not queries.open_matches(alise).exists()
        consents.take_back(consent=agreed, by=alise)  # pressed twice
        Case.objects.update(may_be_approached=False)
        consents.give(household=learner.household, purpose="approach", how="by phone", by=alise)
        assert queries.open_matches(alise).exists()
        Case.objects.update(stage="not_returning", next_contact_on=None, stage_reason="later")
        assert not queries.open_matches(alise).exists()


@pytest.mark.parametrize(("said", "found"), [(True, 1), (False, 0)])
def test_fup_04_what_the_family_said_when_the_case_came_to_rest_counts_most(alise, learner, said, found):
    if not said:
        agrees(learner, alise)
    with acting(alise.scope):
        cases.rest(case=learner, reason="later", by=alise, may_be_approached=said)
    valid("SM-059", alise)
    find("SM-059")
    assert len(matched(alise)) == found


def test_fup_04_resting_cases_are_found_and_ended_ones_are_not(alise, learner):
    ended = case_of(alise)
    need_of(ended, alise, "latvian_language")
    for case in (learner, ended):
        agrees(case, alise)
    with acting(alise.scope):
        cases.rest(case=learner, reason="later", by=alise)
        type(ended).objects.filter(pk=ended.pk).update(stage="closed", stage_reason="moved", next_contact_on=None)
    valid("SM-059", alise)
    find("SM-059")
    assert [case for case, _code, _certain in matched(alise)] == [learner.pk]


def test_fup_04_a_fact_that_surely_does_not_fit_is_not_shown(alise, learner):
    agrees(learner, alise)
    with acting(alise.scope):
        actions.tell(case=learner, code="person.is_family_of_remigrant", value=False, by=alise)
    valid("SM-059", alise)
    find("SM-059")
    assert matched(alise) == []


def test_fup_04_only_where_the_family_thinks_of_living(alise):
    from majup.network.models import Role

    here, there = case_of(alise), case_of(alise)
    for case, place in ((here, CESIS), (there, VALMIERA)):
        need_of(case, alise, "dwelling")
        agrees(case, alise)
        thinks_of(case, alise, place)
    owner = Role.objects.get(kind="specialist", municipality__atvk=CESIS)
    valid("cesu-nov--dzivoklis-remigrantiem", alise, owner)
    find("cesu-nov--dzivoklis-remigrantiem")
    assert [case for case, _code, _certain in matched(alise)] == [here.pk]


def test_fup_04_a_fact_says_where_it_holds_and_the_letter_what_it_is(client, alise):
    from majup.network.models import Role

    case = case_of(alise)
    need_of(case, alise, "dwelling")
    agrees(case, alise)
    thinks_of(case, alise, CESIS)
    fact = valid(
        "cesu-nov--dzivoklis-remigrantiem", alise, Role.objects.get(kind="specialist", municipality__atvk=CESIS)
    )
    find(fact.code)
    enter(client, alise)
    (line,) = client.get(reverse("matches")).context["lines"]
    assert line["about"] == "Cēsis county"
    letter = client.get(reverse("case_letter", args=[case.reference]), {"match": line["match"].pk}).context["form"]
    assert "Cēsu novads" in letter["text"].value()
    assert fact.current.summary["lv"] in letter["text"].value()


def test_fup_04_each_is_shown_once_and_again_when_the_fact_changes(alise, learner):
    agrees(learner, alise)
    fact = valid("SM-059", alise)
    find("SM-059"), find("SM-059")
    assert len(matched(alise)) == 1
    seen = fact.current.number
    catalogue.change(fact=fact, by=alise, seen=seen, changes={"amount_min": 0, "amount_max": 50})
    find("SM-059")
    assert len(matched(alise)) == 2
    with acting(alise.scope):  # what stood there of the former version is no news any more
        assert [match.version.number for match in queries.open_matches(alise)] == [seen + 1]
    catalogue.withdraw(fact=fact, reason={"en": "Over"}, by=alise)
    with acting(alise.scope):
        assert not queries.open_matches(alise).exists()


def test_fup_04_the_worker_looks_region_by_region(alise, learner):
    agrees(learner, alise)
    valid("SM-059", alise)
    tasks.match_new_facts(timestamp=0)
    jobs = [job.args for job in ProcrastinateJob.objects.filter(task_name__endswith="match_fact")]
    assert len({job["region_id"] for job in jobs}) == 5
    assert LookedThrough.objects.filter(version=Fact.objects.get(code="SM-059").current).exists()
    for job in jobs:
        tasks.match_fact(**job)
    assert matched(alise) == [(learner.pk, "SM-059", False)]
    tasks.match_fact(version_id=0, region_id=region("vidzeme").pk)


def test_fup_04_a_match_is_put_aside_and_brought_back(client, alise, cilda, learner):
    agrees(learner, alise)
    valid("SM-059", alise)
    find("SM-059")
    with acting(alise.scope):
        match = Match.objects.get()
    enter(client, cilda)
    assert client.get(reverse("matches")).context["page"].rows == []
    assert client.post(reverse("match_dismiss", args=[match.pk])).status_code == 404
    enter(client, alise)
    assert [row.pk for row in client.get(reverse("matches")).context["page"]] == [match.pk]
    client.post(reverse("match_dismiss", args=[match.pk]))
    empty = client.get(reverse("matches"))
    assert "No matches at present" in empty.content.decode()
    client.post(reverse("match_restore", args=[match.pk]))
    assert [row.pk for row in client.get(reverse("matches")).context["page"]] == [match.pk]


def test_gaps_count_families_by_place_and_topic_in_all_regions(client, alise, cilda, gunta):
    for _number in range(5):
        case = case_of(alise, members=(IEVA,))
        need_of(case, alise, "dwelling"), need_of(case, alise, "kindergarten")
        thinks_of(case, alise, CESIS)
    lonely = case_of(alise)
    need_of(lonely, alise, "school")
    thinks_of(lonely, alise, VALMIERA)
    rows = {(row.topic_id, row.families, row.local) for row in queries.gaps()}
    assert {families for _topic, families, _local in rows} == {5, 1}

    def shown(who):
        enter(client, who)
        page = client.get(reverse("gaps"), {"region": "vidzeme"})
        return {(line["topic"].code, line["families"]) for line in page.context["lines"]}

    assert shown(alise) == {("dwelling", 5), ("kindergarten", 5), ("school", 1)}
    assert shown(gunta) == shown(cilda) == {("dwelling", 5), ("kindergarten", 5), ("school", None)}
    page = client.get(reverse("gaps"), {"region": "vidzeme"})
    assert "fewer than 5" in page.content.decode()
    assert (client.get(reverse("gaps")).context["region"].code, page.context["region"].code) == ("latgale", "vidzeme")


def test_what_is_confirmed_there_is_no_gap(client, alise):
    from majup.network.models import Role

    case = case_of(alise)
    need_of(case, alise, "dwelling"), need_of(case, alise, "kindergarten")
    thinks_of(case, alise, CESIS)
    owner = Role.objects.get(kind="specialist", municipality__atvk=CESIS)
    valid("cesu-nov--dzivoklis-remigrantiem", alise, owner)
    enter(client, alise)
    lines = {
        line["topic"].code: line["local"] for line in client.get(reverse("gaps"), {"only": "all"}).context["lines"]
    }
    assert lines == {"dwelling": 1, "kindergarten": 0}
    only = client.get(reverse("gaps")).context["lines"]
    assert [line["topic"].code for line in only] == ["kindergarten"]


def people(client, who, **query):
    enter(client, who)
    found = client.get(reverse("specialists"), query).context["found"]
    return None if found is None else [str(person) for person in found]


def test_spe_02_people_are_found_by_profession_skill_and_language_with_consent(client, alise, cilda):
    agreed, silent = case_of(alise), case_of(alise)
    with acting(alise.scope):
        for case in (agreed, silent):
            ieva = case.household.members.first()
            Skill.objects.create(person=ieva, name="Intensīvā terapija")
            PersonLanguage.objects.create(person=ieva, language="de")
    agrees(agreed, alise)
    assert people(client, alise) is None
    agrees(silent, alise, "share_employer")  # agreeing to something else is not enough
    for query in ({"occupation": "medmāsas"}, {"skill": "terapija"}, {"language": "de"}):
        assert people(client, alise, **query) == ["Ieva Kalniņa"]
        assert people(client, cilda, **query) in ([], None)
    assert people(client, alise, occupation="metinātājs") == []


def test_spe_02_only_coordinators_search(client, alise, dace, gunta):
    for who in (dace, gunta):
        enter(client, who)
        assert client.get(reverse("specialists")).status_code == 403


def test_spe_04_no_column_about_people_keeps_a_score_or_rank():
    forbidden = {"score", "rank", "rating", "points", "weight", "priority"}
    models = models_by_table()
    found = [
        (table, field.column)
        for table in PROTECTED
        if table in models
        for field in models[table]._meta.concrete_fields
        if forbidden & set(field.column.split("_"))
    ]
    assert found == []
    assert apps.is_installed("majup.matching")
