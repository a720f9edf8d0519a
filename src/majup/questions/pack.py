"""Loads the short answer forms of a country pack."""

from pathlib import Path

from majup.network.models import Topic
from majup.places.pack import read
from majup.questions.models import AnswerForm


def load(folder: Path) -> None:
    for row in read(folder, "answer_forms"):
        form, _ = AnswerForm.objects.update_or_create(
            code=row["code"], defaults={"fields": row["fields"], "share": row["share"]}
        )
        form.topics.set(Topic.objects.filter(code__in=row["topics"]))
