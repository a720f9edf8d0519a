from django.urls import path

from majup.web.desk.outcomes import views

urlpatterns = [
    path("desk/cases/<str:reference>/intention/", views.intention, name="outcome_intention"),
    path("desk/cases/<str:reference>/outcome/", views.outcome, name="outcome_other"),
    path("desk/cases/<str:reference>/return/", views.record_return, name="outcome_return"),
    path("desk/cases/<str:reference>/departure/", views.departure, name="outcome_departure"),
    path("desk/intentions/<int:pk>/", views.correct_intention, name="intention_correct"),
    path("desk/intentions/<int:pk>/withdraw/", views.withdraw_intention, name="intention_withdraw"),
    path("desk/returns/<int:pk>/", views.correct_return, name="outcome_correct"),
    path("desk/checks/", views.due_checks, name="due_checks"),
    path("desk/checks/<int:pk>/", views.check, name="outcome_check"),
    path("desk/returns/<int:pk>/flags/<slug:flag>/", views.dismiss_flag, name="flag_dismiss"),
    path("totals/", views.totals, name="totals"),
]
