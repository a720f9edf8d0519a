"""Jobs that bring several stages together."""

from contextlib import suppress

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from majup.kernel.localized import pick
from majup.network.models import Role
from majup.network.queries import place_of
from majup.plumbing import files, mail
from majup.web.components.texts import longdate
from majup.web.office import moving
from majup.web.places import charted
from majup.web.results import making

__all__ = ["making"]  # its jobs are found here


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep", queueing_lock="settle_roles")
def settle_roles(timestamp: int) -> None:
    """Periods of roles end and begin at midnight: what is open goes to the new holder or the deputy (NET-03)."""
    for role in moving.settle_all():
        tell_of_gap(role)


def tell_of_gap(role: Role) -> None:
    """Write once to the region's administration and the national contact point that nobody holds the role."""
    ended = moving.last_holding(role)
    if ended is None:
        return
    language, name = settings.LANGUAGE_CODE, place_of(role)
    with translation.override(language):
        region = pick(name, language, name).text
        subject = _("Nobody holds the coordinator's role: %(region)s") % {"region": region}
        text = _(
            "The last period ended on %(day)s and no successor or deputy is named. The cases stay in the region, but"
            " nobody looks after them. Please name a holder in the directory."
        ) % {"day": longdate(ended.valid_to, "on")}
    for office in Role.objects.filter(kind=Role.Kind.REGION_OFFICE, region=role.region) | Role.objects.filter(
        kind=Role.Kind.CONTACT_POINT
    ):
        if office.mailbox:
            mail.queue(
                purpose="role-gap",
                to=office.mailbox,
                subject=subject,
                text=text,
                language=language,
                automatic=True,
                key=f"role-gap:{ended.pk}:{office.pk}",
            )


@app.task(queue="upkeep")
def delete_file(digest: str) -> None:
    """Erase a document from disk unless another family's mail or offer still needs it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT majup_file_is_kept(%s)", [digest])
        (is_kept,) = cursor.fetchone()
    if not is_kept:
        files.delete(digest)


@app.periodic(cron="40 1 * * *")
@app.task(queue="upkeep", queueing_lock="draw_charts")
def draw_charts(timestamp: int) -> None:
    """Drawing takes longer than a page may: no reader shall be the first to see a chart."""
    for code in settings.PUBLIC_LANGUAGES:
        with translation.override(code):
            charted.draw_all()


def draw_charts_soon() -> None:
    """Ask for it unless it waits to be done anyway."""
    with suppress(AlreadyEnqueued):
        draw_charts.defer(timestamp=0)
