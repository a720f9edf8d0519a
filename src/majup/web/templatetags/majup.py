"""The door to the component library: every template has its tags without {% load %}."""

from majup.web.components import (
    blocks,
    buttons,
    codes,
    formtags,
    lists,
    navigation,
    public,
    signs,
    status,
    texts,
)
from majup.web.components.library import register

__all__ = [
    "blocks",
    "buttons",
    "codes",
    "formtags",
    "lists",
    "navigation",
    "public",
    "register",
    "signs",
    "status",
    "texts",
]
