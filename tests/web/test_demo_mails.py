"""The demo shows every mail as its reader got it, so that whoever tries it out can follow the links."""

import pytest
from django.conf import settings as ours
from django.urls import reverse

from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail
from tests.support.questions import ask, link_in, mails
from tests.support.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_that_left_opens_its_page_from_the_demo_and_from_nowhere_in_the_database(
    alise, client, smtp_server, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    ask(alise)
    link = link_in(mails()[0])
    run_worker()
    (tmp_path / "demo-mail").mkdir()
    (tmp_path / "demo-mail" / "1.eml").write_bytes(smtp_server.raw[0])

    assert reverse("demo_mail", args=["1"]) in client.get(reverse("demo_mails")).content.decode()
    shown = client.get(reverse("demo_mail", args=["1"])).content.decode()
    assert ours.SITE_URL + link in shown
    assert client.get(link).status_code == 200
    with mail.as_sender():
        assert link not in OutgoingMail.objects.get(purpose="question_to_role").text
