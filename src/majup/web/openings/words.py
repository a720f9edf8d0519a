"""Words for codes of the openings: kinds, states, what an entry says, what is wrong with a cell and what to do."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from majup.kernel.money import format_amount
from majup.openings import queries
from majup.openings.models import Answer, Dwelling, Employer, Reading, State, Vacancy
from majup.web.components.library import register
from majup.web.components.texts import language, named

STATES: dict[Any, Any] = {
    State.WAITING: _("Waits for the check"),
    State.PUBLISHED: _("Shown"),
    State.REFUSED: _("Not published"),
    State.HIDDEN: _("Hidden: not confirmed"),
    State.ENDED: _("Ended"),
}
TONES: dict[Any, str] = {
    State.WAITING: "wait",
    State.PUBLISHED: "good",
    State.REFUSED: "plain",
    State.HIDDEN: "late",
    State.ENDED: "plain",
}
ANSWERS: dict[Any, Any] = {
    Answer.UNKNOWN: _("not said"),
    Answer.YES: _("yes"),
    Answer.PARTLY: _("partly"),
    Answer.NO: _("no"),
}
SECTORS: dict[Any, Any] = {Employer.Sector.PRIVATE: _("Private"), Employer.Sector.PUBLIC: _("Public")}
AGREEMENTS: dict[Any, Any] = {
    Employer.Agreement.NONE: _("None"),
    Employer.Agreement.ASKED: _("Asked for"),
    Employer.Agreement.SIGNED: _("Signed"),
    Employer.Agreement.ENDED: _("Ended"),
}
KINDS: dict[Any, Any] = {
    Dwelling.Kind.MUNICIPAL_RENT: _("Flat of the municipality, to rent"),
    Dwelling.Kind.PRIVATE_RENT: _("Private home, to rent"),
    Dwelling.Kind.PURCHASE: _("Home to buy"),
    Dwelling.Kind.RENT_TO_BUY: _("Home to rent with the right to buy"),
    Dwelling.Kind.EMPLOYER: _("Employer's dwelling"),
    Dwelling.Kind.LAND: _("Land plot"),
    Dwelling.Kind.BUSINESS: _("Premises or land for business"),
}
CONDITIONS: dict[Any, Any] = {
    Dwelling.Condition.UNKNOWN: _("not said"),
    Dwelling.Condition.READY: _("Ready to live in"),
    Dwelling.Condition.REPAIRS: _("Needs repairs"),
    Dwelling.Condition.SHELL: _("Without finishing"),
}
READINGS: dict[Any, Any] = {
    Reading.State.MAPPING: _("Which column is which?"),
    Reading.State.CHECKING: _("Being checked"),
    Reading.State.CHECKED: _("Checked"),
    Reading.State.IMPORTING: _("Being taken over"),
    Reading.State.DONE: _("Taken over"),
    Reading.State.FAILED: _("Could not be read"),
    Reading.State.DROPPED: _("Put aside"),
}
READING_TONES: dict[Any, str] = {
    Reading.State.MAPPING: "wait",
    Reading.State.CHECKING: "info",
    Reading.State.CHECKED: "wait",
    Reading.State.IMPORTING: "info",
    Reading.State.DONE: "good",
    Reading.State.FAILED: "late",
    Reading.State.DROPPED: "plain",
}
# What a cell lacks, and what to do about it.
REMEDIES = {
    "missing": _("The cell is empty, and without it the row cannot be taken. Fill it in."),
    "repeated": _("Another row has the same key. Give each row a key of its own, or take one of them out."),
    "too-long": _("The text is too long. Shorten it."),
    "no-day": _("This is no day. Write it as 2027-01-31 or 31.01.2027."),
    "no-sum": _("This is no sum. Write figures only, for example 1500 or 1500,50."),
    "ambiguous-sum": _("This may be a thousand or one and a bit. Write it without a mark, or with cents."),
    "too-large": _("The number is too large. Check the figures and the currency."),
    "no-number": _("This is no number. Write figures only."),
    "no-word": _("We do not know this word. Use one of the words in the list below the table."),
    "no-address": _("An address on the web begins with https:// and has no blanks."),
    "no-code": _("A code of an occupation consists of figures only."),
    "no-place": _("We know no municipality by this name. Write its name, or an address that ends with it."),
    "no-region": _("We know no planning region by this name. Write the name of one, short or whole."),
    "no-group": _("We know no group of occupations by this name. Write its name or its ISCO-08 code."),
    "no-year": _("This is no year of our time. Write it as 2027."),
    "nothing-planned": _("The row says no number. Fill in at least one: new, going or replaced jobs."),
    "elsewhere": _("This place lies in another municipality. Take the row out, or ask the coordinator to import it."),
    "pay-upside-down": _("The highest pay is lower than the lowest. Exchange them."),
}
NOTES = {"no-place": _("We know no municipality by this name. The row goes in, and its municipality stays unknown.")}
FAILURES = {
    "empty": _("The file is empty. Choose another file."),
    "too-large": _("The file is larger than 60 MB. Divide it."),
    "not-a-table": _("This is no table. Save it as CSV or XLSX and send it again."),
    "unreadable": _("The file is damaged and cannot be opened. Save it anew and send it again."),
    "too-many-rows": _("The file has more than 300,000 rows. Divide it."),
    "too-many-columns": _("The file has more than 100 columns. Take out those that are not needed."),
    "no-rows": _("The file has no rows. Choose another file."),
}
EVENTS = {
    "added": _("written down"),
    "changed": _("changed"),
    "handed-in": _("handed in"),
    "published": _("checked and published"),
    "refused": _("not published"),
    "confirmed": _("confirmed"),
    "ended": _("shown no longer"),
    "pushed": _("told abroad"),
}
FIELDS = {
    "key": _("Key of the row"),
    "title": _("Job title"),
    "employer_name": _("Employer"),
    "employer_number": _("Registration number of the employer"),
    "occupation_code": _("Code of the occupation (ISCO-08)"),
    "field": _("Field of work"),
    "place": _("Place"),
    "pay_from": _("Pay before tax, from"),
    "pay_to": _("Pay before tax, to"),
    "pay_period": _("Pay for a month or an hour"),
    "bonuses": _("Benefits besides the pay"),
    "load": _("Full or part time"),
    "hours": _("Hours a week"),
    "remote": _("Remote work"),
    "without_latvian": _("Possible to start without the state language"),
    "housing_help": _("Help with a home"),
    "training_help": _("Help with training"),
    "relocation_help": _("Help with the move"),
    "abroad_useful": _("Experience abroad is useful here"),
    "flexible_hours": _("Flexible hours"),
    "online_interview": _("Job interview online"),
    "internship": _("Internship"),
    "growth": _("How one can get on"),
    "package": _("Package for specialists"),
    "text": _("Description"),
    "contact": _("Where to apply"),
    "url": _("Address on the web"),
    "posted_on": _("Published on"),
    "valid_to": _("Last day"),
    "kind": _("Kind"),
    "area": _("Part of the municipality"),
    "rooms": _("Rooms"),
    "size": _("Square metres"),
    "price": _("Price"),
    "condition": _("State of the home"),
    "free_from": _("Free from"),
    "contract": _("How long the contract runs"),
    "priority": _("Who comes first"),
    "conditions": _("Who may apply"),
    "way": _("How to get it"),
    "region": _("Planning region"),
    "occupation": _("Group of occupations, by name or ISCO-08 code"),
    "year": _("Year that is planned"),
    "created": _("New jobs"),
    "closed": _("Jobs that go"),
    "replaced": _("Jobs to be filled anew"),
}


def _filter(name: str, words: dict[Any, Any]) -> None:
    register.filter(name, lambda code: str(words.get(code, code)))


for _name, _words in {
    "opening_state": STATES,
    "opening_tone": TONES,
    "opening_answer": ANSWERS,
    "employer_sector": SECTORS,
    "employer_agreement": AGREEMENTS,
    "dwelling_kind": KINDS,
    "dwelling_condition": CONDITIONS,
    "reading_state": READINGS,
    "reading_tone": READING_TONES,
    "opening_field": FIELDS,
    "opening_event": EVENTS,
}.items():
    _filter(_name, _words)


@register.filter
def problem_remedy(problem: Any) -> str:
    return str((NOTES if problem.is_note else REMEDIES).get(problem.code, problem.code))


def _range(low: Any, high: Any) -> str:
    """A range of sums in the reader's language; one sum alone with "from" or "up to", or once when both are equal."""
    sums = [format_amount(Decimal(value), language()) for value in (low, high) if value is not None]
    if len(sums) == 2:
        return sums[0] if sums[0] == sums[1] else f"{sums[0]}\N{EN DASH}{sums[1]}"
    if not sums:
        return ""
    return (gettext("from %(sum)s") if low is not None else gettext("up to %(sum)s")) % {"sum": sums[0]}


