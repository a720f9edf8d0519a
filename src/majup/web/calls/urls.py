from django.urls import path

from majup.web.calls import desk, views

urlpatterns = [
    path("my/<str:token>/call/", views.own_call, name="own_call"),
    path("ask/<str:token>/call/", views.asked_call, name="asked_call"),
    path("call/<str:token>/", views.call_page, name="call"),
    path("call/<str:token>/calendar/", views.call_file, name="call_file"),
    path("call/<str:token>/off/", views.call_off, name="call_off"),
    path("desk/calls/", desk.calls, name="calls"),
    path("desk/calls/<int:pk>/", desk.decide, name="call_decide"),
    path("desk/calls/<int:pk>/off/", desk.desk_off, name="call_desk_off"),
    path("desk/calls/times/<int:pk>/withdraw/", desk.slot_withdraw, name="call_slot_withdraw"),
]
