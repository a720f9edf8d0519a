"""Forms of the catalogue: filters, the fact itself with what its kind asks for, withdrawal, owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.catalogue.models import Audience, FactKind, FactVersion, Kind, Level, State
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.web.components.codes import code_choices, places, regions, topics
from majup.web.components.forms import AmountField, DayField
from majup.web.components.texts import language_name, localized_plain, named
from majup.web.facts.kind_fields import TEXT_AMOUNTS, amount_fields, detail_fields
from majup.web.facts.traits import TraitFields, trait_choices
from majup.web.facts.words import AIMS, AMOUNTS, AUDIENCES, FRESHNESS, role_words

ANY = [("", _("All"))]
TEXTS = {
    "name": (pgettext_lazy("of a fact", "Name"), 200, 1),
    "summary": (_("In a sentence or two"), 600, 3),
    "who": (_("Who can get it"), 1000, 3),
    "what": (_("What one gets"), 1000, 3),
    "how": (_("How to get it"), 2000, 4),
    "where": (_("Where"), 600, 2),
}
# What is to be done about a field that was left empty.
NEEDED = {
    "name": _("Write what it is called."),
    "summary": _("Say in a sentence or two what it is."),
    "role": _("Choose who answers for it."),
    "topics": _("Tick at least one topic, so that families find it."),
    "audience": _("Choose who may use it."),
    "source": _("Say where this comes from: your own decision, or the rules with number and date."),
}
LINES = {
    "condition_words": (_("Conditions in words, one a line"), _("Short sentences a family understands")),
    "not_required": (_("What is not needed, one a line"), _("Good news that people would not expect")),
}


class FilterForm(TraitFields):
    mark_optional = False
    field_order = ("q", "kind", "topic", "place", "audience", "state")
    q = forms.CharField(label=_("Words"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    audience = forms.ChoiceField(label=_("For whom"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [*ANY, *((kind.code, localized_plain(kind.name)) for kind in FactKind.objects.all())])
        choose(self, "topic", [*ANY, *((t.code, localized_plain(t.name)) for t in topics().values())])
        choose(self, "place", [*ANY, *place_choices()])
        choose(self, "audience", [*ANY, *((code, str(words)) for code, words in AUDIENCES.items() if code)])
        choose(self, "has", [*ANY, *trait_choices()])
        choose(self, "state", [*ANY, *((state.value, str(FRESHNESS[state])) for state in State)])


def place_choices() -> list[tuple[str, Any]]:
    """Regions and municipalities in one select, each under its heading."""
    return [
        (_t("Regions"), [(f"r-{region.code}", localized_plain(region.name)) for region in regions()]),
        (_t("Municipalities"), [(f"m-{place.pk}", named(place)) for place in places()]),
    ]


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
    field.choices = list(choices)


class OwnerForm(forms.Form):
    role = forms.ModelChoiceField(None, label=_("Who answers for it"))

    def __init__(self, *args: Any, roles: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].queryset = roles
        self.fields["role"].label_from_instance = role_words


class WithdrawForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (State.ENDED, pgettext_lazy("of a fact", "It has ended")),
            (State.WITHDRAWN, pgettext_lazy("of a fact", "It was a mistake, or should not be shown")),
        ],
        widget=forms.RadioSelect,
        initial=State.ENDED,
    )
    reason = forms.CharField(
        label=_("Why, in a sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )


class FactForm(forms.Form):
    """A fact of one kind. Texts of the main language come first; other languages stand folded below them."""

    def __init__(self, *args: Any, kind: FactKind, roles: list[Role], version: FactVersion | None, **options: Any):
        self.kind, self.roles, self.version = kind, roles, version
        self.languages = country_settings()["languages"]
        self.group_fields: dict[str, list[str]] = {}
        super().__init__(*args, initial=options.pop("initial", None) or initial_of(version, kind), **options)
        self._texts(self.languages[0], "texts")
        self._who()
        self._details()
        if kind.code in {Kind.STATE_MEASURE, Kind.MUNICIPAL_MEASURE, Kind.SPECIALIST_SUPPORT}:
            self._money()
        self._words()
        self._validity()
        for code in self.languages[1:]:
            self._texts(code, f"texts_{code}")
        for name, words in NEEDED.items():
            if field := self.fields.get(name) or self.fields.get(f"{name}_{self.languages[0]}"):
                field.error_messages["required"] = words

    def add(self, group: str, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.group_fields.setdefault(group, []).append(name)

    def _texts(self, language: str, group: str) -> None:
        main = language == self.languages[0]
        for name, (label, most, rows) in TEXTS.items():
            told = str(self.initial.get(f"{name}_{language}", "")).count("\n") + 2
            area = forms.Textarea(attrs={"rows": max(rows, told), "maxlength": most})
            widget = forms.TextInput if rows == 1 else area
            shown = label if main else f"{label} ({language_name(language)})"
            needed = main and name in {"name", "summary"}
            self.add(
                group,
                f"{name}_{language}",
                forms.CharField(label=shown, max_length=most, required=needed, widget=widget),
            )

    def _who(self) -> None:
        if self.version is None and len(self.roles) > 1:
            choices = [(str(role.pk), role_words(role)) for role in self.roles]
            self.add("who", "role", forms.ChoiceField(label=_("Who answers for it"), choices=choices))
        topic_choices = [(topic.code, localized_plain(topic.name)) for topic in topics().values()]
        self.add("who", "topics", _several(_("Topics"), topic_choices, required=True))
        audiences = [(code.value, AUDIENCES[code]) for code in Audience]
        self.add(
            "who", "audience", forms.ChoiceField(label=_("Who may use it"), choices=audiences, widget=forms.RadioSelect)
        )
        self.add("who", "target_groups", _several(_("Meant for"), code_choices("target_groups")))
        municipal = _("Also in other municipalities")
        if any(role.municipality_id for role in self.roles):
            hint = _("Only when several municipalities give it together")
            others = [(str(place.pk), named(place)) for place in places()]
            field = forms.MultipleChoiceField(label=municipal, choices=others, required=False, help_text=hint)
            self.add("place", "also_in", field)
        hint = _("Only when it does not hold in the whole municipality, one a line")
        area = forms.Textarea(attrs={"rows": 2, "maxlength": 1000})
        self.add(
            "place", "parts", forms.CharField(label=_("Parishes or towns"), required=False, widget=area, help_text=hint)
        )

    def _details(self) -> None:
        for spec in self.kind.fields:
            for name, field in detail_fields(spec, self.languages):
                self.add("details", name, field)

    def _money(self) -> None:
        self.add("money", "amount_min", AmountField(label=_("Sum from"), required=False))
        self.add("money", "amount_max", AmountField(label=_("Sum up to"), required=False))
        for code, label in AMOUNTS.items():
            for name, field in amount_fields(code, label, self.languages):
                self.add("money", name, field)
        for code in self.languages:
            label = _("Money from") if code == self.languages[0] else f"{_('Money from')} ({language_name(code)})"
            self.add("money", f"funding_{code}", forms.CharField(label=label, max_length=300, required=False))
        aims = [("", AIMS[""]), *((code, words) for code, words in AIMS.items() if code)]
        self.add("money", "aim", forms.ChoiceField(label=_("What it is for"), choices=aims, required=False))
        may = _("The giver may, and need not, give it")
        self.add("money", "at_discretion", forms.BooleanField(label=may, required=False))

    def _words(self) -> None:
        for name, (label, hint) in LINES.items():
            for code in self.languages:
                shown = label if code == self.languages[0] else f"{label} ({language_name(code)})"
                area = forms.Textarea(attrs={"rows": 3, "maxlength": 3000})
                self.add(
                    "words", f"{name}_{code}", forms.CharField(label=shown, required=False, widget=area, help_text=hint)
                )

    def _validity(self) -> None:
        self.add("source", "valid_from", DayField(label=_("Valid from"), required=False))
        self.add("source", "valid_to", DayField(label=_("Valid to"), required=False))
        spoken = [(code, language_name(code)) for code in self.languages]
        self.add("source", "languages", _several(_("Languages in which it is given"), spoken))
        self.add(
            "source", "url", forms.URLField(label=_("Web page"), required=False, max_length=500, assume_scheme="https")
        )
        self.add("source", "legal_basis", forms.CharField(label=_("Rules it rests on"), required=False, max_length=500))
        hint = _("For example “the municipality's own”, or regulations with number and date")
        self.add("source", "source", forms.CharField(label=_("Where it is from"), max_length=300, help_text=hint))
        self.add("source", "seen", forms.IntegerField(widget=forms.HiddenInput, required=False))

    @property
    def is_check(self) -> bool:
        """Whether a draft that is there already is read through before it is published."""
        return self.version is not None and self.version.state == State.DRAFT

    @property
    def lacking(self) -> list[str]:
        """Fields that a draft cannot be published without and that nobody has filled in yet."""
        if not self.is_check:
            return []
        return [name for name, field in self.fields.items() if field.required and not self.initial.get(name)]

    @property
    def groups(self) -> list[tuple[str, str, list[Any], bool]]:
        """(code, title, fields, whether it stands open) in the order of the page; refused ones are open."""
        titles = {
            "lacking": _("What is still missing"),
            "texts": _("What it is"),
            "more": _("More about it"),
            "who": _("For whom"),
            "details": localized_plain(self.kind.name),
            "money": _("Money"),
            "words": _("Conditions in words"),
            "place": _("Where it holds"),
            "source": _("Until when, and from where"),
        }
        titles |= {f"texts_{code}": language_name(code).capitalize() for code in self.languages[1:]}
        grouped = self._grouped()
        return [
            (code, title, [self[name] for name in names], self._stands_open(code, names))
            for code, title in titles.items()
            if (names := grouped.get(code))
        ]

    def _grouped(self) -> dict[str, list[str]]:
        """Names of the fields by group. In a draft what is missing comes first, and of the texts only what was told."""
        lacking = set(self.lacking)
        grouped = {code: [n for n in names if n not in lacking | {"seen"}] for code, names in self.group_fields.items()}
        if self.is_check:
            told = [name for name in grouped["texts"] if self.initial.get(name) or self.fields[name].required]
            grouped |= {"texts": told, "more": [name for name in grouped["texts"] if name not in told]}
        return grouped | {"lacking": [name for name in self.fields if name in lacking]}

    def _stands_open(self, code: str, names: list[str]) -> bool:
        asked = {"lacking", "texts"} if self.is_check else {"texts", "details", "source"}
        # Who changes a fact changes what it is or until when; whom it is for seldom changes once it was chosen.
        if not self.is_check and (self.version is None or not (self.version.topics and self.version.audience)):
            asked.add("who")
        return code in asked or any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for low, high, said in BOUNDS:
            if data.get(low) is not None and data.get(high) is not None and data[low] > data[high]:
                self.add_error(high, said)
        return data

    def texts(self, name: str) -> dict[str, str]:
        """What was typed for `name` by language, empty ones left out."""
        typed = {code: self.cleaned_data.get(f"{name}_{code}") or "" for code in self.languages}
        return {code: text for code, text in typed.items() if text}

    def columns(self) -> dict[str, Any]:
        """Columns of the version that the form describes."""
        data = self.cleaned_data
        plain = (
            "topics",
            "audience",
            "target_groups",
            "valid_from",
            "valid_to",
            "languages",
            "url",
            "legal_basis",
            "source",
        )
        columns = {name: data[name] for name in plain} | {name: self.texts(name) for name in TEXTS}
        columns |= {name: self._lines(name) for name in LINES}
        columns["parts"] = _split(data["parts"])
        columns["details"] = {spec["code"]: self._detail(spec) for spec in self.kind.fields}
        if "money" in self.group_fields:
            columns |= {name: data[name] for name in ("amount_min", "amount_max", "aim", "at_discretion")}
            columns["funding"] = self.texts("funding")
            columns["amounts"] = {code: self._amount(code) for code in AMOUNTS}
        columns["amounts"] = {k: v for k, v in columns.get("amounts", {}).items() if v not in (None, "", [], {})}
        columns["details"] = {k: v for k, v in columns["details"].items() if v not in (None, "", [], {})}
        return columns

    def _lines(self, name: str) -> list[dict[str, str]]:
        """Lines of all languages side by side: the second line of one belongs to the second of the other."""
        typed = {code: _split(self.cleaned_data[f"{name}_{code}"]) for code in self.languages}
        longest = max((len(lines) for lines in typed.values()), default=0)
        return [{code: lines[n] for code, lines in typed.items() if n < len(lines)} for n in range(longest)]

    def _detail(self, spec: Mapping[str, Any]) -> Any:
        if spec["kind"] == "text":
            return self.texts(f"d_{spec['code']}")
        value = self.cleaned_data[f"d_{spec['code']}"]
        return value.isoformat() if hasattr(value, "isoformat") else value

    def _amount(self, code: str) -> Any:
        return self.texts(f"a_{code}") if code in TEXT_AMOUNTS else self.cleaned_data[f"a_{code}"]


BOUNDS = (
    ("amount_min", "amount_max", _("The upper sum is below the lower one.")),
    ("a_rate_min", "a_rate_max", _("The upper rate is below the lower one.")),
    ("a_ceiling", "a_ceiling_higher", _("The higher ceiling is below the ordinary one.")),
    ("a_extra_points", "a_points_of", _("There cannot be more extra points than points.")),
    ("valid_from", "valid_to", _("The last day lies before the first day.")),
)


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _several(label: Any, choices: Iterable[tuple[str, Any]], *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=required, widget=forms.CheckboxSelectMultiple
    )


def initial_of(version: FactVersion | None, kind: FactKind) -> dict[str, Any]:
    """What stands in the form at first: the version's own values, spread over the fields."""
    if version is None:
        return {"audience": Audience.ALL}
    values = {f.name: getattr(version, f.name) for f in version._meta.concrete_fields}
    for name in (*TEXTS, "funding"):
        values |= {f"{name}_{code}": text for code, text in getattr(version, name).items()}
    for name in LINES:
        for code in country_settings()["languages"]:
            values[f"{name}_{code}"] = "\n".join(words.get(code, "") for words in getattr(version, name)).strip("\n")
    values["parts"] = "\n".join(version.parts)
    values |= _spread("a", version.amounts) | _spread("d", version.details)
    values["seen"] = version.number
    values["also_in"] = [str(pk) for pk in version.fact.municipalities.values_list("pk", flat=True)]
    return values


def _spread(prefix: str, told: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for code, value in told.items():
        if isinstance(value, dict):
            values |= {f"{prefix}_{code}_{language}": text for language, text in value.items()}
        else:
            values[f"{prefix}_{code}"] = value
    return values


def place_level(role: Role) -> str:
    """Where facts of a role hold: in its municipality, its region, or the whole state."""
    if role.municipality_id:
        return Level.MUNICIPALITY
    return Level.REGION if role.region_id else Level.STATE
