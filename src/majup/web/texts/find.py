"""A text on the desk: who may read it, change it, be its second pair of eyes."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from majup.guides.models import ReviewedText, TextVersion, VersionState
from majup.guides.queries import WITH
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.http import StaffRequest


def find_text(request: StaffRequest, code: str, *, to_change: bool = False) -> ReviewedText:
    """404 for what the user may not read, or not change."""
    texts = ReviewedText.objects.readable_by(request.user).select_related(*WITH, "common__current")
    text: ReviewedText = get_object_or_404(texts, code=code)
    if to_change and not keeps(request.user, text):
        raise Http404
    return text


def keeps(user: User, text: ReviewedText) -> bool:
    return ReviewedText.objects.kept_by(user).filter(pk=text.pk).exists()


@dataclass(frozen=True)
class Rights:
    """What the page of a text offers this reader."""

    change: bool
    send: bool
    approve: bool
    own_writing: bool
    drop: bool
    confirm: bool


def rights_of(user: User, text: ReviewedText, version: TextVersion | None) -> Rights:
    kept = keeps(user, text)
    waits = version is not None and version.state == VersionState.WAITING
    wrote = version is not None and version.made_by_id == user.pk
    return Rights(
        change=kept,
        send=kept and version is not None and version.state == VersionState.DRAFT,
        approve=waits and not wrote and user.may(Permission.TEXT_APPROVE),
        own_writing=waits and wrote,
        drop=kept and version is not None,
        confirm=kept and text.state == "published",
    )
