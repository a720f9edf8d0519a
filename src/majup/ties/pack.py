"""Loads the messages to subscribers and about ideas from a country pack."""

from pathlib import Path

from majup.network.pack import load_templates
from majup.places.pack import read


def load(folder: Path) -> None:
    load_templates(read(folder, "tie_templates"))
