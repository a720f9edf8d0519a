from django.urls import path

from majup.web.family import views

urlpatterns = [
    path("o/<str:token>/", views.offer, name="family_offer"),
    path("o/<str:token>/pdf/", views.pdf, name="family_offer_pdf"),
    path("o/<str:token>/mark/", views.mark, name="family_mark"),
    path("o/<str:token>/steps/", views.steps, name="family_steps"),
    path("o/<str:token>/answer/", views.respond, name="family_respond"),
    path("o/<str:token>/again/", views.link_again, name="family_link_again"),
]
