"""Files of vacancies and dwellings on the desk: choose, say which column is which, look at the dry run, take over."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.openings.actions import reading as actions
from majup.openings.errors import OpeningError
from majup.openings.models import Reading, Source
from majup.openings.rows import FIELDS as FIELDS_OF
from majup.openings.rows import needed
from majup.openings.sources import known_file, known_files, table_source
from majup.openings.tasks import read_file
from majup.places.pack import read
from majup.plumbing.tables import TableError
from majup.plumbing.written_tables import safe_cell
from majup.staff.roles import Permission
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422
from majup.web.openings.desk import places_of
from majup.web.openings.upload_form import UploadForm
from majup.web.openings.words import FAILURES, FIELDS, problem_remedy

SHOWN = 200
WORKING = (Reading.State.CHECKING, Reading.State.IMPORTING)
REFUSALS = {
    "missing-column": _("Say which column holds what is marked as needed."),
    "not-checked": _("Somebody has already gone on with this file."),
    "nothing-good": _("Not one row can be taken. Correct the file and send it again."),
}


def kept_by(user: Any) -> Any:
    """A coordinator sees all files, the specialist those of her municipality."""
    rows = Reading.objects.select_related("source", "municipality", "by")
    return rows if user.scope.regions else rows.filter(municipality__in=places_of(user))


@needs(Permission.OPENING_KEEP)
@require_http_methods(["GET", "POST"])
def files(request: StaffRequest) -> HttpResponse:
    may_all = request.user.may(Permission.OPENING_REQUEST)
    known = [(row["code"], row["name"]) for row in known_files()] if may_all else []
    form = UploadForm(request.POST or None, request.FILES or None, places=places_of(request.user), known=known)
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form)
        if received:
            return redirect("openings_file", pk=received.pk)
    rows = kept_by(request.user)
    page = keyset_page(rows, by="at", after=request.GET.get("after", ""), parse=datetime.fromisoformat)
    return page_or_422(request, "openings/files.html", {"form": form, "page": page}, form)


def _receive(request: StaffRequest, form: UploadForm) -> Reading | None:
    data = form.cleaned_data
    place = data["municipality"]
    if data.get("source"):
        source, kind, place = Source.objects.get(code=data["source"]), "vacancy", None
    else:
        kind = data["kind"]
        place = None if kind == "forecast" else place
        named = {"name": data["name"], "kind": kind, "municipality": place, "is_complete": data["is_complete"]}
        source = table_source(**named)
    try:
        found = actions.receive(
            source=source,
            kind=kind,
            file_name=data["file"].name,
            content=data["file"].read(),
            by=request.user,
            municipality=place,
        )
    except TableError as refused:
        form.add_error("file", str(FAILURES[refused.code]))
        return None
    if known_file(source.code) and not actions.missing_columns(found, found.mapping):
        actions.map_columns(reading=found, mapping=found.mapping, by=request.user)
        read_file.defer(reading_id=found.pk)
    return found


class MappingForm(forms.Form):
    """A choice of column for each field; those without which no row can be taken come first."""

    mark_optional = False

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, **options)
        columns = [
            ("", _("not in the file")),
            *((str(at), name or str(at + 1)) for at, name in enumerate(reading.header)),
        ]
        wanted = needed(reading.kind, has_place=bool(reading.municipality_id))
        for name in (*wanted, *(name for name in FIELDS_OF[reading.kind] if name not in wanted)):
            label = _("%(field)s (needed)") % {"field": FIELDS[name]} if name in wanted else FIELDS[name]
            chosen = reading.mapping.get(name)
            self.fields[name] = forms.ChoiceField(
                label=label, choices=columns, required=name in wanted, initial="" if chosen is None else str(chosen)
            )

    def mapping(self) -> dict[str, int]:
        return {name: int(column) for name, column in self.cleaned_data.items() if column}


@needs(Permission.OPENING_KEEP)
@require_http_methods(["GET", "POST"])
def file(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(kept_by(request.user), pk=pk)
    mapping = found.state in {Reading.State.MAPPING, Reading.State.FAILED} or "map" in request.GET
    form = MappingForm(request.POST or None, reading=found) if mapping or request.method == "POST" else None
    if request.method == "POST" and form.is_valid():
        return _go_on(
            request, found, lambda: actions.map_columns(reading=found, mapping=form.mapping(), by=request.user)
        )
    problems = list(found.problems.all()[: SHOWN + 1])
    context = {
        "reading": found,
        "form": form,
        "problems": problems[:SHOWN],
        "more_problems": len(problems) > SHOWN,
        "is_working": found.state in WORKING,
        "bad": found.rows - found.good,
        "failure": FAILURES.get(found.code, ""),
        "words": _words() if any(problem.code == "no-word" for problem in problems) else [],
    }
    return page_or_422(request, "openings/file.html", context, form)


def _words() -> list[tuple[Any, str]]:
    """Which words a cell may hold, by their meaning."""
    from django.conf import settings  # noqa: PLC0415 -- the folder is a setting that tests change

    known: dict[str, list[str]] = read(settings.COUNTRY_PACK, "table_columns")["words"]
    return [(code, ", ".join(words)) for code, words in known.items()]


def _go_on(request: StaffRequest, found: Reading, act: Any) -> HttpResponse:
    """The worker goes on; the job and the change commit together."""
    try:
        act()
        read_file.defer(reading_id=found.pk)
    except OpeningError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return redirect("openings_file", pk=found.pk)


@needs(Permission.OPENING_KEEP)
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(kept_by(request.user), pk=pk)
    return _go_on(request, found, lambda: actions.take_over(reading=found, by=request.user))


@needs(Permission.OPENING_KEEP)
@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    actions.drop(reading=get_object_or_404(kept_by(request.user), pk=pk), by=request.user)
    messages.success(request, _("Nothing of the file was taken."))
    return redirect("openings_files")


@needs(Permission.OPENING_KEEP)
@require_safe
def problems(request: StaffRequest, pk: int) -> HttpResponse:
    """Every refused cell as a table, to correct the file by."""
    found = get_object_or_404(kept_by(request.user), pk=pk)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Line"), _("Column"), _("Value"), _("What to do")])
    for problem in found.problems.all():
        cells = (problem.column, problem.value, problem_remedy(problem))
        writer.writerow([problem.line, *(safe_cell(cell) for cell in cells)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{found.pk}.csv"'
    return response
