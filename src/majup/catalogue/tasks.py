"""Jobs of the catalogue: owners are asked to confirm what is due, and web pages whether they still answer."""

from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from majup.catalogue import links, missed
from majup.catalogue.letters import ask_to_confirm
from majup.catalogue.models import Fact
from majup.network.models import Role

DAYS_BETWEEN = 14


@app.periodic(cron="23 6 * * 1-5")
@app.task(queue="catalogue", queueing_lock="ask_to_confirm_facts")
def ask_to_confirm_facts(timestamp: int) -> None:
    """One mail for each role with something due, not again within two weeks."""
    today = timezone.localdate()
    quiet = Q(reminded_on=None) | Q(reminded_on__lte=today - timedelta(days=DAYS_BETWEEN))
    due = Fact.objects.due(today).filter(quiet, role__isnull=False).order_by("role", "due_on", "pk")
    roles = Role.objects.select_related("municipality", "institution", "region")
    for role_id, facts in groupby(due, key=lambda fact: fact.role_id):
        _ask(roles.get(pk=role_id), list(facts))


@transaction.atomic
def _ask(role: Role, facts: list[Fact]) -> None:
    if ask_to_confirm(role, facts):
        Fact.objects.filter(pk__in=[fact.pk for fact in facts]).update(reminded_on=timezone.localdate())


@app.periodic(cron="41 3 * * 0")
@app.task(queue="catalogue", queueing_lock="check_links")
def check_links(timestamp: int) -> None:
    """Every web page that is named somewhere is asked for once a week, one after the other (K-X1)."""
    urls = links.named()
    links.forget_unnamed(urls)
    for url in urls:
        links.note(url, links.problem_of(url))


@app.task(queue="catalogue")
def note_missed_search(words: str, language: str) -> None:
    """A page that only shows something cannot write, so the worker notes what it did not find."""
    missed.note(words=words, language=language)


@app.periodic(cron="17 4 * * *")
@app.task(queue="catalogue", queueing_lock="forget_missed_searches")
def forget_missed_searches(timestamp: int) -> None:
    missed.forget_old()
