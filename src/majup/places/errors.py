"""Why figures or outlines were refused; pages and commands turn the code into words."""

from majup.kernel.errors import CodedError


class StatisticsRefused(CodedError):
    """Codes: "no-json-stat", "wrong-size", "unknown-table", "missing-dimension", "no-area-known", "sums".

    `problems` are finished lines that name place, period and difference; nothing of the file was kept.
    """

    def __init__(self, code: str, problems: list[str] | None = None) -> None:
        super().__init__(code)
        self.problems = problems or []

    def __str__(self) -> str:
        return "\n".join([self.code, *self.problems])


class OutlinesRefused(StatisticsRefused):
    """Codes: "no-geojson", "unknown-place", "twice", "no-area", "open-ring", "missing-place", "sums"."""
