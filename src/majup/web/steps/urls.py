from django.urls import path

from majup.web.steps import planning, views

urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/mine/", views.mine, name="guide_mine"),
    path("guides/mine.pdf", views.mine_pdf, name="guide_mine_pdf"),
    path("guides/ready/", planning.ready, name="guide_ready"),
    path("guides/first-months/", planning.first_months, name="guide_first_months"),
    path("guides/money/", views.money, name="guide_money"),
    path("guides/<slug:code>/", views.guide, name="guide"),
    path("guides/<slug:code>.pdf", views.guide_pdf, name="guide_pdf"),
]
