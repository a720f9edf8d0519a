"""Writing a text: every language beside the other, what its kind has besides, sources with their day."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.guides.actions import Content, Placing, next_review
from majup.guides.models import Kind, ReviewedText, State, TextVersion
from majup.network.models import Topic
from majup.web.components import codes
from majup.web.components.forms import DayField
from majup.web.components.texts import country_choices, language_name, localized_plain, longdate
from majup.web.desk.cases.editing import DeskForm
from majup.web.front.situations import situations
from majup.web.texts.choices import LIVED_IN, family_choices
from majup.web.texts.places import Where

LANGUAGES = tuple(settings.PUBLIC_LANGUAGES)
TITLES = {
    Kind.QUESTION: gettext_lazy("Question, as somebody would ask it"),
    Kind.NEWS: gettext_lazy("Heading"),
    Kind.STORY: gettext_lazy("Heading"),
    Kind.GUIDE: gettext_lazy("Heading"),
}
SUMMARIES = {Kind.QUESTION: gettext_lazy("Short answer, one sentence")}
SUMMARY = gettext_lazy("In one or two sentences")
BODY_HINT = gettext_lazy("Empty line: new paragraph. “- ” begins a list, **bold**, [1] points to the first source.")
FREE_ROWS = 2  # empty rows for further sources
LONGEST = {"title": 160, "summary": 400, "body": 20_000, "warmth": 4000}


class TextForm(DeskForm):
    """One text of one kind. Field names end in the language: title_lv, body_en …"""

    mark_optional = False

    def __init__(self, *args: Any, kind: str, wheres: list[Where], text: ReviewedText | None = None, **options: Any):
        self.kind, self.wheres, self.text = Kind(kind), wheres, text
        self.version: TextVersion | None = options.pop("version", None)
        self.is_addition = options.pop("is_addition", False)
        super().__init__(*args, initial=self._initial() | (options.pop("initial", None) or {}), **options)
        for code in LANGUAGES:
            self._texts(code)
        self._details()
        self._sources()
        if text is None or text.state == State.DRAFT:
            self._placing()
        self.fields["saves"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def _texts(self, code: str) -> None:
        labels = {
            "title": TITLES[self.kind],
            "summary": SUMMARIES.get(self.kind, SUMMARY),
            "body": _("Text"),
            "warmth": _("A word that shows that people are welcome"),
        }
        for name, label in labels.items():
            rows = {"title": 1, "summary": 2, "body": 10, "warmth": 3}[name]
            attrs = {"rows": rows, "maxlength": LONGEST[name], "lang": code, "class": "w-wide"}
            widget = forms.Textarea(attrs=attrs) if rows > 1 else forms.TextInput(attrs={"lang": code})
            hint = BODY_HINT if name == "body" else ""
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label} ({language_name(code)})",
                required=False,
                max_length=LONGEST[name],
                widget=widget,
                help_text=hint,
            )

    def _details(self) -> None:
        address = {"required": False, "max_length": 500, "assume_scheme": "https"}
        if self.kind == Kind.NEWS:
            label = _("Who said it first")
            for code in LANGUAGES:
                named = f"{label} ({language_name(code)})"
                self.fields[f"from_{code}"] = forms.CharField(label=named, required=False, max_length=160)
            self.fields["url"] = forms.URLField(label=_("Where it stands"), **address)
            self.fields["happened_on"] = DayField(label=_("Day on which it was said"), required=False)
            self.fields["comments_until"] = DayField(
                label=_("Comments welcome until"),
                help_text=_("Only for a draft of the municipality: a by-law, a plan. Readers can then send a comment."),
                required=False,
            )
        if self.kind == Kind.STORY:
            families = [("", _("not said")), *family_choices()]
            self.fields["family"] = forms.ChoiceField(label=_("Family"), choices=families, required=False)
            works = [("", _("not said")), *codes.code_choices("occupation_groups")]
            self.fields["occupation"] = forms.ChoiceField(label=_("Work"), choices=works, required=False)
            countries = [("", _("not said")), *country_choices()]
            self.fields["country"] = forms.ChoiceField(label=LIVED_IN, choices=countries, required=False)
            self.fields["media"] = forms.URLField(label=_("Address of a film or recording"), **address)

    @property
    def _rows(self) -> range:
        known = len(self.version.sources) if self.version else 0
        return range(1, known + FREE_ROWS + 1)

    def _sources(self) -> None:
        for number in self._rows:
            for code in LANGUAGES:
                label = _("Source %(number)s: law, section or who says so") % {"number": number}
                self.fields[f"source_{number}_{code}"] = forms.CharField(
                    label=f"{label} ({language_name(code)})", required=False, max_length=300
                )
            self.fields[f"source_{number}_url"] = forms.URLField(
                label=_("Its address"), required=False, max_length=500, assume_scheme="https"
            )
            self.fields[f"source_{number}_on"] = DayField(label=_("Day for which it holds"), required=False)

    def _placing(self) -> None:
        choices = [(one.value, one.label) for one in self.wheres if one.is_local or not self.is_addition]
        self.fields["where"] = forms.ChoiceField(label=_("For which place"), choices=choices)
        if not self.is_addition:
            topics = [(topic.code, localized_plain(topic.name)) for topic in Topic.objects.all()]
            self.fields["topics"] = forms.MultipleChoiceField(
                label=_("Topics"), choices=topics, required=self.kind == Kind.QUESTION,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields["situations"] = forms.MultipleChoiceField(
                label=_("Life situations in which people look for it"), required=False,
                choices=[(code, localized_plain(one.name)) for code, one in situations().items()],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            for name, label in (("speaks_from", _("It holds from")), ("speaks_to", _("It holds until"))):
                self.fields[name] = DayField(label=label, required=False)

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"saves": self.version.saves if self.version else 0}
        if self.version and self.version.published_at:
            found["saves"] = 0
        if self.text:
            where = [one for one in self.wheres if (one.region, one.municipality) == self._place_of(self.text)]
            found |= {"where": where[0].value if where else "", "topics": [one.code for one in self.text.topics.all()]}
            found |= {name: getattr(self.text, name) for name in ("situations", "speaks_from", "speaks_to")}
        return found | (initial_of(self.version) if self.version else {})

    @staticmethod
    def _place_of(text: ReviewedText) -> tuple[Any, Any]:
        return text.region, text.municipality

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(f"title_{code}", "").strip() for code in LANGUAGES):
            self.add_error(f"title_{LANGUAGES[0]}", _("Write a heading in at least one language."))
        for number in self._rows:
            basis = any(data.get(f"source_{number}_{code}") for code in LANGUAGES)
            if basis and not data.get(f"source_{number}_on") and f"source_{number}_on" not in self.errors:
                self.add_error(f"source_{number}_on", _("Say for which day this source holds."))
        first, last = data.get("speaks_from"), data.get("speaks_to")
        if first and last and last < first:
            self.add_error("speaks_to", _("The last day comes before the first."))
        if data.get("comments_until") and not self._municipality(data):
            self.add_error("comments_until", _("Comments go to a municipality: choose the one whose draft it is."))
        return data

    def _municipality(self, data: dict[str, Any]) -> Any:
        where = next((one for one in self.wheres if one.value == data.get("where")), None)
        return where.municipality if where else self.text and self.text.municipality

    def content(self) -> Content:
        data = self.cleaned_data
        return Content(
            **{name: self._localized(name) for name in ("title", "summary", "body", "warmth")},
            sources=[self._source(number) for number in self._rows if data.get(f"source_{number}_on")],
            details=self._given_details(),
        )

    def _localized(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}

    def _source(self, number: int) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "basis": self._localized(f"source_{number}"),
            "url": data.get(f"source_{number}_url", ""),
            "on": data[f"source_{number}_on"].isoformat(),
        }

    def _given_details(self) -> dict[str, Any]:
        """Steps of a guide are written elsewhere and stay as they are."""
        data = self.cleaned_data
        if self.kind == Kind.NEWS:
            day = data.get("happened_on")
            until = data.get("comments_until")
            days = {"happened_on": day and day.isoformat(), "comments_until": until and until.isoformat()}
            return {"from": self._localized("from"), "url": data.get("url"), **days}
        if self.kind == Kind.STORY:
            return {name: data.get(name) for name in ("family", "occupation", "country", "media")}
        return dict(self.version.details) if self.version else {}

    def placing(self) -> Placing | None:
        """None when the text is public already and stays where it is."""
        data = self.cleaned_data
        where = next((one for one in self.wheres if one.value == data.get("where")), None)
        if where is None:
            return None
        return Placing(
            role=where.role,
            region=where.region,
            municipality=where.municipality,
            topics=tuple(Topic.objects.filter(code__in=data.get("topics", []))),
            situations=tuple(data.get("situations", [])),
            speaks_from=data.get("speaks_from"),
            speaks_to=data.get("speaks_to"),
        )

    @property
    def by_language(self) -> list[tuple[str, str, list[Any]]]:
        """(code, name, fields): one column each."""
        names = ("title", "summary", "body", "warmth", *(("from",) if self.kind == Kind.NEWS else ()))
        return [(code, language_name(code), [self[f"{name}_{code}"] for name in names]) for code in LANGUAGES]

    @property
    def besides(self) -> list[Any]:
        besides = ("url", "happened_on", "comments_until", "family", "occupation", "country", "media")
        wanted = ("where", "topics", "situations", *besides, "speaks_from", "speaks_to")
        return [self[name] for name in wanted if name in self.fields]

    @property
    def source_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("source_")]


def initial_of(version: TextVersion) -> dict[str, Any]:
    """Values of the form from a version."""
    found: dict[str, Any] = {}
    for name in ("title", "summary", "body", "warmth"):
        found |= {f"{name}_{code}": getattr(version, name).get(code, "") for code in LANGUAGES}
    found |= {f"from_{code}": version.details.get("from", {}).get(code, "") for code in LANGUAGES}
    found |= {name: value for name, value in version.details.items() if isinstance(value, str)}
    for number, row in enumerate(version.sources, 1):
        found |= {f"source_{number}_{code}": row["basis"].get(code, "") for code in LANGUAGES}
        found |= {f"source_{number}_url": row["url"], f"source_{number}_on": row["on"]}
    return found


class ReviewForm(DeskForm):
    """FAQ-03: when the text is to be read again; left empty, after the interval of the pack."""

    mark_optional = False
    review_on = DayField(label=gettext_lazy("Read again by"), required=False)

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        if day and not timezone.localdate() < day <= next_review():
            last = longdate(next_review(), "until")
            raise forms.ValidationError(_("Choose a day from tomorrow until %(day)s.") % {"day": last})
        return day


class GiveBackForm(DeskForm):
    reason = forms.CharField(
        label=gettext_lazy("What should change?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
    )


class ArchiveForm(DeskForm):
    """Why it is over, in every language in which somebody reads it, and the time it spoke of."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        why = _("Why it is over")
        for code in LANGUAGES:
            named = f"{why} ({language_name(code)})"
            self.fields[f"reason_{code}"] = forms.CharField(label=named, max_length=300, required=code == LANGUAGES[0])
        for name, label in (("speaks_from", _("It held from")), ("speaks_to", _("It held until"))):
            self.fields[name] = DayField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("speaks_from"), data.get("speaks_to")
        if first and last and last < first:
            self.add_error("speaks_to", _("The last day comes before the first."))
        return data

    def reason(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"reason_{code}", "") for code in LANGUAGES}


class ConsentForm(DeskForm):
    """AMB-05: who agreed, when, to which words."""

    name = forms.CharField(label=gettext_lazy("Who agreed"), max_length=160)
    given_on = DayField(label=gettext_lazy("On what day"))
    agreed_to = forms.CharField(
        label=gettext_lazy("The words put before this person"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
    )
