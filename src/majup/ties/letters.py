"""Letters to who subscribed to a municipality, and about ideas; each goes to one address and names its municipality."""

from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext as _

from majup.kernel.localized import pick
from majup.network import letters
from majup.network.calendar import country_settings
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.ties.models import Idea, Subscription
from majup.ties.queries import News

CONFIRM, OUT = "subscription confirm", "subscription out"
PURPOSES = ("news_confirm", "municipality_news")


def confirm_token(subscription: Subscription) -> str:
    return signing.dumps(subscription.pk, salt=CONFIRM)


def out_token(subscription: Subscription) -> str:
    return signing.dumps(subscription.pk, salt=OUT)


def ask_to_confirm(subscription: Subscription) -> None:
    values = {
        "municipality": subscription.municipality.name_in(subscription.language),
        "days": str(country_settings()["news_confirm_days"]),
        "link": page_address("subscription_confirm", confirm_token(subscription), language=subscription.language),
    }
    letter = letters.write("news_confirm", subscription.language, values)
    _queue("news_confirm", subscription.email, letter)


def tell(subscription: Subscription, news: list[News]) -> None:
    """One letter to one reader, about the municipality that reader chose (LNG-05), with the way out (RFC 8058)."""
    language = subscription.language
    out = page_address("subscription_out", out_token(subscription), language=language)
    with translation.override(language):
        lines = "\n\n".join(_line(each, language) for each in news)
    values = {"municipality": subscription.municipality.name_in(language), "news": lines, "link": out}
    letter = letters.write("municipality_news", language, values)
    _queue("municipality_news", subscription.email, letter, unsubscribe_url=out)


KINDS = {
    "news": lambda: _("News item"),
    "draft": lambda: _("Draft, comments welcome"),
    "fact": lambda: _("Support or service"),
    "vacancy": lambda: _("Vacancy"),
    "dwelling": lambda: _("Place to live"),
}


def _line(news: News, language: str) -> str:
    title = pick(news.title, language, news.title).text if isinstance(news.title, dict) else str(news.title)
    line = f"{KINDS[news.kind]()}: {title}"
    return f"{line}\n{page_address(news.page[0], news.page[1], language=language)}" if news.page else line


def tell_role(idea: Idea) -> None:
    """The municipality's role gets the idea by mail, if it has a mailbox."""
    if not idea.role.mailbox:
        return
    sender = ", ".join(filter(None, (idea.name, idea.email))) or "–"  # noqa: RUF001
    values = {
        "title": idea.title,
        "text": idea.text,
        "sender": sender,
        "link": page_address("townhall_idea", idea.pk),
    }
    letter = letters.write("idea_received", settings.LANGUAGE_CODE, values)
    _queue("idea_received", idea.role.mailbox, letter, key=f"idea {idea.pk}")


def tell_answer(idea: Idea) -> None:
    values = {
        "title": idea.title,
        "municipality": idea.municipality.name_in(idea.language),
        "answer": idea.answer,
    }
    letter = letters.write("idea_answered", idea.language, values)
    _queue("idea_answered", idea.email, letter, from_address=idea.role.mailbox, key=f"idea {idea.pk} answer")


def _queue(
    purpose: str,
    to: str,
    letter: letters.Letter,
    *,
    from_address: str = "",
    unsubscribe_url: str = "",
    key: str | None = None,
) -> None:
    mail.queue(
        purpose=purpose,
        to=to,
        subject=letter.subject,
        text=letter.body,
        from_address=from_address,
        language=letter.language,
        automatic=True,
        unsubscribe_url=unsubscribe_url,
        key=key,
    )
