"""The catalogue of our open data for data portals: DCAT-AP 3, as Turtle and as JSON-LD of the same statements.

Titles stand in all languages of the pack. What comes from a list of the EU (frequency, language, licence …) carries its
class, as the official rules of DCAT-AP want it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from majup.network.calendar import country_settings
from majup.plumbing.addresses import in_language, whole
from majup.web.components.texts import localized_plain
from majup.web.results.datasets import DATASETS, Dataset
from majup.web.results.facts import result_facts

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
EU = "http://publications.europa.eu/resource/authority"
MEDIA = "http://www.iana.org/assignments/media-types/"
# Formats: ending of the address, media type, code in the EU's list of file types.
FORMATS = {
    "csv": ("text/csv", "CSV"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "json": ("application/json", "JSON"),
    "pdf": ("application/pdf", "PDF"),
}


@dataclass(frozen=True)
class Ref:
    """Another thing, by its address."""

    iri: str


@dataclass(frozen=True)
class Text:
    value: str
    language: str = ""
    kind: str = ""


@dataclass
class Node:
    iri: str
    kind: str
    said: list[tuple[str, Ref | Text]] = field(default_factory=list)

    def say(self, name: str, *things: Ref | Text) -> Node:
        self.said += [(name, thing) for thing in things]
        return self


def graph() -> list[Node]:
    """Everything that the catalogue says."""
    publisher = Node(whole("/#publisher"), "foaf:Agent")
    publisher.say("foaf:name", *_texts(lambda: localized_plain(country_settings()["national_contact"]["name"])))
    contact = Node(whole("/#contact"), "vcard:Kind")
    mailbox = country_settings()["role_mailbox"]["contact_point"]
    contact.say("vcard:fn", *_texts(lambda: localized_plain(country_settings()["role_titles"]["contact_point"])))
    contact.say("vcard:hasEmail", Ref(f"mailto:{mailbox}"))
    parts = [node for dataset in DATASETS.values() for node in _dataset(dataset, publisher, contact)]
    about = Node(whole(reverse("results_data")), "dcat:Catalog")
    about.say("dct:title", *_texts(lambda: _("Open data on returning home")))
    about.say(
        "dct:description",
        *_texts(lambda: _("Results, money, and what municipalities offer: every table of this site.")),
    )
    about.say("dct:publisher", Ref(publisher.iri)).say("dct:license", Ref(result_facts()["licence"]["authority"]))
    about.say("dcat:dataset", *(Ref(node.iri) for node in parts if node.kind == "dcat:Dataset"))
    return [about, publisher, contact, *parts, *_listed_elsewhere()]


def _texts(say: Callable[[], str]) -> Iterator[Text]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield Text(say(), code)


def _dataset(dataset: Dataset, publisher: Node, contact: Node) -> Iterator[Node]:
    facts, changed = result_facts(), dataset.changed()
    files = list(_files(dataset, changed))
    about = Node(whole(reverse("results_dataset", args=[dataset.code])), "dcat:Dataset")
    about.say("dct:title", *_texts(dataset.title)).say("dct:description", *_texts(dataset.about))
    about.say("dct:publisher", Ref(publisher.iri)).say("dcat:contactPoint", Ref(contact.iri))
    about.say("dcat:keyword", *(Text(word, code) for code, words in facts["keywords"].items() for word in words))
    about.say("dcat:theme", Ref(f"{EU}/data-theme/{facts['theme']['code']}"))
    about.say("dct:accrualPeriodicity", Ref(f"{EU}/frequency/{dataset.often}"))
    about.say("dct:spatial", Ref(f"{EU}/country/{facts['country']}"))
    about.say("dct:language", *(Ref(f"{EU}/language/{code}") for code in facts["languages"].values()))
    if changed:
        about.say("dct:modified", Text(changed.isoformat(), kind="xsd:date"))
    about.say("dcat:distribution", *(Ref(file.iri) for file in files))
    yield about
    yield from files


def _files(dataset: Dataset, changed: date | None) -> Iterator[Node]:
    facts = result_facts()
    for code, _name in settings.LANGUAGES:
        for ending, (media, kind) in FORMATS.items():
            address = file_address(dataset, ending, code)
            file = Node(address, "dcat:Distribution")
            with translation.override(code):
                file.say("dct:title", Text(f"{dataset.title()}, {kind}", code))
            file.say("dcat:accessURL", Ref(address)).say("dcat:downloadURL", Ref(address))
            file.say("dct:license", Ref(facts["licence"]["authority"]))
            file.say("dct:format", Ref(f"{EU}/file-type/{kind}")).say("dcat:mediaType", Ref(f"{MEDIA}{media}"))
            file.say("dct:language", Ref(f"{EU}/language/{facts['languages'][code]}"))
            if ending == "csv":
                file.say("dct:conformsTo", Ref(file_address(dataset, "csv-metadata.json", code)))
            yield file


def file_address(dataset: Dataset, ending: str, code: str) -> str:
    with in_language(code):
        return whole(reverse("results_file", args=[dataset.code, ending]))


def _listed_elsewhere() -> Iterator[Node]:
    """Things of other lists, with their class."""
    facts = result_facts()
    theme = Node(f"{EU}/data-theme/{facts['theme']['code']}", "skos:Concept")
    yield theme.say("skos:prefLabel", *(Text(text, code) for code, text in facts["theme"]["name"].items()))
    yield Node(f"{EU}/country/{facts['country']}", "dct:Location")
    yield Node(facts["licence"]["authority"], "dct:LicenseDocument")
    for often in dict.fromkeys(dataset.often for dataset in DATASETS.values()):
        yield Node(f"{EU}/frequency/{often}", "dct:Frequency")
    for code in facts["languages"].values():
        yield Node(f"{EU}/language/{code}", "dct:LinguisticSystem")
    for media, kind in FORMATS.values():
        yield Node(f"{EU}/file-type/{kind}", "dct:MediaTypeOrExtent")
        yield Node(f"{MEDIA}{media}", "dct:MediaType")
    for dataset in DATASETS.values():
        for code, _name in settings.LANGUAGES:
            yield Node(file_address(dataset, "csv-metadata.json", code), "dct:Standard")


def turtle(nodes: list[Node]) -> str:
    head = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    return "\n".join([*head, "", *(_turtle_node(node) for node in nodes), ""])


def _turtle_node(node: Node) -> str:
    lines = [f"<{node.iri}> a {node.kind}", *(f"  {name} {_turtle_thing(thing)}" for name, thing in node.said)]
    return " ;\n".join(lines) + " ."


def _turtle_thing(thing: Ref | Text) -> str:
    if isinstance(thing, Ref):
        return f"<{thing.iri}>"
    # Turtle escapes as JSON does.
    end = f"@{thing.language}" if thing.language else f"^^{thing.kind}" if thing.kind else ""
    return json.dumps(thing.value, ensure_ascii=False) + end


def json_ld(nodes: list[Node]) -> dict[str, Any]:
    return {"@context": PREFIXES, "@graph": [_json_node(node) for node in nodes]}


def _json_node(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.iri, "@type": node.kind}
    for name, thing in node.said:
        made.setdefault(name, []).append(_json_thing(thing))
    return made


def _json_thing(thing: Ref | Text) -> dict[str, str]:
    if isinstance(thing, Ref):
        return {"@id": thing.iri}
    extra = {"@language": thing.language} if thing.language else {"@type": thing.kind} if thing.kind else {}
    return {"@value": thing.value, **extra}
