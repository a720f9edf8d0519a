from django.urls import path

from majup.web.figures.quality import benefit, funnel, load, municipalities, overview, ratings, staying, unmet, waits

urlpatterns = [
    path("figures/quality/", overview.overview, name="quality"),
    path("figures/quality/funnel/", funnel.funnel, name="quality_funnel"),
    path("figures/quality/waits/", waits.waits, name="quality_waits"),
    path("figures/quality/questions/", waits.questions, name="quality_questions"),
    path("figures/quality/needs/", unmet.unmet, name="quality_unmet"),
    path("figures/quality/staying/", staying.staying, name="quality_staying"),
    path("figures/quality/ratings/", ratings.ratings, name="quality_ratings"),
    path("figures/quality/benefit/", benefit.benefit, name="quality_benefit"),
    path("figures/municipalities/", municipalities.activity, name="municipal_activity"),
    path("figures/municipalities/map/", municipalities.heat, name="municipal_heat"),
    path("figures/workload/", load.workload, name="workload"),
]