@register.filter
def pay_before_tax(vacancy: Vacancy) -> str:
    """What the source says, with its period; a sum whose period is not said is never called a month's pay."""
    said = _range(vacancy.pay_from, vacancy.pay_to)
    if not said:
        return gettext("pay not said")
    if vacancy.pay_period == Vacancy.Period.HOUR:
        return gettext("%(sum)s an hour before tax") % {"sum": said}
    if vacancy.pay_period == Vacancy.Period.UNCLEAR:
        return gettext("%(sum)s before tax; looks like pay for an hour, the source does not say") % {"sum": said}
    return gettext("%(sum)s a month before tax") % {"sum": said}


@register.filter
def pay_after_tax(vacancy: Vacancy) -> str:
    """Ours, rounded to euros, with the year of the rules; empty when it cannot be worked out."""
    said = _range(vacancy.net_from, vacancy.net_to if vacancy.pay_to else None)
    return gettext("about %(sum)s a month after tax") % {"sum": said} if said else ""


@register.filter
def price_of(dwelling: Dwelling) -> str:
    if dwelling.price is None:
        return gettext("price not said")
    said = format_amount(dwelling.price, language())
    return said if dwelling.price_unit == "once" else gettext("%(sum)s a month") % {"sum": said}


@register.filter
def rooms_of(dwelling: Dwelling) -> str:
    """Rooms and size, what is known of them."""
    rooms = ngettext("%(n)s room", "%(n)s rooms", dwelling.rooms or 0) % {"n": dwelling.rooms}
    size = f"{dwelling.size:.0f} m²" if dwelling.size else ""
    return ", ".join(part for part in (rooms if dwelling.rooms else "", size) if part)


