from django.urls import path

from majup.web.figures.counted import targets, views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/file.<slug:form>", views.figures_file, name="figures_file"),
    path("figures/targets/", targets.targets, name="targets"),
    path("figures/targets/<slug:code>/unit/", targets.unit, name="target_unit"),
    path("figures/of/<slug:column>/", views.figure, name="figure"),
    path("figures/of/<slug:column>/behind/", views.behind, name="figure_behind"),
]
