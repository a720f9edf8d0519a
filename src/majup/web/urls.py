from django.urls import include, path

AREAS = (
    "portal",
    "family",
    "answer",
    "townhall",
    "office",
    "desk.start",
    "desk.enquiries",
    "desk.people",
    "desk.cases",
    "desk.questions",
    "desk.offers",
    "desk.outcomes",
)

urlpatterns = [path("", include(f"majup.web.{area}.urls")) for area in AREAS]
