"""Pages and files of the results, read as a reader would."""

import re
from html import unescape


def page_text(answer) -> str:
    """The words of the page, tags left out."""
    body = answer.text[answer.text.index("<main") :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", body, flags=re.S)))
