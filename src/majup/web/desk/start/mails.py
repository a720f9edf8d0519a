"""Letters that did not leave (NET-09): the server was down, or the address does not work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.intake.queries import mail_waiting
from majup.staff.models import User
from majup.web.desk.start.counts import Count, up_to_limit


def count(user: User) -> Count:
    number = up_to_limit(mail_waiting(user))
    return Count(_("Letters that did not leave"), number, reverse("mails"), "late" if number else "")
