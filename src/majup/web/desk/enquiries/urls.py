from django.urls import path

from majup.web.desk.enquiries import entry, mails, page, queue
from majup.web.figures.quality import waits

urlpatterns = [
    path("desk/enquiries/", queue.enquiries, name="enquiries"),
    path("desk/enquiries/new/", entry.new, name="enquiry_new"),
    path("desk/enquiries/missed-call/", queue.missed_call, name="missed_call"),
    path("desk/enquiries/times/", waits.moved, name="enquiry_times"),
    path("desk/enquiries/files/<int:pk>/", page.attachment, name="enquiry_file"),
    path("desk/enquiries/<int:pk>/", page.enquiry, name="enquiry"),
    path("desk/enquiries/<int:pk>/take/", queue.take, name="enquiry_take"),
    path("desk/enquiries/<int:pk>/answer/", page.answer, name="enquiry_answer"),
    path("desk/enquiries/<int:pk>/pass-on/", page.pass_on, name="enquiry_pass_on"),
    path("desk/enquiries/<int:pk>/give-back/", page.give_back, name="enquiry_give_back"),
    path("desk/enquiries/<int:pk>/attach/", page.attach, name="enquiry_attach"),
    path("desk/enquiries/<int:pk>/facts/", entry.facts, name="enquiry_facts"),
    path("desk/mails/", mails.mails, name="mails"),
    path("desk/mails/<int:pk>/again/", mails.again, name="mail_again"),
]
