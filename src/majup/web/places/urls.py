from django.urls import path

from majup.web.places import public

urlpatterns = [
    path("places/", public.places, name="public_places"),
    path("places/find/", public.find, name="public_finder"),
    path("places/compare/", public.compare, name="public_compare"),
    path("places/compare/guide-<slug:code>.pdf", public.compared_file, name="public_compared_file"),
    path("places/<slug:atvk>/", public.place, name="public_place"),
    path("places/<slug:atvk>/leaflet-<slug:code>.pdf", public.leaflet_file, name="public_leaflet"),
]
