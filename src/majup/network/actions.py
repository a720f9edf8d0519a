"""What can be changed in the network of roles; every change leaves a NetworkEvent in the same transaction."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from majup.network import letters
from majup.network.errors import (
    AccountClosed,
    HolderIsDeputy,
    HolderOverlaps,
    NobodyTakesOver,
    SubstitutionOverlaps,
)
from majup.network.models import (
    Holding,
    Institution,
    InstitutionName,
    MunicipalConsultation,
    NetworkEvent,
    Role,
    RoutingRule,
    Substitution,
    Template,
    Topic,
)
from majup.places.models import Municipality, PlanningRegion
from majup.places.queries import region_of
from majup.staff.models import User

DAY = timedelta(days=1)


def note(*, kind: str, by: User | None, role: Role | None = None, **details: Any) -> NetworkEvent:
    """Write what changed; call it inside the transaction of the action it tells of."""
    return NetworkEvent.objects.create(kind=kind, by=by, role=role, details=details)


@transaction.atomic
def name_holder(*, role: Role, user: User, valid_from: date, by: User, deputy: bool = False) -> Holding:
    """Let `user` hold `role`, or be its deputy, from a day on; the former holding ends the day before (NET-03)."""
    _lock(role)
    if not user.is_active:
        raise AccountClosed(user.email)
    same, other = _standing(role, deputy, valid_from), _standing(role, not deputy, valid_from)
    if other.filter(user=user).exists():
        raise HolderIsDeputy(user.email)
    if same.filter(valid_from__gte=valid_from).exists():
        raise HolderOverlaps(role.pk)
    former = same.first()
    if former and former.user == user and former.valid_to is None:
        return former
    same.update(valid_to=valid_from - DAY)
    holding = Holding.objects.create(role=role, user=user, is_deputy=deputy, valid_from=valid_from)
    note(
        kind="deputy_named" if deputy else "holder_named",
        by=by,
        role=role,
        name=user.name,
        former=former.user.name if former else "",
        on=valid_from.isoformat(),
    )
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, on: date, by: User) -> Holding:
    """Let `holding` end with the day `on`. A coordinator's role is never left empty: a deputy or successor follows."""
    _lock(holding.role)
    holding.refresh_from_db()
    left = _standing(holding.role, False, on + DAY) | _standing(holding.role, True, on + DAY)
    if holding.role.kind == Role.Kind.COORDINATOR and not left.exclude(pk=holding.pk).filter(valid_from__lte=on + DAY):
        raise NobodyTakesOver(holding.role_id)
    holding.valid_to = max(on, holding.valid_from)
    holding.save(update_fields=["valid_to"])
    kind = "deputy_ended" if holding.is_deputy else "holder_ended"
    note(kind=kind, by=by, role=holding.role, name=holding.user.name, on=holding.valid_to.isoformat())
    return holding


@transaction.atomic
def arrange_substitution(
    *, role: Role, user: User, valid_from: date, valid_to: date, by: User, reason: str = ""
) -> Substitution:
    """Let `user` act for the holder of `role` from `valid_from` to `valid_to`, both days included (FUP-09)."""
    _lock(role)
    if not user.is_active:
        raise AccountClosed(user.email)
    if role.substitutions.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise SubstitutionOverlaps(role.pk)
    substitution = Substitution.objects.create(
        role=role, user=user, valid_from=valid_from, valid_to=valid_to, reason=reason, arranged_by=by
    )
    note(
        kind="substitution_arranged",
        by=by,
        role=role,
        name=user.name,
        on=valid_from.isoformat(),
        until=valid_to.isoformat(),
    )
    return substitution


@transaction.atomic
def end_substitution(*, substitution: Substitution, by: User) -> None:
    """The holder is back: a substitution that runs ends yesterday, one that has not begun is taken away."""
    role, name, yesterday = substitution.role, substitution.user.name, timezone.localdate() - DAY
    if substitution.valid_from > yesterday:
        substitution.delete()
    else:
        substitution.valid_to = min(substitution.valid_to or yesterday, yesterday)
        substitution.save(update_fields=["valid_to"])
    note(kind="substitution_ended", by=by, role=role, name=name)


