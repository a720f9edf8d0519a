from django.urls import path

from majup.web.search import views

urlpatterns = [
    path("search/", views.site_search, name="site_search"),
    path("desk/missed-searches/", views.missed_searches, name="missed_searches"),
]
