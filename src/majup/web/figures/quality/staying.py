"""Whether families are still here 12, 24 and 36 months later (OUT-10), and how ready they came (Q-C2)."""

from typing import Any

from majup.reports import retention as counting
from majup.web.figures.quality import drawn
from majup.web.figures.quality.common import Shown, chosen, period_page
from majup.web.http import StaffRequest

WHO = {"all": None, "supported": False, "alone": True}


@period_page
def staying(request: StaffRequest, context: dict[str, Any]) -> Shown:
    who, moves = chosen(request, "who", list(WHO)), chosen(request, "moves", ["abroad", "inside"])
    if context["form"].errors:
        return "figures/quality/staying.html", {"who": who, "moves": moves}
    found = counting.retention(context["period"], is_internal=moves == "inside", alone=WHO[who])
    return "figures/quality/staying.html", {
        "at": found.at,
        "who": who,
        "moves": moves,
        "months": [(month, lines, lines[-1]) for month, lines in found.of.items()],
        "drawn": drawn.staying(found.of[counting.MONTHS[0]], context["period_name"]),
        "readiness": counting.readiness(context["period"], is_internal=moves == "inside"),
    }
