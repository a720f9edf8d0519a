"""Forms about a call at an agreed time."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.calls import zones
from majup.calls.models import Call, CallSlot, Kind
from majup.network.calendar import country_settings
from majup.web.components.forms import DayField, form_key
from majup.web.components.texts import language, locale

FURTHEST_DAYS = 180
KINDS = [(Kind.PHONE, gettext_lazy("By phone")), (Kind.VIDEO, gettext_lazy("By video"))]
OVER = gettext_lazy("The time of this call has passed, so there is nothing to call off.")


def both(moment: datetime, zone: str) -> str:
    """The moment as our clock and that of the reader show it; one time when they agree."""
    there = zones.said(moment, zone, language())
    here = zones.time_of_day(moment, settings.TIME_ZONE, zone, language())
    return _("%(there)s (our time: %(here)s)") % {"there": there, "here": here} if here else there


def ours_first(moment: datetime, zone: str) -> str:
    """The same for who sits at our clock."""
    here = zones.said(moment, settings.TIME_ZONE, language())
    there = zones.time_of_day(moment, zone, settings.TIME_ZONE, language())
    return _("%(here)s (there %(there)s)") % {"here": here, "there": there} if there else here


class MomentField(forms.CharField):
    """A day and a time of day, as the browser's own control or a person writes it; naive."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M")

    def clean(self, value: Any) -> datetime | None:
        typed = super().clean(value)
        if not typed:
            return None
        for pattern in self.FORMATS:
            try:
                return datetime.strptime(typed, pattern)  # noqa: DTZ007 -- the form knows the zone
            except ValueError:
                continue
        raise forms.ValidationError(_("Write the day and the time, for example 2026-12-01 18:00."), "invalid")


class AskCallForm(forms.Form):
    """A call by phone or video: at an offered time, or at times that suit who asks, in their own zone."""

    mark_optional = False

    kind = forms.ChoiceField(label=gettext_lazy("How shall we talk?"), choices=KINDS, widget=forms.RadioSelect)
    slot = forms.ChoiceField(
        label=gettext_lazy("Times your coordinator offers"), widget=forms.RadioSelect, required=False
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Your time zone"))
    first = MomentField(label=gettext_lazy("Or propose a time"), required=False)
    second = MomentField(label=gettext_lazy("Another time that suits you"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    words = forms.CharField(label=gettext_lazy("What would you like to talk about?"), required=False, max_length=500)
    form_key = form_key()

    def __init__(self, *args: Any, slots: list[CallSlot], zone: str, country: str, **options: Any) -> None:
        options["initial"] = {"time_zone": zone, "kind": Kind.PHONE, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.slots = {str(slot.pk): slot for slot in slots}
        shown = [(pk, both(slot.begins_at, zone)) for pk, slot in self.slots.items()]
        if shown:
            self.fields["slot"].choices = [*shown, ("", _("None of these"))]
            self.initial.setdefault("slot", "")
        else:
            del self.fields["slot"]
            self.fields["first"].label = _("When would it suit you?")
        self.fields["time_zone"].choices = zones.choices(country, locale())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Kind.PHONE and not data.get("phone"):
            self.add_error("phone", _("Write the number at which we shall call you."))
        data["chosen"] = self.slots.get(data.get("slot", ""))
        data["proposals"] = self._moments(data)
        no_time = data["chosen"] is None and not data["proposals"]
        if no_time and not {"first", "second", "slot"} & self.errors.keys():
            self.add_error(
                "first",
                _("Choose one of the times or propose one.") if self.slots else _("Say when it would suit you."),
            )
        return data

    def _moments(self, data: dict[str, Any]) -> list[datetime]:
        """What is proposed, in the zone of who asks; only when no offered time is chosen."""
        if data.get("chosen") or not data.get("time_zone"):
            return []
        found, now = [], timezone.now()
        for name in ("first", "second"):
            if naive := data.get(name):
                moment = naive.replace(tzinfo=ZoneInfo(data["time_zone"]))
                if not now < moment < now + timedelta(days=FURTHEST_DAYS):
                    self.add_error(name, _("Choose a time between now and half a year from now."))
                found.append(moment)
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What `calls.actions.ask` takes beside who asks."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "slot": data["chosen"],
            "proposals": data["proposals"],
            "time_zone": data["time_zone"],
            "phone": data["phone"],
            "words": data["words"],
            "form_key": data["form_key"] or None,
        }


class ConfirmForm(forms.Form):
    """The coordinator agrees on one of the times, or names another, and says where."""

    mark_optional = False

    at = forms.ChoiceField(label=gettext_lazy("When?"), widget=forms.RadioSelect, required=False)
    other = MomentField(label=gettext_lazy("Or another time, as our clock shows it"), required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=240)
    where = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=300,
        help_text=gettext_lazy("Address of the video call, or who calls which number"),
        error_messages={
            "required": gettext_lazy("Say where: the address of the video call or who calls which number.")
        },
    )

    def __init__(self, call: Call, *args: Any, **options: Any) -> None:
        minutes = call.slot.minutes if call.slot else country_settings()["call_minutes"]
        options["initial"] = {"minutes": minutes, "where": self._number(call), "at": "0"}
        super().__init__(*args, **options)
        self.times = call.times
        shown = [(str(n), ours_first(moment, call.time_zone)) for n, moment in enumerate(self.times)]
        self.fields["at"].choices = [*shown, ("", _("None of these"))]

    def _number(self, call: Call) -> str:
        """Who calls which number, in the family's language: the words go into its mail and its calendar."""
        if call.kind != Kind.PHONE or not call.phone:
            return ""
        with translation.override(call.language):
            return _("We call %(phone)s") % {"phone": call.phone}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        other = data.get("other")
        moment = timezone.make_aware(other) if other else self.times[int(data["at"])] if data.get("at") else None
        if moment is None and "other" not in self.errors:
            self.add_error("other", _("Choose one of the times or name another."))
        elif moment and moment <= timezone.now():
            self.add_error("other", _("This time has passed. Name another."))
        data["moment"] = moment
        return data


class OffForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why can it not take place? The other side reads this."),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why, so that the other side understands.")},
    )


class SlotsForm(forms.Form):
    """Times on one day, so that a week is offered in a minute."""

    on = DayField(label=gettext_lazy("Day"))
    times = forms.CharField(
        label=gettext_lazy("Times, as our clock shows them"),
        max_length=200,
        help_text=gettext_lazy("For example: 18:00, 18:30, 19:00"),
    )

    def clean_times(self) -> list[time]:
        try:
            return [time.fromisoformat(each.strip().zfill(5)) for each in self.cleaned_data["times"].split(",")]
        except ValueError as wrong:
            raise forms.ValidationError(_("Write times like 18:00, with commas between them.")) from wrong

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = timezone.localdate()
        if data.get("on") and not today <= data["on"] <= today + timedelta(days=FURTHEST_DAYS):
            self.add_error("on", _("Choose a time between now and half a year from now."))
        return data

    @property
    def moments(self) -> list[datetime]:
        day = self.cleaned_data["on"]
        return [timezone.make_aware(datetime.combine(day, each)) for each in self.cleaned_data["times"]]
