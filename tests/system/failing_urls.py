"""The program's addresses and one that always fails, so that the page about our own fault can be looked at."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from majup.config.urls import handler403, handler404, handler500
from majup.config.urls import urlpatterns as real

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def fails(request):
    raise ZeroDivisionError("Ieva Kalniņa, ieva@family.example")


urlpatterns = [path("fails/", fails), *real]