@transaction.atomic
def change_contact(
    *,
    role: Role,
    phone: str,
    mailbox: str,
    by: User,
    load_share: Decimal | None = None,
    arrangement: str = "",
) -> Role:
    """Change the one place from which pages and mails take the contact (NET-02); it counts as checked today."""
    role = _lock(role)
    before = _contact_fields(role)
    if role.kind == Role.Kind.SPECIALIST and arrangement != role.arrangement:
        role.arrangement, role.arrangement_on, role.arrangement_source = arrangement, timezone.localdate(), by.name
    role.phone, role.mailbox, role.load_share, role.confirmed_on = phone, mailbox, load_share, timezone.localdate()
    role.save()
    note(kind="contact_changed", by=by, role=role, before=before, after=_contact_fields(role))
    return role


@transaction.atomic
def confirm_contact(*, role: Role, by: User) -> Role:
    """Somebody checked today that the contact of `role` still works (NET-08, K-C17)."""
    role = _lock(role)
    role.confirmed_on = timezone.localdate()
    role.save(update_fields=["confirmed_on"])
    note(kind="contact_confirmed", by=by, role=role)
    return role


@transaction.atomic
def edit_routing(
    *, topic: Topic, kind: str, by: User, unit: str = "", institution: Institution | None = None
) -> RoutingRule:
    """Decide who is asked first about `topic` (REF-05)."""
    rule, _ = RoutingRule.objects.update_or_create(
        topic=topic,
        defaults={
            "kind": kind,
            "unit": unit if kind == Role.Kind.UNIT else "",
            "institution": institution if kind == Role.Kind.INSTITUTION else None,
        },
    )
    to = [rule.kind, rule.unit, rule.institution.code if rule.institution else ""]
    note(kind="routing_edited", by=by, topic=topic.code, to=to)
    return rule


@transaction.atomic
def edit_template(*, template: Template, subject: Mapping[str, str], body: Mapping[str, str], by: User) -> Template:
    """Change a message for everybody at once (LNG-04); the event keeps the former words. Or PlaceholderProblem."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    letters.check(subject, body, template.placeholders)
    before = {"subject": template.subject, "body": template.body}
    template.subject, template.body = dict(subject), dict(body)
    template.version += 1
    template.changed_by = by
    template.save()
    note(kind="template_edited", by=by, template=template.code, version=template.version, before=before)
    return template


@transaction.atomic
def log_consultation(
    *, municipality: Municipality, on: date, subject: str, by: User, outcome: str = ""
) -> MunicipalConsultation:
    """Note advice given to a municipality, apart from the work with families (B-37), under its region of that day."""
    region = region_of(municipality, on)
    if region is None:
        raise PlanningRegion.DoesNotExist(municipality.name)
    consultation = MunicipalConsultation.objects.create(
        municipality=municipality, region=region, on=on, subject=subject, outcome=outcome, by=by
    )
    note(kind="consultation_logged", by=by, municipality=municipality.name, on=on.isoformat())
    return consultation


@transaction.atomic
def rename_institution(
    *, institution: Institution, name: Mapping[str, str], valid_from: date, by: User, source: str = ""
) -> InstitutionName:
    """Give `institution` a new name from a day on; the former one stays in the history (N-1, N-2)."""
    institution.names.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).update(valid_to=valid_from - DAY)
    named, _ = InstitutionName.objects.update_or_create(
        institution=institution,
        valid_from=valid_from,
        defaults={"name": dict(name), "valid_to": None, "source": source},
    )
    institution.roles.update(title=institution.name_on())
    note(kind="institution_renamed", by=by, institution=institution.code, name=dict(name), on=valid_from.isoformat())
    return named


def _lock(role: Role) -> Role:
    return Role.objects.select_for_update(of=("self",)).get(pk=role.pk)


def _standing(role: Role, deputy: bool, day: date) -> QuerySet[Holding]:
    """Holdings of `role` that run on `day` or begin later."""
    rows = Holding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), role=role, is_deputy=deputy)
    return rows.select_related("user").order_by("valid_from")


def _contact_fields(role: Role) -> dict[str, str]:
    return {
        "phone": role.phone,
        "mailbox": role.mailbox,
        "load_share": str(role.load_share or ""),
        "arrangement": role.arrangement,
    }
