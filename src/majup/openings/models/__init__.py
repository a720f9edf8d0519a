"""Work and homes that are open now: employers, vacancies, workers needed later, dwellings, and where each came from.

All of it is public fact. Private people appear only as owners of dwellings, in a table of their own.
"""

from majup.openings.models.base import Answer, EntryQuerySet, Moderated, Neighbour, Source, State
from majup.openings.models.events import PublicEvent
from majup.openings.models.forecasts import Forecast
from majup.openings.models.homes import Dwelling, DwellingOwner
from majup.openings.models.traces import OpeningEvent, OpeningLink, Reading, ReadingProblem
from majup.openings.models.work import (
    AnnouncedNeed,
    AttractionYear,
    Employer,
    Push,
    SpecialistRequest,
    Vacancy,
    VacancyQuerySet,
)

__all__ = [
    "AnnouncedNeed",
    "Answer",
    "AttractionYear",
    "Dwelling",
    "DwellingOwner",
    "Employer",
    "EntryQuerySet",
    "Forecast",
    "Moderated",
    "Neighbour",
    "OpeningEvent",
    "OpeningLink",
    "PublicEvent",
    "Push",
    "Reading",
    "ReadingProblem",
    "Source",
    "SpecialistRequest",
    "State",
    "Vacancy",
    "VacancyQuerySet",
]
