"""What machines read in the head of a public page: its one address, its other languages, what a preview shows."""

from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from majup.plumbing.addresses import split_language, whole
from majup.web.components.library import register, render
from majup.web.components.texts import language


@register.simple_tag(takes_context=True)
def page_links(context: Context) -> SafeString:
    """Canonical address, `hreflang` for each language and for who has chosen none, and the picture of a preview.

    Only for pages with the public menu: pages behind a personal link and the desk are for nobody else.
    `page_description` of the context is the sentence that searches and previews show.
    """
    request = context.get("request")
    if request is None or not getattr(request, "public_nav", None):
        return mark_safe('<meta name="robots" content="noindex">')
    languages = [(code, whole(address_in(request, code))) for code in settings.PUBLIC_LANGUAGES]
    return render(
        "page_links",
        here=dict(languages)[language()],
        languages=languages,
        undecided=whole(address_in(request, "")),
        description=context.get("page_description") or "",
        picture=whole(static("majup/icons/preview.png")),
        language=language(),
    )


def address_in(request: HttpRequest, code: str) -> str:
    """Path of the page at hand in a language; of its question only what names the content, not the place in a list."""
    _language, path = split_language(request.path)
    query = request.GET.copy()
    query.pop("after", None)
    asked = query.urlencode()
    return (f"/{code}{path}" if code else path) + (f"?{asked}" if asked else "")
