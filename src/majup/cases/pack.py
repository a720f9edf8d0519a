"""Loads this stage's part of a country pack."""

from pathlib import Path


def load(folder: Path) -> None:
    """Nothing of this stage stands in the pack yet."""
