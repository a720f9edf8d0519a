from django.urls import path

from majup.web.answer import views

urlpatterns = [
    path("a/<str:token>/", views.answer, name="answer"),
    path("a/<str:token>/pass-on/", views.pass_on, name="answer_pass_on"),
    path("a/<str:token>/refuse/", views.refuse, name="answer_refuse"),
    path("a/<str:token>/done/", views.done, name="answer_done"),
]
