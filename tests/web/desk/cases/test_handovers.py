"""REF-09, T-25: handing a case over and sharing it, as both coordinators see it."""

import pytest
from django.urls import reverse

from majup.cases.models import Case, Handover
from majup.people.models import HouseholdShare
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of
from tests.support.people import region, sign_in, today

pytestmark = pytest.mark.django_db


def propose(user, case, **change):
    data = {
        "kind": "handover", "to_region": region("latgale").pk, "summary": "Ģimene no Anglijas, meklē skolu",
        "family_agreed_on": today().isoformat(), **change,
    }  # fmt: skip
    return sign_in(user).post(reverse("case_handover", args=[case.reference]), data)


def decide(user, handover, **data):
    return sign_in(user).post(reverse("handover_decide", args=[handover.pk]), data)


def only():
    return Handover.objects.get()


def test_ref_09_the_other_region_accepts_and_the_case_lies_on_its_desk(alise, cilda):
    """REF-09, T-25."""
    case = case_of(alise)
    need_of(case, alise)
    assert propose(alise, case).status_code == 302
    with acting(cilda.scope):
        handover = only()
    page = sign_in(cilda).get(reverse("handover_decide", args=[handover.pk])).content.decode()
    assert "Ģimene no Anglijas" in page
    assert "Kalniņa" not in page
    response = decide(cilda, handover, decision="accept", next_choice="week")
    assert response.url == reverse("case", args=[case.reference])
    assert sign_in(cilda).get(response.url).status_code == 200
    missed = sign_in(alise).get(response.url)
    assert missed.status_code == 404
    assert "Kad lietu nodod citam reģionam, to redz tikai tā koordinators." in missed.text
    # The same words for a number that never was: nobody learns from it which cases there are (ADR 2).
    never_was = sign_in(alise).get(reverse("case", args=["2026-99999"]))
    assert missed.text.replace(case.reference, "2026-99999") == never_was.text
    with acting(cilda.scope):
        assert (Case.objects.get().responsible, Case.objects.get().needs.count()) == (cilda, 1)


def test_ref_09_declining_needs_a_reason_which_the_first_region_reads(alise, cilda):
    """REF-09."""
    case = case_of(alise)
    propose(alise, case)
    with acting(cilda.scope):
        handover = only()
    assert decide(cilda, handover, decision="decline", reason="").status_code == 422
    assert decide(cilda, handover, decision="decline", reason="Pie mums nav skolas").status_code == 302
    pages = [sign_in(alise).get(reverse(name, args=[case.reference])) for name in ("case", "case_family")]
    assert [page.content.decode().count("Pie mums nav skolas") for page in pages] == [1, 1]
    assert decide(cilda, handover, decision="accept").status_code == 422


def test_ref_09_a_case_is_shared_and_the_sharing_ends(alise, cilda):
    """REF-09."""
    case = case_of(alise)
    propose(alise, case, kind="share")
    with acting(cilda.scope):
        handover = only()
    decide(cilda, handover, decision="accept")
    assert sign_in(cilda).get(reverse("case", args=[case.reference])).status_code == 200
    with acting(alise.scope):
        share = HouseholdShare.objects.get()
    sign_in(alise).post(reverse("share_end", args=[case.reference, share.pk]))
    assert sign_in(cilda).get(reverse("case", args=[case.reference])).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"family_agreed_on": ""}, "family_agreed_on"),
        ({"family_agreed_on": "2999-01-01"}, "family_agreed_on"),
        ({"summary": ""}, "summary"),
    ],
)
def test_ref_09_without_the_family_nothing_is_proposed(alise, change, field):
    """REF-09."""
    response = propose(alise, case_of(alise), **change)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_proposal_is_withdrawn_once(alise, cilda):
    case = case_of(alise)
    propose(alise, case)
    assert propose(alise, case).status_code == 422
    with acting(alise.scope):
        handover = only()
    for _twice in range(2):
        sign_in(alise).post(reverse("handover_withdraw", args=[case.reference, handover.pk]))
    assert list(sign_in(cilda).get(reverse("handovers")).context["proposals"]) == []
    assert decide(cilda, handover, decision="accept").status_code == 422


def test_prv_01_a_proposal_to_another_region_is_not_found(alise, cilda):
    """PRV-01."""
    propose(alise, case_of(alise), to_region=region("kurzeme").pk)
    with acting(alise.scope):
        handover = only()
    assert decide(cilda, handover, decision="accept").status_code == 404
