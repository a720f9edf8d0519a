"""Small things that every view uses: who may enter, rejected forms, keyset pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from majup.staff.models import User
from majup.staff.roles import Permission


class StaffRequest(HttpRequest):
    """What views behind `needs` get: somebody is signed in."""

    user: User


def needs(*permissions: Permission) -> Callable:
    """Let in only users who have one of `permissions`; says whether, `visible_to` says which."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def page_or_422(request: HttpRequest, template: str, context: dict[str, Any], *forms: Any) -> HttpResponse:
    """The page; with status 422 when one of `forms` was sent and refused."""
    refused = any(form is not None and form.is_bound and form.errors for form in forms)
    return render(request, template, {**context, "has_errors": refused}, status=422 if refused else 200)


def page_before(request: HttpRequest) -> str:
    """Where somebody came from to do a thing, as `back` in the form or the address says; "" unless a page of ours."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def grouped(rows: Iterable[Any], attribute: str) -> dict[int, list[Any]]:
    """Rows in their order by the id in `attribute`, e.g. "offer_id"; an id without rows has an empty list."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


@dataclass(frozen=True)
class KeysetPage:
    """One page of a long list without counting it: rows, and where the next older page begins ("" at the end)."""

    rows: Sequence[Any]
    older: str
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def cut(page: KeysetPage, number: int, *, by: str) -> KeysetPage:
    """The page with its first `number` rows; the next one begins behind them."""
    if number >= len(page):
        return page
    return replace(page, rows=page.rows[:number], older=_place_of(page.rows[number - 1], by))


def _first(rows: QuerySet, most: int) -> list[Any]:
    return list(rows[:most])


def aware_moment(text: str) -> datetime:
    """Read a position of a list by moments; ValueError for anything but a moment with its time zone."""
    moment = datetime.fromisoformat(text)
    if timezone.is_naive(moment):
        raise ValueError(text)
    return moment


def keyset_page(
    rows: QuerySet,
    *,
    by: str,
    after: str,
    size: int = 25,
    parse: Callable[[str], Any],
    read: Callable[[QuerySet, int], list[Any]] = _first,
) -> KeysetPage:
    """Newest first by (`by`, id). `after` is "<value>~<id>" of the last row seen; a broken one means the first page.

    `read` takes the first so many of the rows, which a search may do in its own way.
    """
    start = _position(after, parse)
    ordered = rows.order_by(f"-{by}", "-pk")
    if start is not None:
        value, pk = start
        # The first condition says nothing new, but lets the index begin at the right place however deep the page lies.
        ordered = ordered.filter(Q(**{f"{by}__lte": value}), Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": pk}))
    found = read(ordered, size + 1)
    shown = found[:size]
    older = _place_of(shown[-1], by) if len(found) > size else ""
    return KeysetPage(shown, older, start is None)


def _place_of(row: Any, by: str) -> str:
    return f"{_written(getattr(row, by))}~{row.pk}"


def _position(after: str, parse: Callable[[str], Any]) -> tuple[Any, int] | None:
    value, _, pk = after.rpartition("~")
    try:
        parsed = parse(value)
        return (parsed, int(pk)) if parsed is not None else None
    except (ValueError, TypeError, OverflowError):
        return None


def _written(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
