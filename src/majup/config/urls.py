from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("majup.web.urls")),
]
handler403 = "majup.web.errors.forbidden"
handler404 = "majup.web.errors.not_found"
handler500 = "majup.web.errors.server_error"
