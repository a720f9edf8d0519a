"""What pages, feeds and search engines say of a text, in the reader's language."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from majup.guides.models import Kind, ReviewedText, TextVersion
from majup.guides.queries import Answered
from majup.plumbing.addresses import whole
from majup.plumbing.markdown import html_of, plain_of
from majup.web.components.codes import code_name
from majup.web.components.library import register
from majup.web.components.texts import country_name, localized_plain, named
from majup.web.facts.words import role_words

PAGES = {Kind.QUESTION: "faq_question", Kind.NEWS: "news_item", Kind.STORY: "story", Kind.GUIDE: "guide"}
KINDS = {
    Kind.QUESTION: gettext_lazy("Question and answer"),
    Kind.NEWS: gettext_lazy("News"),
    Kind.STORY: gettext_lazy("Story of a return"),
    Kind.GUIDE: gettext_lazy("Guide"),
}
STORY_CODES = {"family": "family_types", "occupation": "occupation_groups"}


@register.filter
def text_url(text: ReviewedText) -> str:
    """Its public page; of a local addition the page of the common answer, with the place chosen."""
    if text.common_id and text.common:
        place = text.municipality.atvk if text.municipality else text.region.code if text.region else ""
        return f"{reverse('faq_question', args=[text.common.code])}?place={place}"
    name = PAGES.get(Kind(text.kind))
    return reverse(name, args=[text.code]) if name else ""


@register.filter
def text_place(text: ReviewedText) -> str:
    """Municipality or region it belongs to; empty for the whole country."""
    if text.municipality:
        return named(text.municipality)
    return localized_plain(text.region.full_name) if text.region else ""


@register.filter
def story_facts(text: ReviewedText) -> list[str]:
    """Place, country before the return, family and work of a story, those that are told."""
    told = text.current.details if text.current else {}
    words = [text_place(text)]
    if country := told.get("country"):
        words.append(_("before the return: %(country)s") % {"country": country_name(country)})
    words += [code_name(told[name], kind) for name, kind in STORY_CODES.items() if told.get(name)]
    return [word for word in words if word]


@register.filter
def isoday(value: str) -> date | None:
    """A day that stands as text in JSON."""
    return date.fromisoformat(value) if value else None


@register.filter
def site_of(url: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


register.filter("role_words", role_words)


def plain(texts: Any) -> str:
    """Localized Markdown as one line of plain text."""
    return plain_of(localized_plain(texts))


def foot_of(text: ReviewedText, place: Any = None) -> dict[str, Any]:
    """What the foot of its page says: who answers for it and when it was last checked (FAQ-06)."""
    return {
        "page_owner": role_words(text.role),
        "page_checked": text.checked_on,
        "page_description": localized_plain(text.current.summary) if text.current else "",
        "page_place": place or text.municipality or text.region,
    }


def answer_of(answered: Answered) -> str:
    """The whole answer as plain text, for structured data."""
    version = answered.text.current
    parts = [localized_plain(version.summary), plain(version.body)]
    parts += [plain(one.current.body) for one in answered.additions]
    return " ".join(part for part in parts if part)


def faq_page(answered: list[Answered]) -> dict[str, Any]:
    """FAQPage of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": get_language(),
        "mainEntity": [
            {
                "@type": "Question",
                "name": localized_plain(one.text.current.title),
                "acceptedAnswer": {"@type": "Answer", "text": answer_of(one)},
            }
            for one in answered
        ],
    }


def article(text: ReviewedText, kind: str) -> dict[str, Any]:
    """NewsArticle or Article of schema.org."""
    version = text.current
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": localized_plain(version.title),
        "description": localized_plain(version.summary) or plain(version.body)[:300],
        "datePublished": text.published_at.date(),
        "dateModified": version.published_at.date(),
        "inLanguage": get_language(),
        "url": whole(text_url(text)),
        "author": {"@type": "Organization", "name": role_words(text.role)},
    }


@register.simple_tag
def with_language(version: TextVersion, code: str) -> dict[str, str] | None:
    """`{% with_language version "lv" as shown %}`: its texts in exactly that language; None when there is nothing."""
    texts = {name: getattr(version, name).get(code, "") for name in ("title", "summary", "body", "warmth")}
    if not any(texts.values()):
        return None
    rendered = {name: mark_safe(html_of(texts[name], level=4)) for name in ("body", "warmth")}
    return texts | {name: rendered[name] if texts[name] else "" for name in rendered}
