"""What became of the case: intention, return, the talks after it and flags that the family may need help to stay."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.outcomes import queries
from majup.outcomes.models import Intention, Outcome, Rating
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.codes import code_choices
from majup.web.desk.outcomes.forms import TURNS

FLAG_WORDS = {
    "child_difficulty": gettext_lazy("A child has difficulties"),
    "hard_adaptation": gettext_lazy("Settling in is hard"),
    "money": gettext_lazy("The money does not last"),
    "regret": gettext_lazy("They regret the return"),
    "may_leave": gettext_lazy("They may leave again"),
    "no_work": gettext_lazy("No work half a year after the return"),
}
INTENTION = Prepared(lambda case: Intention.objects.filter(case=case))
RATINGS = Prepared(lambda case: Rating.objects.filter(case=case).order_by("pk"))
OTHERS = Prepared(lambda case: Outcome.objects.filter(case=case).order_by("-on"))


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.OUTCOME_RECORD):
        return None
    event = queries.latest_return(case) if case.has_return else None
    departure = getattr(event, "departure", None)
    flags = queries.flags(event) if event and not departure else []
    names, turns = dict(code_choices("follow_up_items")) if flags else {}, dict[str, Any](TURNS)
    return {
        "name": "outcomes",
        "title": _("Return"),
        "template": "desk/cases/panels/outcomes.html",
        "intention": next(iter(INTENTION(case=case.pk)), None) if case.has_intention else None,
        "others": [(row, turns[row.kind]) for row in OTHERS(case=case.pk)] if case.has_other_outcomes else [],
        "event": event,
        "checks": list(event.checks.all()) if event else [],
        "flags": [_flag(flag, names) for flag in flags],
        "departure": departure,
        "ratings": [_rating(rating) for rating in RATINGS(case=case.pk)],
        "actions": _actions(case, is_back=bool(event and not departure)),
    }


MET = {
    Rating.Met.YES: gettext_lazy("Our help met their expectations"),
    Rating.Met.PARTLY: gettext_lazy("Our help met their expectations in part"),
    Rating.Met.NO: gettext_lazy("Our help did not meet their expectations"),
}
RECOMMEND = {True: gettext_lazy("would recommend us"), False: gettext_lazy("would not recommend us")}
INFLUENCE = {
    Rating.Influence.DECISIVE: gettext_lazy("would not have come without the support"),
    Rating.Influence.SOME: gettext_lazy("the support helped them to decide"),
    Rating.Influence.NONE: gettext_lazy("would have come anyway"),
}


def _rating(rating: Rating) -> dict[str, Any]:
    """What the family says of our help, as one line (SUR-02)."""
    said: list[Any] = [MET.get(rating.met), RECOMMEND.get(rating.recommend), INFLUENCE.get(rating.influence)]
    said += [_("communication %(mark)s of 10") % {"mark": rating.communication}] if rating.communication else []
    said += [_("usefulness %(mark)s of 10") % {"mark": rating.usefulness}] if rating.usefulness else []
    names = dict(code_choices("useful_support")) if rating.useful else {}
    said += (
        [_("of use: %(what)s") % {"what": ", ".join(names.get(code, code) for code in rating.useful)}] if names else []
    )
    return {"row": rating, "words": [words for words in said if words]}


def _flag(flag: queries.Flag, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": flag.code,
        "words": FLAG_WORDS[flag.code],
        "month": flag.month,
        "items": [names.get(item, item) for item in flag.items],
    }


def _actions(case: Any, is_back: bool) -> list[tuple[str, str, str]]:
    """What can be recorded now: who is back leaves again or stays; an intention is stated once."""
    lines = [
        (_("Intends to return"), "outcome_intention", "i", not (is_back or case.has_intention)),
        (_("Has returned"), "outcome_return", "r", not is_back),
        (_("Another turn"), "outcome_other", "", not is_back),
        (_("Left again"), "outcome_departure", "", is_back),
    ]
    return [(label, reverse(name, args=[case.reference]), key) for label, name, key, fits in lines if fits]
