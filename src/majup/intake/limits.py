"""How much one address may send in a short time, and how often it is answered by a machine; counted in the database."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from majup.intake.errors import TooManyQuestions
from majup.intake.models import AskedFrom
from majup.kernel.text import fold

FORMS_AN_HOUR = 10
TEXTS_AN_HOUR = 4
LETTERS_A_DAY = {"email": 1}
LETTERS_A_DAY_OTHERWISE = 5


def count_form(*, address: str, text: str = "") -> None:
    """Let one more question come from a network address.

    Raises TooManyQuestions beyond FORMS_AN_HOUR of the address, and beyond TEXTS_AN_HOUR of the same text from
    wherever it comes: who has many addresses still says the same.
    """
    names = {f"form {address}": FORMS_AN_HOUR}
    if text:
        names[f"text {fold(text)}"] = TEXTS_AN_HOUR
    for name, most in names.items():
        lately = _since(name, timedelta(hours=1))
        if len(lately) >= most:
            again = lately[most - 1] + timedelta(hours=1) - timezone.now()
            raise TooManyQuestions(max(1, round(again.total_seconds() / 60)), is_text=name.startswith("text "))
    for name in names:
        _note(name)


def may_confirm(*, email: str, channel: str) -> bool:
    """Whether a machine may write to `email` once more today: two machines that answer each other come to rest."""
    name = f"confirmation {email.lower()}"
    if len(_since(name, timedelta(days=1))) >= LETTERS_A_DAY.get(channel, LETTERS_A_DAY_OTHERWISE):
        return False
    _note(name)
    return True


def _since(name: str, past: timedelta) -> list[datetime]:
    rows = AskedFrom.objects.filter(digest=_digest(name), at__gt=timezone.now() - past)
    return list(rows.order_by("-at").values_list("at", flat=True)[:FORMS_AN_HOUR])


def _note(name: str) -> None:
    now = timezone.now()
    AskedFrom.objects.filter(at__lt=now - timedelta(days=1)).delete()
    AskedFrom.objects.create(digest=_digest(name), at=now)


def _digest(name: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), name.encode(), sha256).hexdigest()
