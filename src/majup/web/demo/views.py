"""Pages that exist only in the demo: sign-ins with fresh codes, and every mail that left."""

import email
import email.policy
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
    return render(request, "demo/mail.html", {"mail": message, "text": body.get_content() if body else ""})


def _parsed(file: Path):
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
