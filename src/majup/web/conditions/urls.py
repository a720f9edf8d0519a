from django.urls import path

from majup.web.conditions import views

urlpatterns = [path("facts/<int:pk>/conditions/", views.conditions, name="fact_conditions")]
