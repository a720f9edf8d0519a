"""Data packs: figures put together for others, made by the worker and then frozen."""

from django.db import models
from django.db.models import F, Q

from majup.staff.models import User


class DataPack(models.Model):
    """Figures of whole years for a council or for a report to others, as they were when the worker made them.

    `document` holds every table with its rule, period and source, the definitions in force, author and moment;
    `document_sha256` is the digest of its canonical spelling. A trigger refuses to change or delete a pack once made.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council"
        MINISTRY = "ministry"

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    parts = models.PositiveSmallIntegerField(help_text="How many tables it will have")
    parts_done = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)
    document = models.JSONField(null=True)
    document_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="data_pack_years_in_order", condition=Q(year_to__gte=F("year_from"))),
            models.CheckConstraint(
                name="made_data_pack_has_document",
                condition=~Q(state="done") & Q(made_at=None, document__isnull=True, document_sha256="")
                | Q(state="done", made_at__isnull=False, document__isnull=False) & ~Q(document_sha256=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.year_from}-{self.year_to}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
