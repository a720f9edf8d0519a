"""Lists of cases: newest first with filters, open work for substitutes, moments of decision, demand."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from majup.cases import queries
from majup.cases.models import ENDED, CandidateMunicipality, Case, Need, Stage
from majup.kernel.periods import Period
from majup.kernel.text import stems
from majup.network.models import Topic
from majup.people.models import Person
from majup.places.models import PlanningRegion
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.components.forms import PlaceChoice
from majup.web.components.texts import language, name_field
from majup.web.desk.cases.editing import DeskForm
from majup.web.desk.cases.find import StaffRequest
from majup.web.desk.cases.forms import LocalizedChoice
from majup.web.http import keyset_page, needs

ANY = [("", lazy("any"))]
HOUSEHOLDS = [
    ("with_children", lazy("with children")),
    ("without_children", lazy("without children")),
    ("one_person", lazy("one person")),
]
SHOW = [
    ("overdue", lazy("next contact overdue")),
    ("resting", lazy("resting")),
    ("ended", lazy("ended")),
    ("shared", lazy("shared with us")),
    ("approached", lazy("approached by us")),
    ("came_to_us", lazy("came to us themselves")),
    ("without_plan", lazy("came without a plan")),
]


class CaseFilter(DeskForm):
    """Filters of the list; a value that nobody could have chosen is left out, not refused."""

    mark_optional = False
    show = forms.ChoiceField(label=lazy("Show"), required=False, choices=[("", lazy("all")), *SHOW])
    stage = forms.ChoiceField(label=lazy("Stage"), required=False, choices=[*ANY, *codes.STAGES.items()])
    region = LocalizedChoice(
        label=lazy("Region"), required=False, queryset=PlanningRegion.objects.none(), empty_label=lazy("any")
    )
    kind = forms.ChoiceField(
        label=lazy("Move"),
        required=False,
        choices=[*ANY, (Case.Kind.EXTERNAL, lazy("from abroad")), (Case.Kind.INTERNAL, lazy("inside the country"))],
    )
    category = forms.ChoiceField(label=lazy("Category"), required=False)
    place = PlaceChoice(label=lazy("Municipality wished"), required=False, empty_label=lazy("any"))
    topic = LocalizedChoice(
        label=lazy("Open need"), required=False, queryset=Topic.objects.none(), empty_label=lazy("any")
    )
    household = forms.ChoiceField(label=lazy("Household"), required=False, choices=[*ANY, *HOUSEHOLDS])
    occupation = forms.CharField(label=lazy("Occupation"), required=False, max_length=60)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.fields["region"].queryset = PlanningRegion.objects.filter(pk__in=user.scope.regions)
        if len(user.scope.regions) < 2:
            del self.fields["region"]
        self.fields["topic"].queryset = Topic.objects.all()
        self.fields["category"].choices = [*ANY, *codes.code_choices("categories")]
        self.full_clean()

    def full_clean(self) -> None:
        """Unknown filters say nothing."""
        super().full_clean()
        self._errors = type(self.errors)()

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def filtered(user: Any, chosen: dict[str, Any]) -> QuerySet[Case]:
    """The user's own cases (or those shared with her) that fit every filter."""
    show = chosen.get("show")
    rows = Case.objects.visible_to(user).shared_with(user) if show == "shared" else Case.objects.in_care_of(user)
    rows = _shown(rows, show)
    for name in ("stage", "region", "kind", "category"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if "place" in chosen:
        rows = rows.filter(queries.with_candidate([chosen["place"]]))
    if "topic" in chosen:
        rows = rows.filter(queries.with_unsettled_need(chosen["topic"]))
    for stem in stems(chosen.get("occupation", "")):
        rows = rows.filter(occupations__contains=f" {stem}")
    return _of_household(rows, chosen.get("household"))


def _shown(rows: Any, show: str | None) -> QuerySet[Case]:
    if show == "overdue":
        return rows.contact_due(timezone.localdate())
    fields: dict[str, dict[str, Any]] = {
        "resting": {"stage": Stage.RESTING},
        "ended": {"stage__in": ENDED},
        "approached": {"approached_by_us": True},
        "came_to_us": {"approached_by_us": False},
        "without_plan": {"came_without_plan": True},
    }
    return rows.filter(**fields.get(show or "", {}))


def _of_household(rows: QuerySet[Case], kind: str | None) -> QuerySet[Case]:
    people = Person.objects.filter(household=OuterRef("household_id"))
    if kind == "with_children":
        return rows.filter(Exists(people.filter(is_child=True)))
    if kind == "without_children":
        return rows.filter(~Exists(people.filter(is_child=True)))
    if kind == "one_person":
        return rows.filter(~Exists(people.filter(order__gt=0)))
    return rows


def _add_places(cases: Sequence[Any]) -> None:
    """`places` on each case: names of the municipalities it thinks of, in its order."""
    wished = CandidateMunicipality.objects.filter(case__in=[case.pk for case in cases])
    found = _by_case(wished.order_by("order").values_list("case_id", f"municipality__{name_field()}"))
    for case in cases:
        case.places = found[case.pk]


def _add_topics(cases: Sequence[Any]) -> None:
    """`open_topics` on each case: codes of topics that are not settled."""
    open_needs = Need.objects.filter(case__in=[case.pk for case in cases], settled_at=None)
    found = _by_case(open_needs.order_by("topic__order").values_list("case_id", "topic__code"))
    for case in cases:
        case.open_topics = list(dict.fromkeys(found[case.pk]))


def _by_case(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, word in rows:
        found[case_id].append(word)
    return found


@needs(Permission.CASE_READ)
@require_safe
def case_list(request: StaffRequest) -> HttpResponse:
    form = CaseFilter(request.GET, user=request.user)
    rows = filtered(request.user, form.chosen).select_related("region")
    page = keyset_page(rows, by="opened_at", after=request.GET.get("after", ""), parse=_moment)
    _add_places(page.rows)
    _add_topics(page.rows)
    log_view(user=request.user, household_id=None, record="cases", page="cases")
    context = {"form": form, "page": page, "today": timezone.localdate(), "is_filtered": bool(form.chosen)}
    return render(request, "desk/cases/list.html", context)


def _moment(text: str) -> Any:
    moment = parse_datetime(text.replace(" ", "+"))
    return moment if moment and moment.tzinfo else None


@needs(Permission.CASE_READ)
@require_safe
def open_work(request: StaffRequest) -> HttpResponse:
    """Last contact, open promises and next step of every active case, soonest first (FUP-09)."""
    rows = queries.open_work(request.user)
    after = _place(request.GET.get("after", ""))
    if after:
        day, pk = after
        rows = rows.filter(next_contact_on__gte=day).exclude(next_contact_on=day, pk__lte=pk)
    found = list(rows[:26])
    older = _after(found[24]) if len(found) > 25 else ""
    log_view(user=request.user, household_id=None, record="cases", page="open_work")
    context = {"cases": found[:25], "later": older, "is_first": after is None, "today": timezone.localdate()}
    return render(request, "desk/cases/open_work.html", context)


def _after(case: Any) -> str:
    return f"{case.next_contact_on.isoformat()}~{case.pk}"


def _place(after: str) -> tuple[date, int] | None:
    day, _tilde, pk = after.partition("~")
    try:
        return date.fromisoformat(day), int(pk)
    except (ValueError, OverflowError):
        return None


@needs(Permission.CASE_READ)
@require_safe
def moments(request: StaffRequest) -> HttpResponse:
    """Families in which a child begins school or an adult reaches pension age within a year (NEE-13)."""
    rows = queries.moments_within_a_year(request.user, timezone.localdate())
    page = keyset_page(
        rows.prefetch_related("household__members"), by="opened_at", after=request.GET.get("after", ""), parse=_moment
    )
    log_view(user=request.user, household_id=None, record="cases", page="moments")
    return render(
        request, "desk/cases/moments.html", {"page": page, "lines": [(case, _moments_of(case)) for case in page]}
    )


def _moments_of(case: Case) -> list[str]:
    today, found = timezone.localdate(), []
    for person in case.household.members.all():
        if person.birth_year is None:
            continue
        if person.is_child and queries.starts_school(person.birth_year, today):
            found.append(_("%(name)s begins school") % {"name": person})
        elif not person.is_child and queries.may_reach_pension(person.birth_year, today):
            found.append(_("%(name)s may reach pension age") % {"name": person})
    return found


@needs(Permission.CASE_READ)
@require_safe
def demand(request: StaffRequest) -> HttpResponse:
    """What families need, per municipality, as a page or as CSV (Q-C11); obstacles and attitudes in aggregate only."""
    mix = queries.needs_mix(request.user, language())
    if request.GET.get("format") == "csv":
        return _csv(mix)
    year = timezone.localdate().year
    ready, moved = queries.share_ready(request.user, Period(date(year, 1, 1), date(year, 12, 31)))
    context = {
        "mix": mix,
        "obstacles": queries.obstacle_counts(request.user),
        "attitudes": queries.attitude_counts(request.user),
        "ready": ready,
        "moved": moved,
        "year": year,
        "small": queries.SMALL,
    }
    return render(request, "desk/cases/demand.html", context)


def _csv(mix: list[dict[str, Any]]) -> HttpResponse:
    """Semicolons and a byte order mark, so that a spreadsheet opens it as it is."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="needs-{timezone.localdate().isoformat()}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Municipality"), _("Code"), _("Topic"), _("Households"), _("Needs")])
    for row in mix:
        writer.writerow(
            [row["municipality"], row["atvk"], codes.topic_name(row["topic"]), row["households"], row["needs"]]
        )
    return response
