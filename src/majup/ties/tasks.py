"""Jobs of the ties: news once a week, addresses that nobody confirmed."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.network.calendar import country_settings
from majup.ties import actions
from majup.ties.models import Subscription

MOST_A_RUN = 5000


@app.periodic(cron="5 7 * * *")
@app.task(queue="mail", queueing_lock="tell_municipality_news")
def tell_municipality_news(timestamp: int) -> None:
    """Each subscription at most once a week, and only when there is something new (K-P13)."""
    before = timezone.now() - timedelta(days=country_settings()["news_days"])
    due = Subscription.objects.due(before).order_by("told_at", "pk").values_list("pk", flat=True)
    for pk in list(due[:MOST_A_RUN]):
        actions.tell_news(pk=pk)


@app.periodic(cron="25 4 * * *")
@app.task(queue="upkeep", queueing_lock="forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    actions.forget_unconfirmed()
