"""Pages that exist only in the demo: sign-ins with fresh codes, and every mail that left."""

import email
import email.policy
from email.header import decode_header, make_header
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majup.web.demo import people


def folder() -> Path:
    return settings.VAR_DIR / "demo-mail"


@login_not_required
@require_safe
def sign_ins(request):
    return render(request, "demo/sign_ins.html", {"rows": people.sign_ins(), "password": people.PASSWORD})


@login_not_required
@require_safe
def mails(request):
    files = sorted(folder().glob("*.eml"), reverse=True)[:200]
    return render(request, "demo/mails.html", {"mails": [(file.stem, _parsed(file)) for file in files]})


@login_not_required
@require_safe
def mail(request, name):
    file = folder() / f"{name}.eml"
    if not name.isdigit() or not file.exists():
        raise Http404
    message = _parsed(file)
    body = message.get_body(("plain",))
    context = {"mail": message, "sender": _sender(file), "text": body.get_content() if body else ""}
    return render(request, "demo/mail.html", context)


def _sender(file: Path) -> str:
    """As a mail program shows it: the default policy keeps the fold between two encoded words as a blank."""
    raw = email.message_from_bytes(file.read_bytes(), policy=email.policy.compat32)
    return str(make_header(decode_header(raw["From"] or "")))


def _parsed(file: Path):
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
