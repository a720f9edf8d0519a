from django.conf import settings
from django.urls import path

from majup.web.demo import views

urlpatterns = (
    [
        path("demo/", views.sign_ins, name="demo_sign_ins"),
        path("demo/mails/", views.mails, name="demo_mails"),
        path("demo/mails/<str:name>/", views.mail, name="demo_mail"),
    ]
    if settings.DEMO or settings.TESTING
    else []
)
