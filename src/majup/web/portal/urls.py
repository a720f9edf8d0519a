from django.urls import path

from majup.web.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ask/", views.ask, name="ask"),
    path("ask/<str:token>/", views.asked, name="asked"),
]
