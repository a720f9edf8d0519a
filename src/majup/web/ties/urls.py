from django.urls import path

from majup.web.ties import views

urlpatterns = [
    path("places/<slug:atvk>/subscribe/", views.subscribe, name="place_subscribe"),
    path("places/<slug:atvk>/idea/", views.idea, name="place_idea"),
    path("subscription/<str:token>/", views.confirm, name="subscription_confirm"),
    path("subscription/<str:token>/out/", views.out, name="subscription_out"),
    path("townhall/ideas/", views.ideas, name="townhall_ideas"),
    path("townhall/ideas/<int:pk>/", views.townhall_idea, name="townhall_idea"),
]
