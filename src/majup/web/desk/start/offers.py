"""What families said to their letters: each offer with unread marks is one row until the coordinator has read them."""

from datetime import date

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.offers.models import Offer
from majup.offers.queries import listed, unseen_marks
from majup.staff.models import User
from majup.web.desk.start.counts import ROWS, Count, Row, up_to_limit


def count(user: User) -> Count:
    return Count(
        gettext_lazy("Offers with news from the family"),
        up_to_limit(listed(user, "marked")),
        f"{reverse('offers')}?group=marked",
        "wait",
    )


def rows(user: User, day: date) -> list[Row]:
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
