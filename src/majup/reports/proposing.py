"""Proposals for improvement, what was done for tasks of the plan, statements of municipalities."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from majup.network.models import CodeList, Institution
from majup.places.models import Municipality, PlanningRegion
from majup.reports.errors import StatementRefused, Unexplained
from majup.reports.models import MunicipalStatement, PlanTask, Proposal, ProposalStep, TaskInstitution, TaskNote
from majup.staff.models import User


@transaction.atomic
def propose(
    *,
    region: PlanningRegion | None,
    title: str,
    text: str,
    by: User,
    municipality: Municipality | None = None,
    task: PlanTask | None = None,
) -> Proposal:
    """Record what a region proposes (N-5); `region` is None for the national contact point."""
    return Proposal.objects.create(
        region=region, municipality=municipality, task=task, title=title.strip(), text=text.strip(), by=by
    )


@transaction.atomic
def answer(*, proposal: Proposal, state: str, text: str, by: User, due_on: date | None = None) -> ProposalStep:
    """The ministry answers, or says how far it has come; every answer stays (B-56). Unexplained: words are missing."""
    if not text.strip():
        raise Unexplained
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.state, proposal.due_on = state, due_on
    proposal.save(update_fields=["state", "due_on"])
    return ProposalStep.objects.create(proposal=proposal, state=state, text=text.strip(), by=by)


@transaction.atomic
def note_task(*, task: PlanTask, year: int, text: str, by: User) -> TaskNote:
    """What was done for a task in a year. Unexplained: words are missing."""
    if not text.strip():
        raise Unexplained
    return TaskNote.objects.create(task=task, year=year, text=text.strip(), by=by)


@transaction.atomic
def name_responsible(
    *, task: PlanTask, lead: Sequence[Institution], others: Sequence[Institution], source: str, by: User
) -> None:
    """Say which institutions of the directory answer for a task, and which with them (B-58); names stay."""
    task.institutions.filter(institution__isnull=False).delete()
    named = [*((one, True) for one in lead), *((one, False) for one in others if one not in lead)]
    for order, (institution, is_lead) in enumerate(named):
        TaskInstitution.objects.create(
            task=task, institution=institution, is_lead=is_lead, source=source, order=order, by=by
        )


@transaction.atomic
def state(
    *,
    municipality: Municipality,
    year: int,
    money: str,
    by: User,
    amount: Decimal | None = None,
    measures: Mapping[str, int | None],
    reason: str = "",
    note: str = "",
) -> MunicipalStatement:
    """What a municipality says for a year (K-M12, K-M13); said again, the newest counts and the former stay.

    `measures`: by class a number, or None where nobody knows. StatementRefused when it contradicts itself.
    """
    classes = CodeList.objects.filter(kind="measure_classes").values_list("code", flat=True)
    counts = {code: measures.get(code) for code in classes}
    if amount is not None and money != MunicipalStatement.Money.SEPARATE:
        raise StatementRefused("amount-without-line")
    if all(count == 0 for count in counts.values()) and not reason:
        raise StatementRefused("reason-missing")
    if any(counts.values()) and reason:
        raise StatementRefused("reason-not-needed")
    return MunicipalStatement.objects.create(
        municipality=municipality,
        year=year,
        money=money,
        amount=amount,
        measures=counts,
        reason=reason,
        note=note.strip(),
        by=by,
    )
