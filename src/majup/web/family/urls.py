from django.urls import path

from majup.web.family import data, entry, own, privacy, rating, views

urlpatterns = [
    path("o/<str:token>/", views.offer, name="family_offer"),
    path("o/<str:token>/pdf/", views.pdf, name="family_offer_pdf"),
    path("o/<str:token>/mark/", views.mark, name="family_mark"),
    path("o/<str:token>/steps/", views.steps, name="family_steps"),
    path("o/<str:token>/answer/", views.respond, name="family_respond"),
    path("o/<str:token>/again/", views.link_again, name="family_link_again"),
    path("my/", entry.door, name="own_door"),
    path("my/keep/<str:token>/", entry.keep, name="keep_case"),
    path("my/rating/<str:token>/", rating.by_mail, name="rating"),
    path("my/rating/<str:token>/no-more/", rating.no_more, name="rating_no_more"),
    path("my/<str:token>/", own.own_page, name="own_page"),
    path("my/<str:token>/again/", entry.again, name="own_again"),
    path("my/<str:token>/steps/", own.steps, name="own_steps"),
    path("my/<str:token>/write/", own.write, name="own_write"),
    path("my/<str:token>/informed/", own.informed, name="own_informed"),
    path("my/<str:token>/ready/<slug:area>/", own.ready, name="own_ready"),
    path("my/<str:token>/rating/<slug:occasion>/", rating.own_rating, name="own_rating"),
    path("my/<str:token>/data/", data.data, name="own_data"),
    path("my/<str:token>/data/<int:pk>/", data.member, name="own_member"),
    path("my/<str:token>/language/", data.speak, name="own_speak"),
    path("my/<str:token>/work/", data.job, name="own_job"),
    path("my/<str:token>/consents/", privacy.consents, name="own_consents"),
    path("my/<str:token>/consents/<int:pk>/withdraw/", privacy.withdraw, name="own_withdraw"),
    path("my/<str:token>/looked/", privacy.looked, name="own_looked"),
    path("my/<str:token>/copy/", privacy.copy, name="own_copy"),
    path("my/<str:token>/leave/", privacy.leave, name="own_leave"),
    path("my/<str:token>/stay/", privacy.stay, name="own_stay"),
]
