"""Opening a case on one page."""

import pytest
from django.urls import reverse

from majup.cases.models import Case, Need
from majup.people.models import ContactPoint, Person
from majup.staff.scope import acting
from tests.support.cases import case_of, enquiry_of
from tests.support.people import municipality, region, sign_in, today

pytestmark = pytest.mark.django_db
COLUMNS = ("given_name", "family_name", "relation", "birth_year", "language", "school_stage", "occupation")


def lines(*members, empty=2):
    rows = [*members, *([{}] * empty)]
    data = {"members-TOTAL_FORMS": len(rows), "members-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"members-{number}-{name}": row.get(name, "") for name in COLUMNS}
    return data


IEVA = {"given_name": "Ieva", "family_name": "Kalniņa", "relation": "applicant", "language": "lv"}
EMMA = {"given_name": "Emma", "relation": "child", "birth_year": "2017", "school_stage": "grades_1_3"}


def typed(user, *members, **more):
    own = region("vidzeme").pk
    base = {
        "region": own,
        "category": "emigrant",
        "next_choice": "week",
        "country": "GB",
        "email": "ieva@family.example",
    }
    return {**base, **lines(*members), **more}


def post(user, data):
    return sign_in(user).post(reverse("case_new"), data)


def test_int_04_a_case_for_somebody_we_approached_is_opened_on_one_page(alise):
    """INT-04, NEE-02."""
    response = post(alise, typed(alise, IEVA, EMMA, approached_by_us="on", topics=["school", "dwelling"]))
    with acting(alise.scope):
        case = Case.objects.get()
        assert response.url == reverse("case", args=[case.reference])
        assert (case.approached_by_us, case.title, case.household.country) == (True, "Kalniņa", "GB")
        assert list(Person.objects.values_list("given_name", "is_child", "birth_year", "school_stage")) == [
            ("Ieva", False, None, ""),
            ("Emma", True, 2017, "grades_1_3"),
        ]
        assert sorted(Need.objects.values_list("topic__code", flat=True)) == ["dwelling", "school"]
        assert ContactPoint.objects.get().value == "ieva@family.example"


def test_int_09_an_enquiry_fills_the_page_and_nothing_is_typed_again(alise):
    """INT-09, INT-07."""
    from majup.network.models import Topic

    enquiry = enquiry_of(
        alise, name="Ieva Kalniņa", email="ieva@family.example", country="IE", category="repatriate",
        municipality=municipality("0022000"), topics=list(Topic.objects.filter(code="school")),
    )  # fmt: skip
    page = sign_in(alise).get(reverse("case_new"), {"enquiry": enquiry.pk})
    form, first = page.context["form"], page.context["members"].forms[0]
    assert (form["email"].value(), form["country"].value(), form["topics"].value()) == (
        "ieva@family.example",
        "IE",
        ["school"],
    )
    assert (first["given_name"].value(), first["family_name"].value(), first["language"].value()) == (
        "Ieva",
        "Kalniņa",
        "lv",
    )
    assert form.fields["topics"].choices[0][0] == "dwelling"
    response = post(alise, typed(alise, IEVA, enquiry=enquiry.pk, topics=["school"], place=municipality("0022000").pk))
    assert response.status_code == 302
    with acting(alise.scope):
        enquiry.refresh_from_db()
        case = Case.objects.get()
        assert (enquiry.state, case.approached_by_us) == ("attached", False)
        assert [candidate.municipality.atvk for candidate in case.candidates.all()] == ["0022000"]


def test_int_06_a_known_family_is_proposed_and_takes_the_enquiry_up(alise):
    """INT-06."""
    known, enquiry = case_of(alise), enquiry_of(alise, email="ieva@family.example")
    page = sign_in(alise).get(reverse("case_new"), {"enquiry": enquiry.pk})
    assert [row["case"] for row in page.context["known"]] == [known]
    sign_in(alise).post(reverse("case_attach", args=[known.reference]), {"enquiry": enquiry.pk})
    with acting(alise.scope):
        assert known.contacts.count() == 1
        enquiry.refresh_from_db()
    assert enquiry.household_id_attached == known.household_id


def test_an_enquiry_that_somebody_took_into_a_case_is_not_taken_twice(alise):
    enquiry = enquiry_of(alise)
    assert post(alise, typed(alise, IEVA, enquiry=enquiry.pk)).status_code == 302
    assert post(alise, typed(alise, IEVA, enquiry=enquiry.pk)).status_code == 422
    with acting(alise.scope):
        assert Case.objects.count() == 1


def test_prv_01_an_enquiry_of_another_region_opens_no_case(alise, cilda):
    """PRV-01."""
    enquiry = enquiry_of(cilda, "latgale")
    assert sign_in(alise).get(reverse("case_new"), {"enquiry": enquiry.pk}).status_code == 404
    assert sign_in(alise).get(reverse("case_new"), {"enquiry": "x"}).status_code == 404
    assert post(alise, typed(alise, IEVA, region=region("latgale").pk)).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"next_choice": "date"}, "next_contact_on"),
        ({"phone": "abc"}, "phone"),
        ({"email": "not an address"}, "email"),
        ({"category": "nonsense"}, "category"),
        ({"next_choice": "date", "next_contact_on": "1990-01-01"}, "next_contact_on"),
    ],
)
def test_a_refused_page_keeps_everything_typed(alise, change, field):
    response = post(alise, typed(alise, IEVA, EMMA, **change))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert 'value="Emma"' in response.content.decode()


def test_somebody_has_to_be_in_the_family(alise):
    response = post(alise, typed(alise, email=""))
    assert (response.status_code, list(response.context["members"].forms[0].errors)) == (422, ["given_name"])


def test_an_absurd_year_of_birth_is_refused_beside_its_field(alise):
    response = post(alise, typed(alise, {**EMMA, "birth_year": "17"}))
    assert (response.status_code, list(response.context["members"].forms[0].errors)) == (422, ["birth_year"])


def test_somebody_known_only_by_an_address_may_be_a_case(alise):
    assert post(alise, typed(alise)).status_code == 302
    with acting(alise.scope):
        assert (Case.objects.get().title, Case.objects.get().next_contact_on > today()) == ("–", True)  # noqa: RUF001


def test_irm_01_the_category_makes_a_case_an_internal_one(alise):
    """IRM-01."""
    post(alise, typed(alise, IEVA, category="internal"))
    with acting(alise.scope):
        case = Case.objects.select_related("household").get()
    assert (case.kind, case.household.has_no_move_from_abroad) == ("internal", True)
