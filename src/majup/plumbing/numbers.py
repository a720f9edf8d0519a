"""Numbers in words of the page's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils import formats


def grouped(value: Decimal | float, decimals: int = 0) -> str:
    """With a mark between the thousands however few they are: numbers below each other are compared."""
    return formats.number_format(value, decimals, use_l10n=True, force_grouping=True)
