from django.urls import path

from majup.web.desk.start import views

urlpatterns = [path("desk/", views.start, name="start")]