@register.filter
def confirmed_until(entry: Any) -> Any:
    return queries.confirm_by(entry)


@register.filter
def helps_of(vacancy: Vacancy) -> list[str]:
    """What draws people from abroad, said shortly: only what the entry says."""
    said = [
        (vacancy.internship == Answer.YES, gettext("Internship")),
        (vacancy.remote == Answer.YES, gettext("Remote")),
        (vacancy.remote == Answer.PARTLY, gettext("Partly remote")),
        (vacancy.without_latvian == Answer.YES, gettext("Without the state language at first")),
        (vacancy.housing_help == Answer.YES, gettext("Help with a home")),
        (vacancy.relocation_help == Answer.YES, gettext("Help with the move")),
        (vacancy.training_help == Answer.YES, gettext("Training")),
        (vacancy.abroad_useful == Answer.YES, gettext("Experience abroad counts")),
        (vacancy.flexible_hours == Answer.YES, gettext("Flexible hours")),
        (vacancy.online_interview == Answer.YES, gettext("Job interview online")),
    ]
    return [words for holds, words in said if holds]


ASKED_FIRST = ("remote", "without_latvian", "housing_help", "relocation_help", "training_help", "abroad_useful",
               "flexible_hours", "online_interview", "internship")  # fmt: skip


@register.filter
def answers_of(vacancy: Vacancy) -> list[tuple[str, str]]:
    """(question, answer) of what families ask first, where the entry says something."""
    told = [(FIELDS[name], getattr(vacancy, name)) for name in ASKED_FIRST]
    return [(str(label), str(ANSWERS[given])) for label, given in told if given != Answer.UNKNOWN]


@register.filter
def silent_on(vacancy: Vacancy) -> list[str]:
    """What families ask first and the entry does not say: to be asked, never taken for a no."""
    silent = [FIELDS[name] for name in ASKED_FIRST[:-1] if getattr(vacancy, name) == Answer.UNKNOWN]
    return [*([] if vacancy.load else [str(FIELDS["load"])]), *map(str, silent)]


@register.filter
def home_silent_on(dwelling: Dwelling) -> list[str]:
    """What families ask of a home and the entry does not say."""
    names = ["free_from", "priority", "conditions"]
    if dwelling.kind != Dwelling.Kind.LAND:
        names.insert(0, "condition")
    silent = [str(FIELDS[name]) for name in names if not getattr(dwelling, name)]
    return silent if rooms_of(dwelling) else [gettext("Rooms and size"), *silent]


@register.filter
def where_is(dwelling: Dwelling) -> str:
    """Part and municipality, as far as the entry says them; never the address."""
    return ", ".join(part for part in (dwelling.area, named(dwelling.municipality)) if part)
