"""What all entries share: state, answers, who handed them in, and where a file comes from."""

from datetime import date

from django.db import models
from django.utils import timezone

from majup.network.models import Role
from majup.places.models import Municipality
from majup.staff.models import User


class State(models.TextChoices):
    """Handed in entries wait for the municipality's check before anybody else sees them (CAT-14, K-M11)."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    HIDDEN = "hidden"  # nobody confirmed it any more (CAT-04)
    ENDED = "ended"


class Answer(models.TextChoices):
    """What an entry says about a help or a demand; not said is not no."""

    UNKNOWN = ""
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Neighbour(models.Model):
    """Two municipalities that share a border, once in each direction; from the shapes of the pack."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="borders")
    neighbour = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "neighbour"], name="neighbour_once")]

    def __str__(self):
        return f"{self.municipality_id}-{self.neighbour_id}"


class Source(models.Model):
    """A file that is read again and again: its rows are known by their key. `is_complete`: what it leaves out ended."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    is_complete = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    confirm_days = models.PositiveSmallIntegerField(help_text="How long its rows count as confirmed after a reading")

    def __str__(self):
        return self.name


class Moderated(models.Model):
    """Who handed an entry in, who checked it, until when it holds."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True, help_text="Why it was refused")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(default=timezone.localdate, help_text="Last day on which its owner said it holds")

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def standing(self) -> str:
        """The state as it is told: an entry past its last day has ended, also before the night writes it down."""
        last = getattr(self, "valid_to", None)
        is_past = last is not None and last < timezone.localdate()
        return State.ENDED if is_past and self.state in {State.PUBLISHED, State.HIDDEN} else self.state


class EntryQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Entries that `user` looks after: the specialist those of her municipality, a coordinator those of all."""
        if user.scope.regions:
            return self
        mine = Role.objects.filter(pk__in=user.scope.roles, kind=Role.Kind.SPECIALIST)
        return self.filter(municipality__in=mine.values("municipality_id"))

    def waiting(self):
        return self.filter(state=State.WAITING)

    def published(self):
        return self.filter(state=State.PUBLISHED)

    def open(self, day: date | None = None):
        """What may be shown today: published and not past its last day, even before the nightly job noticed."""
        return self.published().filter(valid_to__gte=day or timezone.localdate())

    def in_municipalities(self, municipalities):
        return self.filter(municipality__in=municipalities)
