from django.urls import include, path

from majup.web import errors

# Nobody signs up, and an address for signing in is changed by the administrator alone.
NOT_OFFERED = ("signup/", "email/")

urlpatterns = [
    *(path(f"accounts/{page}", errors.not_offered) for page in NOT_OFFERED),
    path("accounts/", include("allauth.urls")),
    path("", include("majup.web.urls")),
]
handler403 = "majup.web.errors.forbidden"
handler404 = "majup.web.errors.not_found"
handler500 = "majup.web.errors.server_error"
