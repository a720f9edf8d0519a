from django.urls import path

from majup.web.front import views

urlpatterns = [
    path("", views.home, name="home"),
    path("for/<slug:code>/", views.situation, name="situation"),
    path("regions/<slug:code>/", views.region, name="public_region"),
]
