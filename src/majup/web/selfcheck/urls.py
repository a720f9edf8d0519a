from django.urls import path

from majup.web.selfcheck import interest, views

urlpatterns = [
    path("self-check/", views.start, name="self_check"),
    path("self-check/for/<slug:situation>/", views.place, name="self_check_place"),
    path("self-check/measure/<str:code>/", views.measure, name="self_check_measure"),
    path("self-check/<str:token>/", views.question, name="self_check_question"),
    path("self-check/<str:token>/result/", views.result, name="self_check_result"),
    path("self-check/<str:token>/interest/<str:code>/", interest.register, name="grant_interest"),
    path("self-check/<str:token>/ask/", views.send, name="self_check_ask"),
]
