"""Why a change of money, plans or statements was refused; pages turn each into a sentence."""

from decimal import Decimal


class SharesDiffer(Exception):
    """The shares of the lines do not make 100 percent: `difference` is 100 minus their sum."""

    def __init__(self, difference: Decimal) -> None:
        self.difference = difference
        super().__init__(f"shares differ from 100 by {difference}")


class LinesDiffer(Exception):
    """The lines do not make the whole: `name` of the sum, `difference` is the whole minus the lines."""

    def __init__(self, name: str, difference: Decimal) -> None:
        self.name, self.difference = name, difference
        super().__init__(f"{name}: lines differ from the whole by {difference}")


class Unexplained(Exception):
    """A change without a reason, or an answer without words."""


class StatementRefused(Exception):
    """A statement that contradicts itself. Codes: "reason-missing", "reason-not-needed", "amount-without-line"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
