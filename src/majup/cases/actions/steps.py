"""What the family has to do, from the pack's list, ticked by the family or by us (FUP-05, K-C4)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from majup.cases.actions.ground import locked, tell
from majup.cases.models import Case, Phase, Step, StepTemplate
from majup.staff.models import User


@transaction.atomic
def seed_steps(case: Case) -> list[Step]:
    """Give the case every step of the pack that fits it and that it has not got yet; the new ones are returned.

    A step fits when it is for everyone or touches the topic of a need. Steps for a move from abroad are left out of
    internal cases (IRM-03), and those before leaving when the family is back already (Q-C1).
    """
    fitting = StepTemplate.objects.filter(Q(for_everyone=True) | Q(topics__in=case.needs.values("topic"))).distinct()
    if case.kind == Case.Kind.INTERNAL:
        fitting = fitting.filter(external_only=False)
    if case.phase == Phase.RETURNED:
        fitting = fitting.exclude(phase=Step.Phase.BEFORE_LEAVING)
    known = set(case.steps.values_list("code", flat=True))
    return Step.objects.bulk_create(
        Step(case=case, code=t.code, phase=t.phase, text=t.text, why=t.why, order=t.order)
        for t in fitting
        if t.code not in known
    )


@transaction.atomic
def add_step(*, case: Case, phase: str, text: dict[str, str], by: User) -> Step:
    """A step of this family alone, e.g. a paper that only they need; it stands after the pack's steps of its phase.

    The same words again add nothing.
    """
    case = locked(case)
    if twin := case.steps.filter(phase=phase, text=text).first():
        return twin
    last = case.steps.filter(phase=phase).order_by("-order").values_list("order", flat=True).first() or 0
    step = Step.objects.create(case=case, phase=phase, text=text, order=last)
    tell(case, "step.added", by, text=text)
    return step


@transaction.atomic
def tick_step(*, step: Step, done: bool, by: User | None = None, by_family: bool = False) -> Step:
    """Mark a step as done or not done; saying it twice changes nothing."""
    step = Step.objects.select_for_update().select_related("case__household").get(pk=step.pk)
    if (step.done_at is not None) == done:
        return step
    step.done_at = timezone.now() if done else None
    step.done_by_family = done and by_family
    step.save(update_fields=["done_at", "done_by_family"])
    kind = "step.done" if done else "step.not_done"
    tell(step.case, kind, by, by_family=by_family, text=step.text, step=step.code)
    return step
