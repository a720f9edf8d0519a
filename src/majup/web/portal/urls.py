from django.urls import path

from majup.web.portal import views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("ask/", views.ask, name="ask"),
    path("ask/<str:token>/", views.asked, name="asked"),
]
