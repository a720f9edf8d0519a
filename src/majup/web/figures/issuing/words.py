"""What the figures, states, exceptions and refusals of reports are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports.issuing import exceptions as rules
from majup.reports.issuing.errors import ReportRefused
from majup.reports.models import RegionReport, Report, ReportEvent
from majup.web.components.texts import localized_plain, longdate, longtime
from majup.web.figures.counted.periods import named_period
from majup.web.figures.counted.words import NAMES

Words = str | Promise

# In the order in which a family's way goes; each group has a heading of its own.
GROUPS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (
        pgettext_lazy("report", "Asked"),
        ("enquiries", "families_contacted", "people_contacted"),
    ),
    (
        pgettext_lazy("report", "Worked on"),
        ("cases_opened", "contacts", "questions_sent", "questions_answered", "events_held"),
    ),
    (
        pgettext_lazy("report", "Offered"),
        ("offers_sent", "people_offered", "offer_versions"),
    ),
    (
        pgettext_lazy("report", "Intend to return"),
        ("families_intending", "intentions_people"),
    ),
    (
        pgettext_lazy("report", "Returned, and left again"),
        (
            "families_returned",
            "people_returned",
            "families_returned_alone",
            "people_returned_alone",
            "families_left",
            "people_left",
        ),
    ),
)
FINDINGS = ("people_returned", "offers_sent", "families_contacted")  # what is asked for first
STATES: dict[str, tuple[Words, str]] = {
    RegionReport.State.DRAFTED: (pgettext_lazy("state of a report", "Draft"), "draft"),
    RegionReport.State.SIGNED: (pgettext_lazy("state of a report", "Signed"), "good"),
    RegionReport.State.RETURNED: (pgettext_lazy("state of a report", "Sent back"), "late"),
    RegionReport.State.FROZEN: (pgettext_lazy("state of a report", "Issued"), "good"),
}
KINDS: dict[str, Words] = {
    Report.Kind.QUARTER: pgettext_lazy("period", "Quarter"),
    Report.Kind.HALF: pgettext_lazy("period", "Half-year"),
    Report.Kind.YEAR: pgettext_lazy("period", "Year"),
    Report.Kind.OTHER: pgettext_lazy("period", "Another period"),
}
EVENTS: dict[str, Words] = {
    ReportEvent.Kind.DRAFTED: pgettext_lazy("report", "Drafted"),
    ReportEvent.Kind.SIGNED: pgettext_lazy("report", "Signed"),
    ReportEvent.Kind.RETURNED: pgettext_lazy("report", "Sent back"),
    ReportEvent.Kind.ISSUED: pgettext_lazy("report", "Issued"),
    ReportEvent.Kind.CORRECTED: pgettext_lazy("report", "Corrected"),
}
# code -> (what it is, why it matters and what to do)
EXCEPTIONS: dict[str, tuple[Words, Words]] = {
    "return_without_municipality": (
        gettext_lazy("Returns without a municipality"),
        gettext_lazy(
            "The chosen municipalities would not add up to the families returned. Write down where they live."
        ),
    ),
    "return_before_opening": (
        gettext_lazy("Returns before the case was opened"),
        gettext_lazy(
            "They count as supported before the move, which cannot be. Correct the day or the kind of support."
        ),
    ),
    "return_in_two_regions": (
        gettext_lazy("One family, returns in two regions"),
        gettext_lazy("The family would be counted twice. Agree with the other region whose return it is."),
    ),
    "household_without_members": (
        gettext_lazy("Households of unknown size"),
        gettext_lazy("The people covered would be counted wrong. Write down the members of the family."),
    ),
    "return_without_country": (
        gettext_lazy("Returns without the country they came from"),
        gettext_lazy("They count, but under “country not known”."),
    ),
    "offer_after_return": (
        gettext_lazy("Offers sent after the return"),
        gettext_lazy("They count as offers; say in a word why a family that is back got one."),
    ),
    "intention_after_return": (
        gettext_lazy("Intentions stated after the return"),
        gettext_lazy("They count as intentions; say in a word how that came."),
    ),
    "enquiry_unanswered": (
        gettext_lazy("Enquiries that nobody has answered"),
        gettext_lazy("Answer them, or say in a word why they wait."),
    ),
    "case_without_next_contact": (
        gettext_lazy("Cases without a contact ahead"),
        gettext_lazy("The day of the next contact went by. Plan the next one, or say in a word why not."),
    ),
}


DAYS: dict[str, Words] = {
    "on": pgettext_lazy("day", "Returned"),
    "opened_at": pgettext_lazy("day", "Case opened"),
    "sent_at": pgettext_lazy("day", "Offer sent"),
    "stated_on": pgettext_lazy("day", "Intention stated"),
    "received_at": pgettext_lazy("day", "Received"),
}


def column(code: str) -> str:
    """The name of a figure; moves inside the country say so in it."""
    plain = code.removesuffix("_internal")
    name = str(NAMES.get(plain, plain))
    return name if plain == code else _("%(figure)s (from elsewhere in the country)") % {"figure": name}


def days(period: Period) -> str:
    return pgettext("period", "%(first)s to %(last)s") % {
        "first": longdate(period.start),
        "last": longdate(period.end),
    }


def name_of(report: Report) -> str:
    """As people call it: its own label, else its period."""
    return report.label or named_period(report.period)


def state(regional: RegionReport) -> tuple[str, str]:
    """(word, tone) of the state of a region's report."""
    word, tone = STATES[regional.state]
    return str(word), tone


