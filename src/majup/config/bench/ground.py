"""What the measurement needs from the database: a signed-in coordinator, addresses to visit, the floor in plain SQL."""

from __future__ import annotations

import time
from statistics import median
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from majup.cases.models import Case
from majup.intake import actions as intake
from majup.intake.models import UNTAKEN, Enquiry
from majup.kernel.periods import Period
from majup.network.queries import equip
from majup.offers import actions as offers
from majup.people.models import SearchWord
from majup.places.models import PlanningRegion
from majup.profiles import finder
from majup.reports import counts
from majup.staff import scope
from majup.staff.models import User
from majup.web.sessions import SessionStore

WAITING = 30


class Ground:
    """Everything is seen by the coordinator of the biggest region, who holds 35 % of all cases."""

    LIST = "SELECT id, reference, title, stage, opened_at FROM cases_case ORDER BY opened_at DESC, id DESC LIMIT 26"
    FILTERED = (
        "SELECT id, reference, title, stage, opened_at FROM cases_case WHERE stage = %s"
        " ORDER BY opened_at DESC, id DESC LIMIT 26"
    )
    OPEN = "SELECT * FROM cases_contact WHERE case_id = %s ORDER BY at DESC, id DESC LIMIT 26"
    WORD = (
        "SELECT c.reference, c.title, c.stage FROM people_searchword w JOIN cases_case c USING (household_id)"
        " WHERE w.region_id = %s AND w.word = %s LIMIT 25"
    )

    def __init__(self, households: int) -> None:
        self.region = PlanningRegion.objects.order_by("order").first()
        self.user = equip(User.objects.get(email=f"coordinator.{self.region.code}@majup.example"))
        scope.apply(self.user.scope)
        self.session = self._session()
        self.client = Client(headers={"host": "127.0.0.1"})
        self.client.cookies["sessionid"] = self.session
        self._counts: list[tuple[int, str]] = []
        self._drafts: list[int] = []
        self.median_id = 0
        self._fill_queue()

    def _fill_queue(self) -> None:
        """Thirty enquiries wait for the coordinator, received through the action."""
        waiting = Enquiry.objects.filter(region=self.region, state__in=UNTAKEN).count()
        for number in range(waiting, WAITING):
            said = {"text": "May we ask what awaits us?", "name": f"Waiting {number}", "phone": f"+371201{number:05}"}
            intake.receive(channel="phone", language="lv", region=self.region, by=self.user, **said)

    def _session(self) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session["second_factor"] = True
        session.create()
        return session.session_key

    def url(self, name: str, *arguments: Any) -> str:
        return reverse(name, args=arguments)

    def queries_of(self, path: str) -> int:
        """How many statements the page needs, counted in this process."""
        with CaptureQueriesContext(connection) as captured:
            self.client.get(path)
        scope.apply(self.user.scope)
        return len(captured)

    def prepared(self, period: str) -> list[float]:
        """Milliseconds to count the days of `period` anew, as the worker does."""
        begun = time.perf_counter()
        counts.prepare(Period.parse(period))
        return [1000 * (time.perf_counter() - begun)]

    def floor(self, statement: str, argument_lists: list[list[Any]]) -> float:
        """Median milliseconds of the same rows by hand-written SQL under the same role and scope."""
        with psycopg.connect(settings.DATABASE_URL, options="-c role=majup_app", autocommit=True) as plain:
            for name, value in self.user.scope.settings().items():
                plain.execute("SELECT set_config(%s, %s, false)", [name, value])
            times = []
            for turn in range(40):
                begun = time.perf_counter()
                plain.execute(statement, argument_lists[turn % len(argument_lists)]).fetchall()
                times.append((time.perf_counter() - begun) * 1000)
        return median(times[5:])

    def deep_position(self) -> str:
        """Where the list stands after about half of all cases."""
        oldest, newest = (
            Case.objects.order_by(order).values_list("opened_at", flat=True).first()
            for order in ("opened_at", "-opened_at")
        )
        middle = Case.objects.filter(opened_at__lte=oldest + (newest - oldest) / 2).order_by("-opened_at").first()
        return quote(f"{middle.opened_at.isoformat()}~{middle.pk}")

    def searches(self) -> dict[str, list[str]]:
        """What is typed: popular and rare names without diacritics, names with a slip, numbers and addresses."""
        words = SearchWord.objects.filter(region=self.region)
        names = [
            word
            for word in words.filter(word__gte="b", word__lt="s").values_list("word", flat=True)[:400_000:4_000]
            if word.isalpha()
        ][:20]
        pks = list(Case.objects.order_by("pk").values_list("household_id", flat=True)[10:2000:100])
        phones = [
            word
            for word in words.filter(household__in=pks).values_list("word", flat=True)
            if word.isdigit() and len(word) == 8
        ]
        mails = [word for word in words.filter(household__in=pks).values_list("word", flat=True) if "@" in word]
        common = ["berzins", "kalnina", "ozolins", "jansone", "anna", "anna berzina", "liepins janis"]
        return {
            "name": [*common, *names],
            "name with a slip": [slip(word) for word in [*common, *names] if len(word) > 4 and " " not in word],
            "phone": phones,
            "mail": mails,
        }

    def search_url(self, text: str) -> str:
        return f"{reverse('search')}?q={quote(text)}"

    def finder_urls(self) -> list[str]:
        """Families with other facts and weights; every request works its places out anew."""
        facts = [row["code"] for row in finder.sheet().frame["facts"]]
        criteria = [criterion.code for criterion in finder.sheet().criteria]
        return [
            f"{reverse('place_finder')}?facts={facts[n % len(facts)]}&weight_{criteria[n % len(criteria)]}={n % 6}"
            for n in range(60)
        ]

    def search_floor(self, name: str, texts: list[str]) -> tuple[str, list[list[Any]]] | None:
        if "slip" in name:
            return None
        return self.WORD, [[self.region.pk, text] for text in texts if " " not in text]

    def cases_with_contacts(self, share: float) -> list[str]:
        """References of twenty cases around this quantile of the number of contacts."""
        if not self._counts:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), c.reference FROM cases_case c JOIN cases_contact k ON k.case_id = c.id"
                    " WHERE c.reference LIKE 'B-%' AND mod(c.id, 25) = 0 GROUP BY c.id ORDER BY 1"
                )
                self._counts = cursor.fetchall()
        middle = int(len(self._counts) * share)
        found = [reference for _count, reference in self._counts[middle - 10 : middle + 10]]
        self.median_id = self.median_id or Case.objects.get(reference=found[10]).pk
        return found

    def drafts(self, count: int) -> list[int]:
        """Offers being composed: drafts of cases that have none yet, made through the action."""
        if not self._drafts:
            waiting = Case.objects.filter(stage="collecting", offers=None).select_related("household", "region")[:20]
            self._drafts = [offers.draft(case=case, language="lv", by=self.user).pk for case in waiting]
        return self._drafts

    def letter_tokens(self) -> list[str]:
        """Links of letters whose PDF is stored: every thousandth household has one of its own."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM offers_offerversion WHERE mod(household_id, 1000) = 0 AND number = 1"
                " ORDER BY id LIMIT 20"
            )
            return [f"bench-{pk}" for (pk,) in cursor.fetchall()]


def slip(word: str) -> str:
    """One letter doubled in the middle, as fingers do."""
    middle = len(word) // 2
    return word[:middle] + word[middle] + word[middle:]
