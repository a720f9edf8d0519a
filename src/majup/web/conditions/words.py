"""Words of the editor: comparisons, units, what is wrong, groups of facts."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.rules.fields import Field, Kind

OPS: Mapping[str, Promise] = {
    "==": pgettext_lazy("comparison", "is"),
    "!=": pgettext_lazy("comparison", "is not"),
    "<": pgettext_lazy("comparison", "is less than"),
    "<=": pgettext_lazy("comparison", "is at most"),
    ">": pgettext_lazy("comparison", "is more than"),
    ">=": pgettext_lazy("comparison", "is at least"),
    "in": pgettext_lazy("comparison", "is one of"),
    "not in": pgettext_lazy("comparison", "is none of"),
}
ON_A_DAY: Mapping[str, Promise] = {
    "<": pgettext_lazy("comparison", "is before"),
    "<=": pgettext_lazy("comparison", "is not later than"),
    ">": pgettext_lazy("comparison", "is after"),
    ">=": pgettext_lazy("comparison", "is not earlier than"),
}
OF_SEVERAL: Mapping[str, Promise] = {
    "in": pgettext_lazy("comparison", "one of them is among"),
    "not in": pgettext_lazy("comparison", "none of them is among"),
}
UNITS: Mapping[str, Any] = {
    "years": pgettext_lazy("unit", "years"),
    "months": pgettext_lazy("unit", "months"),
    "days": pgettext_lazy("unit", "days"),
    "jobs": pgettext_lazy("unit", "jobs"),
    "flats": pgettext_lazy("unit", "flats"),
    "children": pgettext_lazy("unit", "children"),
    "people": pgettext_lazy("unit", "people"),
    "addresses": pgettext_lazy("unit", "addresses"),
    "percent": pgettext_lazy("unit", "percent"),
    "share": pgettext_lazy("unit", "parts of one (0.5 is half)"),
    "EUR": pgettext_lazy("unit", "€"),
    "EUR/month": pgettext_lazy("unit", "€ a month"),
    "EUR/m2": pgettext_lazy("unit", "€ a square metre"),
}
GROUPS: Mapping[str, Promise] = {
    "person": _("The person"),
    "household": _("The household"),
    "employment": _("Work"),
    "loan": _("Loan for a home"),
    "applicant": _("Who applies"),
    "application": _("The application"),
    "municipality": _("The municipality"),
    "project": _("The project"),
    "company": _("The company"),
    "employer": _("The employer"),
    "job": _("The job"),
    "building": _("The building"),
    "organisation": _("The organisation"),
}
FAULTS: Mapping[str, Promise] = {
    "unknown_field": _("Choose what is asked; nothing of that name is known here."),
    "wrong_op": _("Choose a comparison that fits what is asked."),
    "value_missing": _("Give the value, or say that the rules do not give it."),
    "two_values": _("Give one value only."),
    "wrong_value": _("This value does not fit what is asked."),
    "unit_missing": _("Say in what it is counted."),
    "wrong_unit": _("It is counted in something else here."),
    "unknown_parameter": _("This threshold of a programme is not known."),
    "unknown_definition": _("Choose the word that a programme defines."),
    "circular": _("It is compared with itself, so it can never be decided."),
    "empty_group": _("This group is empty: add a condition or take the group out."),
    "never_true": _("Nobody can ever meet this: the conditions contradict each other."),
    "ends_before_it_begins": _("It ends before it begins."),
    "not_a_day": _("This is no day."),
}
YES, NO = pgettext_lazy("answer", "yes"), pgettext_lazy("answer", "no")
NOT_CHOSEN = _("Choose what is asked, or take the condition out.")
OTHERWISE = _("This cannot be understood as a condition.")


def op_choices(field: Field, ops: tuple[str, ...]) -> list[tuple[str, str]]:
    special = {Kind.DATE: ON_A_DAY, Kind.LIST: OF_SEVERAL}.get(field.kind, {})
    return [(op, str(special.get(op) or OPS[op])) for op in ops]


def fault_words(code: str, value: str) -> str:
    if code == "unknown_field" and not value:
        return str(NOT_CHOSEN)
    return str(FAULTS.get(code, OTHERWISE))
