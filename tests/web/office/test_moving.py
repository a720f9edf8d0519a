"""NET-03: when a role changes hands, everything open moves in one operation and nothing is left without an owner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.intake.models import Enquiry
from majup.network.actions import name_holder
from majup.network.models import Holding, NetworkEvent, Role, Topic
from majup.people.models import Event, Household
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import acting
from majup.web.office import moving
from majup.web.tasks import settle_roles
from tests.support.people import make_user, region, sign_in, today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CODES = ("cases", "needs", "enquiries")


def open_case(user, code, *, stage="new", owner=None):
    """A case with one unsettled and one settled need, owned by `owner` (default: `user`, whose scope is used)."""
    owner, now = owner or user, timezone.now()
    with acting(user.scope):
        household = Household.objects.create(region=region(code), created_at=now)
        case = Case.objects.create(
            household=household, region=household.region, reference=f"M-{household.pk}", title="Ozols",
            category="emigrant",
            stage=stage, stage_reason="moved" if stage == "closed" else "", stage_since=now, opened_at=now,
            next_contact_on=None if stage == "closed" else today(), responsible=owner,
        )  # fmt: skip
        topic = Topic.objects.get(code="job")
        for state in ("asked", "solved"):
            Need.objects.create(case=case, topic=topic, state=state, owner=owner, due_on=today(), created_at=now)
        Enquiry.objects.create(
            region=household.region, channel="phone", language="lv", text="?", state="taken", taken_by=owner,
            taken_at=now, received_at=now, due_on=today(),
        )  # fmt: skip
    return case


def owners(user, code):
    """Who owns what is open in the region: one set of names for each kind of work."""
    scope = user.scope
    with acting(scope):
        return [
            set(mover.rows(region(code).pk).values_list(f"{mover.owner}__name", flat=True)) for mover in moving.MOVERS
        ]


def coordinator(code):
    return Role.objects.get(kind="coordinator", region__code=code)


def test_net_03_naming_a_holder_moves_cases_needs_and_enquiries_at_once(alise, cilda, admin_user):
    mine, hers = open_case(alise, "vidzeme"), open_case(cilda, "latgale")
    closed = open_case(alise, "vidzeme", stage="closed")
    ilze = make_user("Ilze")
    role = coordinator("vidzeme")
    client = sign_in(admin_user)

    preview = client.get(f"/directory/roles/{role.pk}/holder/")
    assert [moved.number for moved in preview.context["work"]] == [1, 2, 2]
    assert "Ozols" not in preview.content.decode()
    named = client.post(
        f"/directory/roles/{role.pk}/holder/",
        {"user": ilze.pk, "valid_from": today().isoformat(), "place": "holder"},
    )
    assert named.status_code == 302

    assert owners(alise, "vidzeme") == [{"Ilze"}] * 3
    assert owners(cilda, "latgale") == [{"Cilda"}] * 3
    with acting(alise.scope):
        mine.refresh_from_db()
        closed.refresh_from_db()
        assert (mine.responsible, mine.version, closed.responsible) == (ilze, 2, alise)
        assert set(Need.objects.filter(state="solved").values_list("owner__name", flat=True)) == {"Alise"}
        told = Event.objects.filter(kind="case.responsible").values_list("household_id", "by__name", "details__name")
        assert list(told) == [(mine.household_id, "Admin", "Ilze")]
    with acting(cilda.scope):
        hers.refresh_from_db()
        assert (hers.responsible, hers.version) == (cilda, 1)
    details = NetworkEvent.objects.get(kind="work_moved").details
    assert details == {"name": "Ilze", "cases": 1, "needs": 2, "enquiries": 2}


def test_net_03_the_moving_is_one_transaction(alise, admin_user, monkeypatch):
    open_case(alise, "vidzeme")
    ilze = make_user("Ilze")

    def breaks(*args):
        raise RuntimeError("between two statements")

    monkeypatch.setattr(moving, "_tell", breaks)
    with pytest.raises(RuntimeError):
        moving.name_holder(role=coordinator("vidzeme"), user=ilze, valid_from=today(), by=admin_user)
    assert owners(alise, "vidzeme") == [{"Alise"}] * 3
    assert list(Holding.objects.filter(valid_to=None).values_list("user__name", flat=True)) == ["Alise"]


def test_net_03_a_holder_named_for_later_gets_the_work_on_the_first_day(alise, admin_user):
    open_case(alise, "vidzeme")
    ilze = make_user("Ilze")
    moving.name_holder(role=coordinator("vidzeme"), user=ilze, valid_from=today() + DAY, by=admin_user)
    settle_roles(timestamp=0)
    assert owners(alise, "vidzeme") == [{"Alise"}] * 3
    Holding.objects.filter(user=alise).update(valid_to=today() - DAY)
    Holding.objects.filter(user=ilze).update(valid_from=today())
    settle_roles(timestamp=0)
    assert owners(alise, "vidzeme") == [{"Ilze"}] * 3


def test_net_03_when_the_period_just_ends_the_deputy_takes_over(alise, bruno):
    open_case(alise, "vidzeme")
    Holding.objects.filter(user=alise).update(valid_to=today() - DAY)
    settle_roles(timestamp=0)
    assert owners(alise, "vidzeme") == [{"Bruno"}] * 3
    settle_roles(timestamp=0)
    assert NetworkEvent.objects.filter(kind="work_moved").count() == 1


def test_net_03_the_administrator_ends_a_period_and_the_deputy_has_the_work_at_once(alise, bruno, admin_user):
    open_case(alise, "vidzeme")
    client, holding = sign_in(admin_user), alise.holdings.get()
    assert client.get(f"/directory/holdings/{holding.pk}/end/").context["work"][0].number == 1
    assert client.post(f"/directory/holdings/{holding.pk}/end/", {"on": (today() - DAY).isoformat()}).status_code == 302
    assert owners(alise, "vidzeme") == [{"Bruno"}] * 3


def test_net_03_without_a_deputy_the_end_is_refused_with_a_reason(alise, admin_user):
    holding = alise.holdings.get()
    page = sign_in(admin_user).post(f"/en/directory/holdings/{holding.pk}/end/", {"on": today().isoformat()})
    assert page.status_code == 422
    assert page.context["form"].errors["on"] == ["The role would be left empty. Name a new holder or a deputy first."]


def test_net_03_a_role_that_ran_out_without_anybody_is_told_once(alise):
    open_case(alise, "vidzeme")
    Holding.objects.filter(user=alise).update(valid_to=today() - DAY)
    settle_roles(timestamp=0)
    settle_roles(timestamp=0)
    with as_sender():
        sent = OutgoingMail.objects.filter(purpose="role-gap").values_list("to_address", flat=True)
        assert sorted(sent) == ["administracija.vidzeme@regioni.example", "kontaktpunkts@majup.example"]
    assert owners(alise, "vidzeme") == [{"Alise"}] * 3


def test_fup_09_work_of_a_running_substitute_stays_with_her(alise, bruno, admin_user):
    open_case(alise, "vidzeme", owner=bruno)
    settle_roles(timestamp=0)
    assert owners(alise, "vidzeme") == [{"Bruno"}] * 3


def test_net_03_a_deputy_is_named_without_moving_anything(alise, admin_user):
    open_case(alise, "vidzeme")
    role, ilze = coordinator("vidzeme"), make_user("Ilze")
    answer = sign_in(admin_user).post(
        f"/directory/roles/{role.pk}/holder/",
        {"user": ilze.pk, "valid_from": today().isoformat(), "place": "deputy"},
    )
    assert answer.status_code == 302
    assert owners(alise, "vidzeme") == [{"Alise"}] * 3
    assert Holding.objects.get(user=ilze).is_deputy


def test_questions_of_a_specialist_stay_with_the_role(dace, admin_user):
    role, lauma = dace.holdings.get().role, make_user("Lauma")
    assert moving.open_work(role, admin_user) == []
    moving.name_holder(role=role, user=lauma, valid_from=today(), by=admin_user)
    assert not NetworkEvent.objects.filter(kind="work_moved").exists()


def test_fup_09_a_coordinator_arranges_her_own_substitution_and_ends_it(alise, bruno, cilda):
    role = coordinator("vidzeme")
    client = sign_in(alise)
    fields = {
        "user": bruno.pk,
        "valid_from": today().isoformat(),
        "valid_to": (today() + DAY).isoformat(),
        "reason": "",
    }
    backwards = client.post(f"/directory/roles/{role.pk}/substitution/", {**fields, "valid_to": "2020-01-01"})
    assert set(backwards.context["form"].errors) == {"valid_to"}
    assert client.post(f"/directory/roles/{role.pk}/substitution/", fields).status_code == 302
    running = role.substitutions.get()
    assert sign_in(cilda).post(f"/directory/substitutions/{running.pk}/end/").status_code == 403
    assert client.post(f"/directory/substitutions/{running.pk}/end/").status_code == 302
    assert not role.substitutions.exists()


def test_every_kind_of_network_event_of_a_role_has_words(alise, bruno, admin_user):
    role = coordinator("vidzeme")
    open_case(alise, "vidzeme")
    client = sign_in(admin_user)
    moving.name_holder(role=role, user=make_user("Ilze"), valid_from=today(), by=admin_user)
    name_holder(role=role, user=make_user("Juris"), valid_from=today(), by=admin_user, deputy=True)
    page = client.get(f"/en/directory/roles/{role.pk}/")
    assert [row.text for row in page.context["events"]][-2:] == [
        "Moved to Ilze: cases 1, needs 1, enquiries 1",
        page.context["events"][-1].text,
    ]
    assert all("%" not in row.text for row in page.context["events"])
