"""What most cases do not have: asked for all at once, so that a page only reads what is there."""

from typing import Any

from django.db.models import Exists, Model, OuterRef

from majup.cases.models import Case, Contact
from majup.family.models import JobWish
from majup.outcomes.models import Intention, Outcome, Return
from majup.plumbing.prepared import Prepared
from majup.questions.models import Introduction, Search
from majup.web.desk.cases.panels.grants import interests_of_case
from majup.web.desk.cases.panels.own_page import has_news


def _any(model: type[Model], **more: Any) -> Exists:
    return Exists(model._default_manager.filter(case=OuterRef("pk"), **more))


RARE = {
    "has_promises": _any(Contact, promise_due_on__isnull=False, promise_kept_at=None),
    "has_searches": _any(Search),
    "has_introductions": _any(Introduction, withdrawn_at=None),
    "has_intention": _any(Intention),
    "has_return": _any(Return),
    "has_other_outcomes": _any(Outcome),
    "has_interests": Exists(interests_of_case()),
    "has_job_wishes": Exists(JobWish.objects.filter(person__household=OuterRef("household_id"))),
    "has_own_page_news": has_news(),
}
FOUND = Prepared(lambda case: Case.objects.filter(pk=case).annotate(**RARE).only("pk"))


def with_rare(case: Any) -> Any:
    """The same case, with an attribute for each line of `RARE`."""
    (found,) = FOUND(case=case.pk)
    for name in RARE:
        setattr(case, name, getattr(found, name))
    return case
