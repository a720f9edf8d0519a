"""Why a report was refused: a code, and what a page needs to name the difference."""

from typing import Any


class ReportRefused(Exception):
    """`details` by code.

    Periods: "overlapping", "gap" (given, expected: days), "reversed", "not_begun", "no_label", "not_of_kind".
    Signing: "not_editable", "changed_meanwhile", "unfinished", "blocked" (exceptions: {code: number}), "word_missing".
    The ministry: "not_signed", "no_note", "already_issued" (by, at), "earlier_open" (period), "region_missing"
    (regions), "sums_differ" (differences), "not_last", "region_signed".
    Corrections: "not_issued", "no_reason", "unknown_figure", "nothing_changed", "negative".
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
