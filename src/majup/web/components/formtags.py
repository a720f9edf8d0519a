"""Tags of forms: a whole form in one line, single fields, the error summary, fields that appear when needed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms import BaseForm, Textarea
from django.forms.formsets import BaseFormSet
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from majup.web.components.forms import Field
from majup.web.components.library import register, render

FORMS = (BaseForm, BaseFormSet)
HIDING_WIDGET_ATTRS = ("placeholder",)


@register.simple_tag(takes_context=True)
def post_form(
    context: Context,
    form: BaseForm,
    button: str,
    *,
    action: str = "",
    cancel: str = "",
    draft: str = "",
    kind: str = "primary",
) -> SafeString:
    """`{% post_form form button=_("Save") cancel=url draft="case-7" %}`: token, fields and button.

    `cancel` is the url of the way back; `draft` a name under which typed text is kept in this tab until it
    is sent, so that an expired session loses nothing. A form with a long text has such a name by itself.
    """
    draft = draft or _own_draft(form, action or context["request"].get_full_path())
    values = {"form": form, "button": button, "action": action, "cancel": cancel, "draft": draft, "kind": kind}
    return render("post_form", token=get_token(context["request"]), **values)


def _own_draft(form: BaseForm, address: str) -> str:
    is_long = any(isinstance(field.widget, Textarea) for field in form.fields.values())
    return f"{type(form).__name__} {address}" if is_long else ""


@register.simple_tag
def field(
    bound: Field, label: str = "", hint: str = "", width: str = "", legend_size: str = "", **attrs: Any
) -> SafeString:
    """`{% field form.phone hint=_("With the code") width="medium" autocomplete="tel" %}`; width: short, medium, wide.

    Other arguments become attributes of the control (`_` is written `-`).
    """
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    extra = {name.replace("_", "-"): value for name, value in attrs.items()}
    if width:
        extra["class"] = " ".join(filter(None, [bound.field.widget.attrs.get("class"), f"w-{width}"]))
    bound.field.widget.attrs |= extra
    return bound.as_field_group()


@register.simple_tag
def fields_of(form: BaseForm) -> SafeString:
    """All fields of a form without placeholders, which vanish when they are needed (allauth brings some)."""
    for bound in form.fields.values():
        for name in HIDING_WIDGET_ATTRS:
            bound.widget.attrs.pop(name, None)
    return form.render()


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> SafeString:
    """Fields that belong together under one name."""
    return render("fieldset", content=mark_safe(content), legend=legend, hint=hint)


@register.simple_block_tag
def reveal(content: str, name: str, values: str) -> SafeString:
    """`{% reveal "channel" "email,phone" %}…{% endreveal %}`: shown while the control `name` has one of the values.

    Without JavaScript it is always shown.
    """
    return render("reveal", content=mark_safe(content), name=name, values=values)


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *forms: Any, focus: bool = True) -> SafeString:
    """What has to be changed, with links to the fields. Without arguments: of every refused form of the page."""
    found = [error for form in _refused(forms or tuple(context.flatten().values())) for error in _errors(form)]
    return render("error_summary", errors=found, focus=focus) if found else mark_safe("")


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """The word that begins the title of a page with errors, so that a screen reader says it first."""
    return _("Error: ") if any(True for _form in _refused(tuple(context.flatten().values()))) else ""


def _refused(values: tuple[Any, ...]) -> Iterator[BaseForm]:
    """Return the forms among `values` that were sent and refused, each once, those in form sets and lists too."""
    seen: set[int] = set()
    for form in _forms(values):
        if form.is_bound and id(form) not in seen and form.errors:
            seen.add(id(form))
            yield form


def _forms(values: Any) -> Iterator[BaseForm]:
    # Asked what it is, a lazy value is made; making the token of forms sets a cookie.
    for value in (value for value in values if type(value) is not SimpleLazyObject):
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, BaseFormSet):
            yield from value.forms
        elif isinstance(value, list | tuple):
            yield from _forms(item for item in value if isinstance(item, FORMS))
        elif isinstance(value, Mapping):
            yield from (item for item in value.values() if isinstance(item, BaseForm))


def _errors(form: BaseForm) -> Iterator[dict[str, Any]]:
    for name, texts in form.errors.items():
        bound = form[name] if name in form.fields else None
        yield from ({"text": text, "field": bound} for text in texts)


@register.simple_tag
def draft_note() -> SafeString:
    """Inside a hand-written `<form data-draft="name">`: says that typed text came back, and offers to throw it away."""
    return render("draft_note")
