"""Opening a case on one page: from an enquiry, with everything it says filled in, or for a person we approached."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from majup.cases import actions
from majup.cases.errors import EnquiryAlreadyAttached
from majup.cases.models import CandidateMunicipality, Case
from majup.intake.errors import EnquiryError
from majup.intake.models import Enquiry
from majup.network.calendar import add_working_days, country_settings
from majup.people.actions import ContactData, MemberData, create_household
from majup.people.queries import known_contacts
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.desk.cases.family_forms import NewMemberFormSet, OpenCaseForm
from majup.web.desk.cases.find import StaffRequest, find_case
from majup.web.desk.cases.page import back
from majup.web.http import needs, page_or_422

EMPTY_LINES = 4


def _enquiry(request: StaffRequest) -> Enquiry | None:
    """The enquiry that ?enquiry= names, when this user may see it."""
    wanted = request.POST.get("enquiry") or request.GET.get("enquiry") or ""
    if not wanted:
        return None
    visible = Enquiry.objects.visible_to(request.user).select_related("region", "municipality")
    return get_object_or_404(visible, pk=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def open_case(request: StaffRequest) -> HttpResponse:
    enquiry = _enquiry(request)
    category = request.POST.get("category") or (enquiry.category if enquiry else "")
    form = OpenCaseForm(request.POST or None, initial=_initial(request, enquiry), user=request.user, category=category)
    members = NewMemberFormSet(request.POST or None, initial=_lines(enquiry), prefix="members")
    if request.method == "POST" and _is_complete(form, members):
        try:
            case = _open(request, form.cleaned_data, members, enquiry)
        except (EnquiryAlreadyAttached, EnquiryError):
            form.add_error(None, _("Somebody took this enquiry into a case meanwhile."))
        else:
            messages.success(request, _("The case is open. What is next?"))
            return back(case)
    log_view(user=request.user, household_id=None, record=f"enquiry {enquiry.pk}" if enquiry else "", page="case_new")
    context = {"form": form, "members": members, "enquiry": enquiry, "known": _known(request, enquiry)}
    return page_or_422(request, "desk/cases/open.html", context, form, *members.forms)


def _initial(request: StaffRequest, enquiry: Enquiry | None) -> dict[str, Any]:
    region = next(iter(sorted(request.user.scope.regions)), None)
    if enquiry is None:
        return {"region": region, "approached_by_us": "enquiry" not in request.GET, "category": "emigrant"}
    return {
        "region": enquiry.region_id or region,
        "category": enquiry.category or "emigrant",
        "approached_by_us": enquiry.approached_by_us,
        "country": enquiry.country,
        "email": enquiry.email,
        "phone": enquiry.phone,
        "place": enquiry.municipality,
        "topics": list(enquiry.topics.values_list("code", flat=True)),
    }


def _lines(enquiry: Enquiry | None) -> list[dict[str, Any]]:
    """One line filled from the enquiry, the next for a partner, the rest for children."""
    given, _space, family = (enquiry.name if enquiry else "").strip().rpartition(" ")
    first = {"given_name": given or family, "family_name": family if given else "", "relation": "applicant"}
    first["language"] = enquiry.language if enquiry else ""
    children = [{"relation": "child"} for _line in range(EMPTY_LINES - 1)]
    return [first, {"relation": "spouse"}, *children]


def _is_complete(form: OpenCaseForm, members: Any) -> bool:
    """Both are asked, so that all errors show at once. A family has somebody in it, named or at least described."""
    fine = form.is_valid() & members.is_valid()
    if (
        fine
        and not any(line.is_filled for line in members)
        and not (form.cleaned_data["email"] or form.cleaned_data["phone"])
    ):
        members.forms[0].add_error("given_name", _("Write at least one name, or a way to reach the person."))
        return False
    return fine


@transaction.atomic
def _open(request: StaffRequest, data: dict[str, Any], members: Any, enquiry: Enquiry | None) -> Case:
    household = create_household(
        region=data["region"],
        members=_member_data(members),
        country=data["country"],
        contact_points=[ContactData(kind, data[kind]) for kind in ("email", "phone") if data[kind]],
        moves_inside=bool(codes.code_list("categories")[data["category"]].details.get("internal")),
        by=request.user,
    )
    case = actions.open_case(
        household=household,
        category=data["category"],
        by=request.user,
        next_contact_on=data["next_contact_on"],
        enquiry=enquiry,
        approached_by_us=data["approached_by_us"],
    )
    _add_wishes(request, case, data)
    return case


def _member_data(members: Any) -> list[MemberData]:
    lines = [line.cleaned_data for line in members if line.is_filled]
    lines = lines or [{"relation": "applicant", "language": members.forms[0].cleaned_data.get("language", "")}]
    return [
        MemberData(**{**line, "relation": line.get("relation") or "other", "is_child": line.get("relation") == "child"})
        for line in lines
    ]


def _add_wishes(request: StaffRequest, case: Case, data: dict[str, Any]) -> None:
    days = 2 * country_settings()["question_due_working_days"]
    due_on = add_working_days(timezone.localdate(), days)
    for code in data["topics"]:
        actions.add_need(case=case, topic=codes.topics()[code], due_on=due_on, by=request.user)
    place = data["place"]
    if place and not case.candidates.filter(municipality=place).exists():
        order = case.candidates.count() + 1
        CandidateMunicipality.objects.create(case=case, municipality=place, order=order)


def _known(request: StaffRequest, enquiry: Enquiry | None) -> list[dict[str, Any]]:
    """Cases the enquiry may belong to (INT-06); of other regions only the region is told."""
    if enquiry is None or not (enquiry.email or enquiry.phone or enquiry.name):
        return []
    found = known_contacts(request.user, email=enquiry.email, phone=enquiry.phone, name=enquiry.name)
    visible = [known.household_id for known in found if known.is_visible]
    cases = {case.household_id: case for case in Case.objects.visible_to(request.user).filter(household__in=visible)}
    return [{"known": known, "case": cases.get(known.household_id)} for known in found]


@needs(Permission.CASE_WRITE)
@require_POST
def attach(request: StaffRequest, reference: str) -> HttpResponse:
    """The enquiry belongs to a case that is there already."""
    case, enquiry = find_case(request, reference), _enquiry(request)
    if enquiry is None:
        return back(case)
    try:
        actions.attach_enquiry(case=case, enquiry=enquiry, by=request.user)
    except (EnquiryAlreadyAttached, EnquiryError):
        messages.error(request, _("Somebody took this enquiry into a case meanwhile."))
    else:
        messages.success(request, _("The enquiry is part of this case now."))
    return back(case)
