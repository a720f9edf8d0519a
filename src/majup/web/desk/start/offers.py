"""What families said to their letters, and letters that cannot go out because what stands in them has grown old.

Each offer with unread marks is one row until the coordinator has read them (NET-09).
"""

from datetime import date

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.offers.models import Offer, OfferItem
from majup.offers.queries import Missing, listed, stale, unseen_marks
from majup.staff.models import User
from majup.web.desk.offers.words import missing_words
from majup.web.desk.start.counts import ROWS, Count, Row, up_to_limit


def count(user: User) -> Count:
    return Count(
        gettext_lazy("Offers with news from the family"),
        up_to_limit(listed(user, "marked")),
        f"{reverse('offers')}?group=marked",
        "wait",
    )


def rows(user: User, day: date) -> list[Row]:
    return [*_marked(user), *_stopped(user, day)]


def _stopped(user: User, day: date) -> list[Row]:
    """Letters being written that cannot go out, because what stands in them has grown old: one row for each letter."""
    found = {gap.item.offer_id: gap for gap in reversed(stale(user, day)) if gap.item}
    return [_stopped_row(gap, gap.item, day) for gap in list(found.values())[:ROWS] if gap.item]


def _stopped_row(gap: Missing, item: OfferItem, day: date) -> Row:
    fact = item.fact_version.fact if item.fact_version else None
    entry = item.vacancy or item.dwelling or fact
    last = entry.valid_to if entry else None
    return Row(
        kind=_("Offer"),
        title=item.offer.case.title,
        url=reverse("offer_send", args=[item.offer_id]),
        due=last if last and last < day else day,
        waits_since=True,
        text=missing_words(gap),
    )


def _marked(user: User) -> list[Row]:
    first = unseen_marks(user).values("version__offer").annotate(since=Min("at")).order_by("since")[:ROWS]
    since = {row["version__offer"]: row["since"] for row in first}
    offers = Offer.objects.visible_to(user).filter(pk__in=since).select_related("case")
    return [
        Row(
            kind=_("Offer"),
            title=offer.case.title,
            url=reverse("offer", args=[offer.pk]),
            due=timezone.localdate(since[offer.pk]),
            waits_since=True,
            text=_("The family marked the letter or asked about it."),
        )
        for offer in offers
    ]
