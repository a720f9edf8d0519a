"""Sends offers in processes that are killed at a given point, and says what stood in database and disk afterwards.

Run by test_kill.py in a process of its own, on a database of its own. Prints one JSON object:
{"statements": [...], "commit": [...], "random": [...]}, each outcome "nothing", "sent" or a description of damage.
"""

import gc
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from majup.cases.models import Need  # noqa: E402
from majup.kernel.dates import long_date  # noqa: E402
from majup.kernel.hashing import digest  # noqa: E402
from majup.network.queries import equip  # noqa: E402
from majup.offers import actions  # noqa: E402
from majup.offers.models import Offer, OfferVersion  # noqa: E402
from majup.people.models import Event  # noqa: E402
from majup.plumbing import files  # noqa: E402
from majup.plumbing.mail import as_sender  # noqa: E402
from majup.plumbing.models import OutgoingMail  # noqa: E402
from majup.staff.models import User  # noqa: E402
from majup.staff.scope import acting  # noqa: E402
from tests.support.offers import complete_offer, make_family_case, need  # noqa: E402

RANDOM_INSTANTS = 50


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(wanted: int, number: int) -> None:
    if number == wanted:
        die()


def go_on(_number: int) -> None:
    """Kill nothing."""


def new_offer(user: User) -> Offer:
    case = make_family_case(user)
    need(case, "school", user, person="Anna")
    return complete_offer(case, user)


def send(offer: Offer, user: User, before: Callable[[int], None], commit: str = "") -> None:
    """The real action; `before(n)` runs ahead of the nth statement, `commit` kills "before" or "after" the commit."""
    counted = 0

    def count(execute, sql, params, many, context):
        nonlocal counted
        counted += 1
        before(counted)
        return execute(sql, params, many, context)

    with acting(user.scope), connection.execute_wrapper(count):
        if commit:
            real = connection.connection.commit
            connection.connection.commit = lambda: die() if commit == "before" else (real(), die())
        actions.send(offer=offer, by=user, key=f"kill {offer.pk}")


def in_child(act: Callable[[], None], kill_after: float | None = None) -> tuple[bool, float]:
    """Run `act` in a forked process; returns whether it was killed, and how long it took."""
    connection.close()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            act()
            connection.close()
        finally:
            os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), time.perf_counter() - began


def wait_until_the_server_noticed() -> None:
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)
    raise SystemExit("a killed process still holds its connection")


def outcome(offer: Offer, user: User) -> str:
    """ "nothing", "sent", or what is wrong."""
    wait_until_the_server_noticed()
    with acting(user.scope):
        versions = list(OfferVersion.objects.filter(offer=offer))
        state = Offer.objects.get(pk=offer.pk).state
        needs = set(Need.objects.filter(case=offer.case_id).values_list("state", flat=True))
        events = Event.objects.filter(household=offer.household_id, kind="offer.sent").count()
    with as_sender():
        mails = list(OutgoingMail.objects.filter(household_id=offer.household_id))
    if (versions, state, needs, events, mails) == ([], "draft", {"open"}, 0, []):
        return "nothing"
    if len(versions) == 1 and len(mails) == 1 and (state, needs, events) == ("sent", {"offered"}, 1):
        pdf = files.read(versions[0].pdf_sha256)
        whole = digest(pdf) == versions[0].pdf_sha256 and mails[0].attachments[0]["sha256"] == versions[0].pdf_sha256
        return "sent" if whole else "the PDF is another one"
    return f"{len(versions)} versions, {state}, needs {sorted(needs)}, {events} events, {len(mails)} mails"


def each_statement(user: User) -> list[str]:
    """Killed before the first statement, before the second, and so on until the action is through."""
    offer, found = new_offer(user), []
    for number in range(1, 400):
        killed, _ = in_child(partial(send, offer, user, partial(die_at, number)))
        found.append(outcome(offer, user))
        if not killed:
            return found
        if found[-1] != "nothing":
            offer = new_offer(user)
    raise SystemExit("the action never ends")


def around_commit(user: User) -> list[str]:
    found = []
    for moment in ("before", "after"):
        offer = new_offer(user)
        in_child(partial(send, offer, user, go_on, commit=moment))
        found.append(outcome(offer, user))
    return found


def random_instants(user: User) -> list[str]:
    offer = new_offer(user)
    _, whole = in_child(partial(send, offer, user, go_on))
    offer, found = new_offer(user), []
    for _ in range(RANDOM_INSTANTS):
        in_child(partial(send, offer, user, go_on), kill_after=random.uniform(0, whole * 1.1))
        found.append(outcome(offer, user))
        if found[-1] != "nothing":
            offer = new_offer(user)
    return found


def warm_up() -> None:
    """Read what every child would read for itself, so that it dies while it sends and not while it imports."""
    reverse("home")
    for language, _name in settings.LANGUAGES:
        long_date(date.today(), language)
    gc.freeze()


def main() -> None:
    warm_up()
    user = equip(User.objects.get(email=sys.argv[1]))
    found = {"statements": each_statement(user), "commit": around_commit(user), "random": random_instants(user)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
