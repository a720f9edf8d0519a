from django.urls import include, path

from majup.web.components_page import components
from majup.web.health import health

AREAS = (
    "front",
    "portal",
    "support",
    "places",
    "search",
    "selfcheck",
    "steps",
    "calls",
    "ties",
    "family",
    "answer",
    "townhall",
    "openings",
    "texts",
    "results",
    "office",
    "facts",
    "desk.start",
    "desk.enquiries",
    "desk.people",
    "desk.fits",
    "desk.cases",
    "desk.questions",
    "desk.offers",
    "desk.places",
    "desk.outcomes",
    "figures.quality",
    "figures.past",
    "figures.datapacks",
    "figures.money",
    "figures.counted",
    "figures.issuing",
    "conditions",
    "demo",
)

urlpatterns = [
    path("healthz", health, name="health"),
    path("components/", components, name="components"),
    *(path("", include(f"majup.web.{area}.urls")) for area in AREAS),
]
