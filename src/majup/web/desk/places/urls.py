from django.urls import path

from majup.web.desk.places import editing, finder, views

urlpatterns = [
    path("desk/places/", views.places_map, name="places"),
    path("desk/places/find/", finder.place_finder, name="place_finder"),
    path("desk/places/compare/", finder.places_compare, name="places_compare"),
    path("desk/places/wanted/", views.wanted, name="places_wanted"),
    path("desk/places/completeness/", views.completeness, name="profiles"),
    path("desk/places/figures/", views.statistics_report, name="statistics_report"),
    path("desk/places/mine/", views.own_profile, name="own_profile"),
    path("desk/places/<slug:atvk>/", views.place, name="place"),
    path("desk/places/<slug:atvk>/leaflet/<slug:language>/", views.leaflet_pdf, name="place_leaflet"),
    path("desk/places/<slug:atvk>/edit/<slug:code>/", editing.block, name="place_block"),
    path("desk/places/<slug:atvk>/confirm/<slug:code>/", editing.confirm, name="place_confirm"),
    path("desk/places/<slug:atvk>/answers/<slug:code>/", views.versions, name="place_versions"),
    path("desk/cases/<str:reference>/finder/", finder.case_finder, name="case_finder"),
    path("desk/cases/<str:reference>/compare/", finder.case_compare, name="case_compare"),
    path("desk/offers/<int:pk>/places/", finder.offer_compare, name="offer_places"),
]
