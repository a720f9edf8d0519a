from django.urls import path

from majup.web.portal import machines, views

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap/<slug:part>.xml", machines.sitemap_part, name="sitemap_part"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("ask/", views.ask, name="ask"),
    path("ask/<str:token>/", views.asked, name="asked"),
]
