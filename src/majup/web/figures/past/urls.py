from django.urls import path

from majup.web.figures.past import printed, views

urlpatterns = [
    path("figures/past/", views.past, name="past_figures"),
    path("figures/past/printed/", printed.as_printed, name="printed_figures"),
    path("figures/past/checks/", views.checks, name="figure_checks"),
    path("figures/indicators/", views.indicators, name="indicators"),
]
