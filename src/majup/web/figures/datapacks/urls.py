from django.urls import path

from majup.web.figures.datapacks import files, views

urlpatterns = [
    path("figures/packs/", views.packs, name="data_packs"),
    path("figures/packs/<int:pk>/", views.pack, name="data_pack"),
    path("figures/packs/<int:pk>/file/<slug:kind>/", files.file, name="data_pack_file"),
]
