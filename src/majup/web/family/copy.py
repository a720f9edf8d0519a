"""Everything that is held about a family as one file: to read, for a machine, and the files themselves (PRV-04)."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from majup.cases.models import Case
from majup.intake.models import Attachment
from majup.offers.actions import file_name
from majup.offers.models import OfferVersion
from majup.people.erasing import of_whom
from majup.plumbing import files
from majup.web.desk.people.readable import lines
from majup.web.family.roles import roles_of
from majup.web.family_file import gather


def zip_of(case: Case) -> bytes:
    """data.json, read-me.html in the reader's language, and a folder with letters and attachments.

    Staff stands in it by role. The caller acts in the scope of the responsible region (ADR 16).
    """
    parts = gather(case.household, staff=roles_of)
    held = {"reference": case.reference, "made_at": timezone.now(), "parts": _plain(parts)}
    page = {"case": case, "parts": [(part.title, len(part.rows), lines(part)) for part in parts]}
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("read-me.html", render_to_string("family/own/copy.html", page))
        for name, digest in _files(of_whom(case.household)).items():
            archive.writestr(f"files/{name}", files.read(digest))
    return whole.getvalue()


def _plain(parts: list[Any]) -> list[dict[str, Any]]:
    return [{"title": str(part.title), "rows": part.rows} for part in parts]


def _files(household_ids: list[int]) -> dict[str, str]:
    """Digest by name in the archive; two files of one name get their number in front."""
    versions = OfferVersion.objects.filter(household__in=household_ids, erased_at=None)
    found = {file_name(version): version.pdf_sha256 for version in versions.select_related("offer__case")}
    mine = Q(message__household_id__in=household_ids) | Q(message__enquiry__household_id_attached__in=household_ids)
    for attachment in Attachment.objects.filter(mine).exclude(sha256=""):
        name = attachment.name if attachment.name not in found else f"{attachment.pk}-{attachment.name}"
        found[name] = attachment.sha256
    return found
