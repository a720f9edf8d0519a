"""Recording what became of a case, the looks after a return, and totals for whoever may read counts."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases.errors import CaseRefused, MoveNotAllowed, NextContactMissing, NotResponsible, OpenNeedsLeft
from majup.cases.models import Case
from majup.kernel.periods import Period
from majup.outcomes import actions, queries
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Check, Intention, Return
from majup.outcomes.pack import follow_up_months
from majup.reports import counts
from majup.reports import totals as counting
from majup.staff.roles import Permission
from majup.web.desk.outcomes import forms
from majup.web.http import needs, page_or_422

REFUSALS = {
    "already_stated": gettext_lazy("The intention is recorded already; the day of the first statement counts."),
    "before_return": gettext_lazy("This day lies before the return; the talk was after it."),
    "not_returned": gettext_lazy("No return is recorded before this day."),
    "already_returned": gettext_lazy(
        "The return is recorded already. Correct it there if something is wrong; "
        "if the family left since, record that first."
    ),
    "after_departure": gettext_lazy("It is recorded that the family left again before this day."),
    "same_day": gettext_lazy("Another return of this case is recorded on that day."),
    "already_left": gettext_lazy("It is recorded already that the family left again."),
}


CASE_REFUSALS = {
    NotResponsible: gettext_lazy("Only the region that is responsible for the case records this."),
    MoveNotAllowed: gettext_lazy("This does not follow from the present stage of the case. Reopen the case first."),
    NextContactMissing: gettext_lazy("This does not follow from the present stage of the case. Reopen the case first."),
    OpenNeedsLeft: gettext_lazy("Some needs are still open. Say why they are given up."),
}


def words_of(refusal: Exception) -> str:
    if isinstance(refusal, OutcomeRefused):
        return str(REFUSALS.get(refusal.code, refusal.code))
    return CASE_REFUSALS.get(type(refusal), _("The case cannot be changed like this. Look at its stage first."))


OF_THE_DAY = {"before_return", "not_returned", "after_departure", "same_day"}


def refuse(form, refusal: Exception) -> None:
    """Say why not: beside the day, when another day would do."""
    of_the_day = getattr(refusal, "code", "") in OF_THE_DAY
    form.add_error(
        next((name for name in ("on", "done_on") if of_the_day and name in form.fields), None), words_of(refusal)
    )


def find_case(request, reference: str) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).select_related("household"), reference=reference)


def record(request, reference, form_class, act, *, title, done, initial=None, **shown):
    """One form, one action, back to the case; a refused form keeps what was typed.

    `shown`: what else stands on the page: `lead`, `button`, and `other_way` as (words, url).
    """
    case = find_case(request, reference)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial(case) if initial else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(case, form.cleaned_data)
        except (OutcomeRefused, CaseRefused) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, done)
            return redirect("case", reference=case.reference)
    return page_or_422(request, "desk/outcomes/form.html", {"case": case, "form": form, "title": title, **shown}, form)


def _size(case: Case) -> dict[str, int]:
    members = list(case.household.members.exclude(will_move=False))
    children = sum(member.is_child for member in members)
    return {"people": len(members) or 1, "adults": len(members) - children, "children": children}


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def intention(request, reference):
    def act(case, data):
        actions.state_intention(case=case, by=request.user, **data)

    def initial(case):
        return {"on": timezone.localdate(), **_size(case)}

    title = _("The family intends to return")
    return record(
        request, reference, forms.IntentionForm, act, title=title, done=_("The intention is recorded."), initial=initial
    )


def _find_intention(request, pk: int) -> Intention:
    visible = Intention.objects.filter(case__in=Case.objects.visible_to(request.user)).select_related("case__household")
    return get_object_or_404(visible, pk=pk)


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def correct_intention(request, pk):
    """Day or number of people of an intention are put right; issued reports stay as they are."""
    stated = _find_intention(request, pk)

    def act(_case, data):
        actions.correct_intention(intention=stated, by=request.user, **data)

    return record(
        request,
        stated.case.reference,
        forms.CorrectIntentionForm,
        act,
        title=_("Correct the intention"),
        done=_("The intention is corrected. The counts follow; issued reports stay as they were issued."),
        initial=lambda _case: {"on": stated.stated_on, "people": stated.people},
        other_way=(_("Nobody said so: take the intention back"), reverse("intention_withdraw", args=[pk])),
    )


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def withdraw_intention(request, pk):
    """An intention that nobody stated is taken back, with the reason; the time line keeps that it stood there."""
    stated = _find_intention(request, pk)

    def act(_case, data):
        actions.withdraw_intention(intention=stated, by=request.user, **data)

    return record(
        request,
        stated.case.reference,
        forms.WithdrawIntentionForm,
        act,
        title=_("Take the intention back"),
        done=_("The intention is taken back and counts no more. The time line keeps what happened."),
        lead=_(
            "Only when it was recorded by mistake. If the family said so and changed its mind later, "
            "the intention stays counted: record another turn of the case instead."
        ),
        button=_("Take the intention back"),
        other_way=(_("Another turn of the case"), reverse("outcome_other", args=[stated.case.reference])),
    )


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def outcome(request, reference):
    def act(case, data):
        actions.record_outcome(case=case, by=request.user, **data)

    def initial(_case):
        return {"on": timezone.localdate()}

    title = _("Another turn of the case")
    return record(request, reference, forms.OutcomeForm, act, title=title, done=_("It is recorded."), initial=initial)


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def record_return(request, reference):
    def act(case, data):
        actions.record_return(case=case, by=request.user, **data)

    def initial(case):
        first = case.candidates.select_related("municipality").first()
        sent = case.household.offer_versions.exists()
        return {
            **_size(case),
            "on": timezone.localdate(),
            "municipality": first.municipality_id if first else None,
            "from_country": case.household.country,
            "support_kind": "offer_before_move" if sent else None,
        }

    title = _("The family has returned")
    return record(
        request,
        reference,
        forms.ReturnForm,
        act,
        title=title,
        done=_("The return is recorded. Welcome home!"),
        initial=initial,
    )


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def correct_return(request, pk):
    """What was written down wrongly about a return is put right; issued reports stay as they are."""
    visible = Return.objects.filter(case__in=Case.objects.visible_to(request.user)).select_related("case__household")
    event = get_object_or_404(visible, pk=pk)

    def act(_case, data):
        actions.correct_return(event=event, by=request.user, **data)

    def initial(_case):
        names = ("on", "adults", "children", "from_country", "support_kind")
        return {**{name: getattr(event, name) for name in names}, "municipality": event.municipality_id}

    return record(
        request,
        event.case.reference,
        forms.CorrectReturnForm,
        act,
        title=_("Correct the return"),
        done=_("The return is corrected."),
        initial=initial,
    )


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def departure(request, reference):
    def act(case, data):
        actions.record_departure(case=case, by=request.user, **data)

    title = _("The family has left again")
    return record(
        request, reference, forms.DepartureForm, act, title=title, done=_("It is recorded; the return stays counted.")
    )


@needs(Permission.OUTCOME_RECORD)
@require_http_methods(["GET", "POST"])
def check(request, pk):
    found = get_object_or_404(
        Check.objects.select_related("return_event__case__household"),
        pk=pk,
        return_event__case__in=Case.objects.visible_to(request.user),
    )
    case = found.return_event.case
    form = forms.CheckForm(
        request.POST if request.method == "POST" else None, initial={"done_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        on, findings = form.cleaned_data["done_on"], form.findings()
        try:
            actions.record_check(check=found, by=request.user, done_on=on, findings=findings, **form.answers())
        except (OutcomeRefused, CaseRefused) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The talk after the return is recorded."))
            return redirect("case", reference=case.reference)
    title = _("Talk after the return, month %(month)s") % {"month": found.month}
    return page_or_422(request, "desk/outcomes/form.html", {"case": case, "form": form, "title": title}, form)


@needs(Permission.OUTCOME_RECORD)
@require_POST
def dismiss_flag(request, pk, flag):
    event = get_object_or_404(Return.objects.filter(case__in=Case.objects.visible_to(request.user)), pk=pk)
    form = forms.DismissForm(request.POST)
    if form.is_valid():
        actions.dismiss_flag(return_event=event, flag=flag, note=form.cleaned_data["note"], by=request.user)
        messages.success(request, _("The flag is put aside."))
    else:
        messages.error(request, _("Say in a few words why this is not a worry; then the flag can be put aside."))
    return redirect("case", reference=event.case.reference)


@needs(Permission.OUTCOME_RECORD)
@require_safe
def due_checks(request):
    checks = queries.due_checks(request.user.scope.regions, timezone.localdate())[:100]
    return render(request, "desk/outcomes/due_checks.html", {"checks": checks, "months": follow_up_months()})


@needs(Permission.TOTALS_READ)
@require_safe
def totals(request):
    """Totals of any period, as known now or as reported then; nothing is shown when the regions do not add up."""
    today = timezone.localdate()
    defaults = {"start": date(today.year, 1, 1), "end": today}
    form = forms.PeriodForm(request.GET if "start" in request.GET else None, initial=defaults)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else defaults
    context = {"form": form, "prepared": counts.prepared()}
    if not form.is_bound or form.is_valid():
        context |= _counted(chosen)
    return page_or_422(request, "desk/outcomes/totals.html", context, form)


def _counted(chosen) -> dict[str, object]:
    period = Period(chosen["start"], chosen["end"])
    try:
        table = (counting.as_reported if chosen.get("reported") else counting.as_known)(period).refuse_wrong_sums()
    except counting.SumsDiffer as differ:
        return {"differences": differ.differences}
    rules = counting.rules_in_force(period.end, reported=table.as_reported)
    return {"parts": [_part(table, ""), _part(table, "_internal")], "period": period, "rules": rules}


def _part(table, suffix: str) -> dict[str, object]:
    def cells(values):
        return [values[f"{column}{suffix}"] for column in counting.EXTERNAL]

    caption = _("From elsewhere in the country, counted apart") if suffix else _("From abroad")
    rows = [(region.name, cells(values)) for region, values in table.regions]
    return {"caption": caption, "rows": rows, "total": cells(table.total)}
