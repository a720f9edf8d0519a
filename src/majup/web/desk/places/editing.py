"""The specialist's form: the questions of one part of the profile, in every language, saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.kernel.localized import pick
from majup.profiles import actions, queries
from majup.profiles.actions import Given
from majup.profiles.errors import ProfileRefused
from majup.profiles.models import Answer, Block, Question
from majup.staff.roles import Permission
from majup.web.components.forms import AmountField
from majup.web.components.texts import language, language_name
from majup.web.desk.places.find import find_writable
from majup.web.http import StaffRequest, needs, page_or_422

LONGEST = 4000
writer = needs(Permission.PROFILE_EDIT)


def languages() -> list[str]:
    """Codes, that of the country first; only the others are named at their field."""
    return [code for code, _name in settings.LANGUAGES]


class BlockForm(forms.Form):
    """One field for a choice, number or link; one for each language for words. Nothing is required."""

    mark_optional = False

    def __init__(self, data: Any, said: list[queries.Said]) -> None:
        super().__init__(data)
        self.said = said
        for one in said:
            self.fields |= _fields(one.question, one.answer)

    def given(self) -> dict[Question, Given]:
        return {one.question: _given(one.question, self.cleaned_data) for one in self.said}


def _fields(question: Question, answer: Answer | None) -> dict[str, forms.Field]:
    label = pick(question.label, language()).text
    hint = pick(question.hint or {}, language()).text
    if question.kind in {Question.Kind.TEXT, Question.Kind.LINES}:
        return {
            f"{question.code}_{code}": _words(
                label if at == 0 else f"{label} ({language_name(code)})",
                hint if at == 0 else "",
                (answer.text if answer else {}).get(code, ""),
            )
            for at, code in enumerate(languages())
        }
    return {question.code: _single(question, answer, label, hint)}


def _words(title: str, hint: str, value: str) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    return forms.CharField(label=title, help_text=hint, required=False, max_length=LONGEST, initial=value, widget=area)


def _single(question: Question, answer: Answer | None, label: str, hint: str) -> forms.Field:
    common: Mapping[str, Any] = {"label": label, "help_text": hint, "required": False}
    if question.kind == Question.Kind.CHOICE:
        choices = [(option["code"], pick(option["name"], language()).text) for option in question.options]
        widget = forms.RadioSelect(attrs={"class": "row"})
        unknown = ("", pgettext_lazy("answer", "not known yet"))
        initial = answer.choice if answer else ""
        return forms.ChoiceField(choices=[*choices, unknown], widget=widget, initial=initial, **common)
    if question.kind == Question.Kind.NUMBER:
        return AmountField(initial=answer.number if answer else None, **common)
    wrong = {"invalid": gettext_lazy("Write a whole address, beginning with https://")}
    return forms.URLField(
        assume_scheme="https", initial=answer.link if answer else "", max_length=200, error_messages=wrong, **common
    )


def _given(question: Question, data: Mapping[str, Any]) -> Given:
    if question.kind in {Question.Kind.TEXT, Question.Kind.LINES}:
        texts = {code: data[f"{question.code}_{code}"].strip().replace("\r\n", "\n") for code in languages()}
        return Given(text={code: text for code, text in texts.items() if text})
    value = data[question.code]
    if question.kind == Question.Kind.NUMBER:
        return Given(number=value)
    return Given(choice=value) if question.kind == Question.Kind.CHOICE else Given(link=value)


@writer
@require_http_methods(["GET", "POST"])
def block(request: StaffRequest, atvk: str, code: str) -> HttpResponse:
    place = find_writable(request, atvk)
    chosen = get_object_or_404(Block, code=code)
    parts = queries.profile_of(place)
    said = next(list(part.said) for part in parts if part.block == chosen)
    form = BlockForm(request.POST if request.method == "POST" else None, said)
    if form.is_bound and form.is_valid():
        try:
            changed = actions.answer_questions(municipality=place, given=form.given(), by=request.user)
        except ProfileRefused:
            form.add_error(
                None, _("This municipality has ended. The profile now belongs to the one that took it over.")
            )
        else:
            messages.success(request, _saved(changed))
            return redirect(_next(place.atvk, chosen, parts))
    blocks = [part.block for part in parts]
    context = {"place": place, "part": chosen, "form": form, "blocks": blocks, "said": said}
    return page_or_422(request, "desk/places/block.html", context, form)


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing has changed; what stands there counts as checked today.")
    return ngettext("%(number)s answer saved.", "%(number)s answers saved.", changed) % {"number": changed}


def _next(atvk: str, chosen: Block, parts: list[queries.Part]) -> Any:
    """On to the next part, after the last one back to the profile."""
    later = [part.block for part in parts if part.block.order > chosen.order]
    return reverse("place_block", args=[atvk, later[0].code]) if later else reverse("place", args=[atvk])


@writer
@require_POST
def confirm(request: StaffRequest, atvk: str, code: str) -> HttpResponse:
    """Everything in one part still holds: one press, no typing (Q-M2)."""
    place = find_writable(request, atvk)
    chosen = get_object_or_404(Block, code=code)
    number = actions.confirm(municipality=place, questions=list(chosen.questions.all()), by=request.user)
    messages.success(
        request, ngettext("%(number)s answer confirmed.", "%(number)s answers confirmed.", number) % {"number": number}
    )
    return redirect("place", atvk=place.atvk)
