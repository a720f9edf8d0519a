"""Data packs: asked for with one press, made by the worker, frozen and kept (NET-10, B-57)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.reports import packing
from majup.reports.models import DataPack
from majup.staff.roles import Permission
from majup.web.figures.datapacks import words
from majup.web.figures.datapacks.making import TABLES, make_data_pack
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422


class PackForm(forms.Form):
    """Years; the button that is pressed says for whom."""

    mark_optional = False
    year_from = forms.TypedChoiceField(label=gettext_lazy("From year"), coerce=int)
    year_to = forms.TypedChoiceField(label=gettext_lazy("To year"), coerce=int)
    kind = forms.ChoiceField(choices=list(words.KINDS.items()), widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        known = packing.years(timezone.localdate())
        super().__init__(data, initial={"year_from": known[0], "year_to": known[0]})
        for name in ("year_from", "year_to"):
            self.fields[name].choices = [(year, str(year)) for year in known]
            self.fields[name].error_messages["invalid_choice"] = _("Choose a year of the programme.")
        press = _("Press one of the two buttons: it says for whom the data are.")
        self.fields["kind"].error_messages |= {"required": press, "invalid_choice": press}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("year_from", 0) > data.get("year_to", 9999):
            self.add_error("year_to", _("Choose a last year that is not before the first one."))
        return data


@needs(Permission.DATA_PACK_MAKE)
@require_http_methods(["GET", "POST"])
def packs(request: StaffRequest) -> HttpResponse:
    form = PackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made, is_new = packing.ask(**given, parts=len(TABLES[given["kind"]]), by=request.user)
        if is_new:
            make_data_pack.defer(pack_id=made.pk)
            messages.success(request, _("The data are being put together."))
        return redirect("data_pack", pk=made.pk)
    rows = DataPack.objects.select_related("asked_by").defer("document")
    page = keyset_page(rows, by="asked_at", after=request.GET.get("after", ""), parse=datetime.fromisoformat)
    return page_or_422(
        request, "figures/datapacks/packs.html", {"form": form, "page": page, "kinds": words.KINDS}, form
    )


@needs(Permission.DATA_PACK_MAKE)
@require_safe
def pack(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is; then the tables as they are frozen, and the files."""
    found = get_object_or_404(DataPack.objects.select_related("asked_by"), pk=pk)
    is_late = found.state == DataPack.State.ASKED and timezone.now() - found.asked_at > packing.TRIED
    context = {"pack": found, "title": words.title_of(found), "is_late": is_late}
    response = render(request, "figures/datapacks/pack.html", context)
    if found.state == DataPack.State.ASKED and not is_late:
        response["Refresh"] = "3"
    return response
