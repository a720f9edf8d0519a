"""Controls written directly give what Django's own templates give."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation

from majup.web.components.forms import Renderer

CHOICES = [("", "any"), ("a", 'A & "B"'), ("Group", [("c", "<C>"), ("d", "D")])]
WIDGETS = [
    (forms.Select(choices=CHOICES), "c"),
    (forms.Select(choices=CHOICES, attrs={"class": "row", "disabled": True, "hidden": False}), None),
    (forms.TextInput(attrs={"data-x": '"'}), 'x" onclick="y'),
    (forms.TextInput(), None),
    (forms.NumberInput(attrs={"min": 1}), 3),
    (forms.EmailInput(), "a@b.example"),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(attrs={"id": "i"}), False),
    (forms.HiddenInput(), "h"),
    (forms.PasswordInput(), "p"),
    (forms.Textarea(attrs={"maxlength": 20}), "a\n<b>"),
    (forms.Textarea(), None),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_control_is_the_same_as_djangos(widget, value):
    ours = widget.render("name<", value, attrs={"id": "id_name"}, renderer=Renderer())
    djangos = widget.render("name<", value, attrs={"id": "id_name"}, renderer=DjangoTemplates())
    assert "".join(ours.split()) == "".join(djangos.split())


@pytest.mark.parametrize(("code", "words"), [("lv", "Izvēlieties"), ("en", "Choose one")])
def test_nothing_chosen_yet_is_said_in_words(code, words):
    select = forms.Select(choices=[("", "---------"), ("a", "A")])
    with translation.override(code):
        html = select.render("name", None, renderer=Renderer())
    assert f'<option value="" selected>{words}</option>' in html
    assert "---" not in html
