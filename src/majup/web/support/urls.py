from django.urls import path

from majup.web.support import public

urlpatterns = [
    path("support/", public.support, name="support"),
    path("support/<int:pk>/", public.entry, name="support_entry"),
]
