"""Mail that did not leave: with the reason in plain words, and another attempt."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majup.intake.queries import mail_waiting
from majup.plumbing import mail
from majup.staff.roles import Permission
from majup.web.http import needs

MOST_SHOWN = 100


@needs(Permission.ENQUIRY_TAKE)
@require_safe
def mails(request):
    return render(request, "desk/enquiries/mails.html", {"mails": mail_waiting(request.user)[:MOST_SHOWN]})


@needs(Permission.ENQUIRY_TAKE)
@require_POST
def again(request, pk):
    waiting = get_object_or_404(mail_waiting(request.user), pk=pk)
    if mail.send_again(mail_id=waiting.pk):
        messages.success(request, _("The mail is tried again."))
    else:
        messages.error(request, _("The link in this mail is no longer kept. Write anew or make a new link."))
    return redirect("mails")
