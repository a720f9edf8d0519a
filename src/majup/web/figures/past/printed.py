"""Pages that others printed, in their shape: each value as printed, beside it what follows from the stored figures."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majup.places.pack import read
from majup.reports import figure_checks, printed
from majup.staff.roles import Permission
from majup.web.http import StaffRequest, needs


@needs(Permission.TOTALS_READ)
@require_safe
def as_printed(request: StaffRequest) -> HttpResponse:
    found = printed.documents(read(settings.COUNTRY_PACK, "printed"))
    checks = figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))
    doubtful = [check for check in checks if check.result == figure_checks.Result.DIFFERS]
    return render(request, "figures/past/printed.html", {"documents": [_shown(one, doubtful) for one in found]})


def _shown(document: printed.Document, doubtful: list[figure_checks.Checked]) -> dict[str, Any]:
    """With how many values fit, and the checks that fail on a figure of this print."""
    compared = [value for value in document.values if value.difference is not None]
    return {
        "document": document,
        "issued_on": date.fromisoformat(document.issued_on) if document.issued_on else None,
        "compared": len(compared),
        "fitting": sum(not value.differs for value in compared),
        "doubtful": [check for check in doubtful if any(map(document.contains, check.uses))],
    }
