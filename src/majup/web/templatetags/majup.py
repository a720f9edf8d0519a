"""The door to the component library: every template has its tags without {% load %}."""

from majup.web.components import (
    blocks,
    buttons,
    charts,
    codes,
    formtags,
    head,
    lists,
    navigation,
    public,
    signs,
    status,
    texts,
    writing,
)
from majup.web.components.library import register

__all__ = [
    "blocks",
    "buttons",
    "charts",
    "codes",
    "formtags",
    "head",
    "lists",
    "navigation",
    "public",
    "register",
    "signs",
    "status",
    "texts",
    "writing",
]