def exceptions(regional: RegionReport) -> list[str]:
    """How many records do not fit, and what is owed for them: nothing more once the region has signed."""
    blocked, others = (sum(found(regional.exceptions).values()) for found in (rules.blocking, rules.needing_words))
    said = [_("to mend: %(number)s") % {"number": blocked}] if blocked else []
    if others and regional.is_signed:
        return [*said, _("explained: %(number)s") % {"number": others}]
    return [*said, _("to explain: %(number)s") % {"number": others}] if others else said


def day_of(code: str) -> str:
    """What the day is by which the records of an exception are ordered."""
    return str(DAYS[rules.RULES[code].day])


def _names(regions: Any) -> str:
    return ", ".join(localized_plain(region.name) for region in regions)


def _days(number: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


PLAIN: dict[str, Words] = {
    "reversed": gettext_lazy("The period ends before it begins, or its years cannot be right. Check both days."),
    "no_label": gettext_lazy("Say what people call this period."),
    "not_editable": gettext_lazy("This report is signed already. The ministry can send it back."),
    "changed_meanwhile": gettext_lazy(
        "Somebody else changed this report meanwhile. What you typed is kept below; compare and save again."
    ),
    "word_missing": gettext_lazy("Say in a few words why what does not fit together stays as it is."),
    "not_signed": gettext_lazy("Only a signed report can be sent back."),
    "no_note": gettext_lazy("Say what the region should look at."),
    "not_last": gettext_lazy("A later report follows this one; take that away first."),
    "region_signed": gettext_lazy("A region has signed already. Send its report back first."),
    "not_issued": gettext_lazy("Only an issued report is corrected; until then its figures follow the cases."),
    "no_reason": gettext_lazy("Say why the figure is different. Without a reason nothing is corrected."),
    "unknown_figure": gettext_lazy("The report has no such figure."),
    "negative": gettext_lazy("A count cannot be below zero."),
}


def refusal(error: ReportRefused) -> str:
    """The sentence for a refusal, with the difference named."""
    told = error.details
    if error.code in PLAIN:
        return str(PLAIN[error.code])
    return WITH_DETAILS[error.code](told)


def _overlapping(told: dict[str, Any]) -> str:
    return _("The days until %(day)s are in a report already: it would overlap by %(days)s. Begin on %(start)s.") % {
        "day": longdate(told["expected"], "until"),
        "days": _days(told["days"]),
        "start": longdate(told["expected"], "on"),
    }


def _gap(told: dict[str, Any]) -> str:
    return _("%(days)s between the last report and this one would be in none. Begin on %(start)s.") % {
        "days": _days(told["days"]),
        "start": longdate(told["expected"], "on"),
    }


def _blocked(told: dict[str, Any]) -> str:
    listed = "; ".join(f"{EXCEPTIONS[code][0]}: {number}" for code, number in told["exceptions"].items())
    return _("The sums would be wrong. First mend at the source: %(listed)s.") % {"listed": listed}


def _sums_differ(told: dict[str, Any]) -> str:
    return _("The report does not add up and is not issued: %(listed)s.") % {
        "listed": "; ".join(difference(one) for one in told["differences"][:5])
    }


def difference(found: Any) -> str:
    values = {"figure": column(found.column), "parts": found.parts, "whole": found.whole}
    names = {row.code: localized_plain(row.name) for row in PlanningRegion.objects.filter(code__in=found.regions)}
    values["regions"] = ", ".join(names.get(code, code) for code in found.regions)
    return DIFFERENCES[found.code] % values


DIFFERENCES: dict[str, Words] = {
    "regions": gettext_lazy("%(figure)s: the regions signed %(parts)s, counted now are %(whole)s (%(regions)s)"),
    "places": gettext_lazy("%(figure)s: the municipalities give %(parts)s, the region %(whole)s (%(regions)s)"),
    "year": gettext_lazy("%(figure)s: the periods of the year give %(parts)s, the year as one %(whole)s"),
    "since_start": gettext_lazy("%(figure)s: the periods since the start give %(parts)s, all days as one %(whole)s"),
}
WITH_DETAILS: dict[str, Any] = {
    "overlapping": _overlapping,
    "gap": _gap,
    "blocked": _blocked,
    "sums_differ": _sums_differ,
    "not_begun": lambda told: _("The period begins only on %(day)s.") % {"day": longdate(told["start"], "on")},
    "not_of_kind": lambda told: (
        _("A period of this kind ends on %(day)s. For other days choose “another period”.")
        % {"day": longdate(told["expected"], "on")}
    ),
    "unfinished": lambda told: (
        _("The period runs until %(day)s; a draft of an unfinished period is not signed.")
        % {"day": longdate(told["last"], "until")}
    ),
    "already_issued": lambda told: (
        _("%(name)s issued this report already: %(at)s.") % {"name": told["by"], "at": longtime(told["at"])}
    ),
    "earlier_open": lambda told: (
        _("An earlier report is still open: %(period)s. Issue that one first.")
        % {"period": named_period(told["period"])}
    ),
    "region_missing": lambda told: (
        _("Not signed yet: %(regions)s. A report without them would not be of the country.")
        % {"regions": _names(told["regions"])}
    ),
    "nothing_changed": lambda told: _("The figure is %(value)s already.") % told,
}


def staying(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(so many months after the return, what was known of those families when the report was issued)."""
    return [
        (
            _("%(month)s months after the return") % {"month": told["months"]},
            _("families %(families)s: here %(here)s, left again %(left)s, not known %(unknown)s") % told,
        )
        for told in document.get("staying", [])
    ]
