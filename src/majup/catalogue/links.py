"""Do the web pages that the catalogue names still answer? Asked once a week; what does not is shown (K-X1)."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from majup.catalogue.models import Fact, LinkCheck, State
from majup.network.models import Institution
from majup.profiles.models import Answer

OVER = (State.ENDED, State.WITHDRAWN)
SECONDS = 10
# Stages that know this one name web pages too; each puts its own in here when it starts, under its name.
ALSO_NAMED: dict[str, Callable[[], Iterable[str]]] = {}
ASKS = {"User-Agent": "Majup link check", "Accept": "text/html,*/*;q=0.5"}
# The page is there, only not for programs: nothing to mend.
NOT_FOR_PROGRAMS = frozenset({401, 403, 405, 406, 429, 503})


@dataclass(frozen=True)
class Broken:
    """A page that did not answer, and where it is named."""

    check: LinkCheck
    facts: list[Fact]
    institutions: list[Institution]
    answers: list[Answer]


class NotPublicError(OSError):
    """The address leads into a private network, where a catalogue has nothing to ask for."""


class Inside(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where one may ask in the first place."""

    def redirect_request(self, req: Any, *told: Any) -> Any:
        refuse_private(told[-1])
        return super().redirect_request(req, *told)


def refuse_private(url: str) -> None:
    """Raise NotPublicError unless every address behind the name is public; OSError when there is none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotPublicError(url)
    found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    if not settings.LINK_CHECK_LOCAL and not all(ipaddress.ip_address(row[4][0]).is_global for row in found):
        raise NotPublicError(url)


def problem_of(url: str) -> str:
    """Ask for the page: "" when it answers, the status ("404") when it says no, "no-answer" when nobody does."""
    address = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
    try:
        refuse_private(address)
        with urllib.request.build_opener(Inside).open(urllib.request.Request(address, headers=ASKS), timeout=SECONDS):  # noqa: S310 -- refuse_private lets http and https through alone
            return ""
    except HTTPError as refused:
        refused.close()
        return "" if refused.code in NOT_FOR_PROGRAMS else str(refused.code)
    except (OSError, HTTPException, ValueError):
        return "no-answer"


def running_facts() -> QuerySet[Fact]:
    """Facts that are not over and name a web page."""
    return Fact.objects.exclude(state__in=OVER).exclude(current__url="").filter(current__isnull=False)


def present_answers() -> QuerySet[Answer]:
    return Answer.objects.filter(replaced_at=None).exclude(link="")


def named() -> list[str]:
    """Every address that is shown today: of facts, institutions, profiles and of later stages, each once."""
    found = set(running_facts().values_list("current__url", flat=True))
    found |= set(Institution.objects.exclude(website="").values_list("website", flat=True))
    found |= {url for others in ALSO_NAMED.values() for url in others()}
    return sorted(found | set(present_answers().values_list("link", flat=True)))


def note(url: str, problem: str) -> LinkCheck:
    """Keep what came of asking; a page that answers again is no longer broken."""
    now = timezone.now()
    check, _ = LinkCheck.objects.get_or_create(url=url, defaults={"checked_at": now})
    check.checked_at, check.problem = now, problem
    check.failed_since = (check.failed_since or now) if problem else None
    check.save()
    return check


def forget_unnamed(urls: Iterable[str]) -> None:
    """What nobody names any more is not watched any more."""
    LinkCheck.objects.exclude(url__in=list(urls)).delete()


def broken() -> list[Broken]:
    """Pages that did not answer, the longest silent first, with the facts, institutions and profiles that name them."""
    checks = list(LinkCheck.objects.exclude(problem="").order_by("failed_since", "url"))
    urls = [check.url for check in checks]
    facts = list(running_facts().filter(current__url__in=urls).select_related("current"))
    institutions = list(Institution.objects.filter(website__in=urls).prefetch_related("names"))
    answers = list(present_answers().filter(link__in=urls).select_related("municipality"))
    found = [
        Broken(
            check=check,
            facts=[fact for fact in facts if fact.current and fact.current.url == check.url],
            institutions=[one for one in institutions if one.website == check.url],
            answers=[answer for answer in answers if answer.link == check.url],
        )
        for check in checks
    ]
    return [one for one in found if one.facts or one.institutions or one.answers]


def problem_with(url: str) -> LinkCheck | None:
    """What the last check found wrong with an address; None when it answered or was not asked yet."""
    return LinkCheck.objects.filter(url=url).exclude(problem="").first() if url else None
