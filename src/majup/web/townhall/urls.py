from django.urls import path

from majup.web.townhall import enquiries, owed, views

urlpatterns = [
    path("townhall/owed/", owed.owed, name="townhall_owed"),
    path("townhall/", views.asked_of_me, name="townhall"),
    path("townhall/answers/", views.answered, name="townhall_answers"),
    path("townhall/questions/<int:pk>/", views.question, name="townhall_question"),
    path("townhall/questions/<int:pk>/pass-on/", views.pass_on, name="townhall_pass_on"),
    path("townhall/questions/<int:pk>/refuse/", views.refuse, name="townhall_refuse"),
    path("townhall/enquiries/", enquiries.entered, name="townhall_enquiries"),
    path("townhall/enquiries/new/", enquiries.new, name="townhall_enquiry_new"),
    path("townhall/enquiries/<int:pk>/", enquiries.enquiry, name="townhall_enquiry"),
]
