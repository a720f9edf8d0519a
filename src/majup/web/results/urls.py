from django.urls import path

from majup.web.results import views

urlpatterns = [
    path("results/", views.results, name="results"),
    path("results/data/", views.data, name="results_data"),
    path("results/catalog.ttl", views.catalog_turtle, name="results_catalog"),
    path("results/catalog.jsonld", views.catalog_json, name="results_catalog_json"),
    path("results/data/<slug:code>/", views.dataset, name="results_dataset"),
    path("results/data/<slug:code>/workbook/", views.making_page, name="results_making"),
    path("results/data/<slug:code>/workbook.xlsx", views.made_file, name="results_made"),
    path("results/data/<slug:code>.<str:ending>", views.file, name="results_file"),
]
