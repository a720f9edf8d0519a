"""What the worker does for the public results: publishes, draws ahead, and writes long workbooks.

A workbook is asked for once for each state of the data, and then ready for everybody.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app

from majup.plumbing import files as kept_files
from majup.reports import publishing
from majup.reports.models import MadeFile
from majup.web.results import files, shown
from majup.web.results.datasets import DATASETS, Dataset

PARTS = 20  # words on how far it is, whatever the length


def current(dataset: Dataset, language: str) -> MadeFile | None:
    return MadeFile.objects.filter(dataset=dataset.code, language=language, state_of_data=dataset.state).first()


@transaction.atomic
def ask(dataset: Dataset, language: str) -> MadeFile:
    """Let the worker write the workbook, unless it was asked for already."""
    made, is_new = MadeFile.objects.get_or_create(dataset=dataset.code, language=language, state_of_data=dataset.state)
    if is_new:
        write_workbook.defer(made_id=made.pk)
    return made


@app.task(queue="reports")
def write_workbook(made_id: int) -> None:
    """Write the workbook and forget what was made of an older state; a job that comes twice finds nothing to do."""
    made = MadeFile.objects.filter(pk=made_id, digest="").first()
    if made is None:
        return
    dataset = DATASETS[made.dataset]
    with translation.override(made.language):
        size = dataset.size()
        MadeFile.objects.filter(pk=made.pk).update(rows=size, done=0)
        content = files.workbook(dataset, _teller(made, size))
    digest = kept_files.store(content)
    MadeFile.objects.filter(pk=made.pk).update(digest=digest, rows=size, done=size)
    _forget_older(made)


def _teller(made: MadeFile, size: int):
    """Note how far the writing is, but not more often than a person looks."""
    said = [0]

    def tell(done: int) -> None:
        if done < size and done - said[0] >= size / PARTS:
            said[0] = done
            MadeFile.objects.filter(pk=made.pk).update(done=done)

    return tell


def _forget_older(made: MadeFile) -> None:
    older = MadeFile.objects.filter(dataset=made.dataset, language=made.language).exclude(pk=made.pk)
    digests = set(older.exclude(digest="").values_list("digest", flat=True))
    older.delete()
    for digest in digests - set(MadeFile.objects.values_list("digest", flat=True)):
        kept_files.delete(digest)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="reports", queueing_lock="publish_results")
def publish_results(timestamp: int) -> None:
    """Make public what was issued or corrected, and draw the charts of the page before anybody asks for them."""
    publishing.publish_all()
    for code in settings.PUBLIC_LANGUAGES:
        with translation.override(code):
            shown.draw_all()
