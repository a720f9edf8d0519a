"""The page that is nothing but a form: title, why, fields, one button, the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from majup.web.http import page_or_422


def form_page(
    request: HttpRequest, form: Any, *, title: str, button: str, back: str, text: str = "", **context: Any
) -> HttpResponse:
    """`back` is an address; status 422 when the form was sent and refused."""
    values = {"form": form, "title": title, "button": button, "back": back, "text": text, **context}
    return page_or_422(request, "office/form.html", values, form)


def address(name: str, **arguments: Any) -> str:
    return reverse(name, kwargs=arguments)
