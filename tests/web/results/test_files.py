"""Open data: every file says the same, hides the same, and is what its standard wants."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal

from majup.plumbing import files as kept_files
from majup.reports import staying
from majup.reports.models import MadeFile, PublishedCell
from majup.reports.publishing import publish
from majup.web.results import files, making
from majup.web.results.datasets import DATASETS
from tests.support.openings import dwelling, vacancy
from tests.support.results import correct, issue
from tests.web.results.reading import page_text

pytestmark = pytest.mark.django_db
LANGUAGES = ("lv", "en")


def get(code, ending, language="en"):
    answer = Client().get(f"/{language}{reverse('results_file', args=[code, ending])}")
    assert answer.status_code == 200, (code, ending)
    return answer


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def csv_rows(code, language="en"):
    return list(csv.DictReader(StringIO(body(get(code, "csv", language)).decode("utf-8-sig"))))


@pytest.fixture
def published(alise):
    """Two quarters with small numbers in several places."""
    for quarter, families in ((1, (3, 20, 30, 12, 9)), (2, (8, 2, 14, 6, 25))):
        people = tuple(3 * number for number in families)
        places = {"0054000": families[2], "0038001": 2}
        stayed = {12: (9 + quarter, 2, 7)}
        report = issue(
            alise, f"2026-Q{quarter}", places, staying=stayed, families_returned=families, people_returned=people
        )
        publish(report)


def table_of(row):
    """In which table a published number stands."""
    if row.column.startswith(staying.COLUMN):
        return "staying"
    return "municipalities-chosen" if row.by else "results"


def hidden_in_csv(code, key, language):
    rows = csv_rows(code, language)
    assert rows
    names = (key, "measure", "period_from", "period_to")
    return {tuple(row[name] for name in names) for row in rows if row["status"] == "hidden" and row["value"] == ""}


def hidden_in_json(code, key, language):
    cube = json.loads(get(code, "json", language).content)
    order = [list(cube["dimension"][name]["category"]["index"]) for name in cube["id"]]
    found = set()
    for place in cube["status"]:
        rest, at = int(place), []
        for codes in reversed(order):
            rest, number = divmod(rest, len(codes))
            at.insert(0, codes[number])
        where = dict(zip(cube["id"], at, strict=True))
        found.add(("" if where[key] == "-" else where[key], where["measure"], *where["period"].split("/")))
    return found


def hidden_in_workbook(code, key, language):
    book = CalamineWorkbook.from_filelike(BytesIO(get(code, "xlsx", language).content))
    head, *rows = book.get_sheet_by_index(0).to_python()
    place = {column.name: number for number, column in enumerate(DATASETS[code].columns())}
    assert len(head) == len(place)
    days = [place["period_from"], place["period_to"]]
    return {
        (row[place[key]], row[place["measure"]], *(row[at].isoformat()[:10] for at in days))
        for row in rows
        if row[place["status"]] == "hidden" and row[place["value"]] == ""
    }


@pytest.mark.parametrize(
    ("code", "key"), [("results", "region"), ("municipalities-chosen", "municipality"), ("staying", "state")]
)
def test_rpt_08_every_file_in_every_language_hides_the_same_numbers(published, code, key):
    stored = {
        (
            row.key if row.by else row.region.code if row.region else "",
            row.column,
            str(row.period_from),
            str(row.period_to),
        )
        for row in PublishedCell.objects.filter(value=None).select_related("region")
        if table_of(row) == code
    }
    assert stored
    for language in LANGUAGES:
        assert hidden_in_csv(code, key, language) == stored
        assert hidden_in_json(code, key, language) == stored
        assert hidden_in_workbook(code, key, language) == stored
        printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(get(code, "pdf", language).content)).pages)
        assert printed.count("hidden") >= len(stored)


def test_rpt_02_the_files_hold_the_stored_values(published):
    told = PublishedCell.objects.filter(value__isnull=False).select_related("region")
    stored = [row for row in told if table_of(row) == "results"]
    from_csv = {
        (r["region"], r["measure"], r["period_from"], r["period_to"]): int(r["value"])
        for r in csv_rows("results")
        if r["value"]
    }
    assert from_csv == {
        (row.region.code if row.region else "", row.column, str(row.period_from), str(row.period_to)): row.value
        for row in stored
    }
    cube = json.loads(get("results", "json").content)
    assert sorted(cube["value"].values()) == sorted(row.value for row in stored)


@pytest.mark.parametrize("code", DATASETS)
def test_b_73_each_table_has_its_page_its_files_and_its_method(published, code):
    shown = Client().get(f"/en{reverse('results_dataset', args=[code])}")
    page, dataset = page_text(shown), DATASETS[code]
    with translation.override("en"):
        assert all(line[:40] in page for line in dataset.method())
    assert "Licence of the data: CC0 1.0" in page
    named = {column.name.removesuffix("_name") for column in dataset.columns() if column.name.endswith("_name")}
    with translation.override("en"):
        codes = {column.title for column in dataset.columns() if column.name in named}
    assert codes.isdisjoint(shown.context["heads"])  # codes are in the files for machines; people read the names
    rows = csv_rows(code)
    assert len(rows) == dataset.size() > 0
    book = CalamineWorkbook.from_filelike(BytesIO(get(code, "xlsx").content))
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows) + 1
    known = dict(row[:2] for row in book.get_sheet_by_name("To know").to_python())
    assert known["Licence of the data"].startswith("CC0 1.0")
    assert "coordinator" in known["Who is a remigrant here"]
    assert b"%PDF" in get(code, "pdf").content[:8]
    described = json.loads(get(code, "csv-metadata.json").content)
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])
    assert described["url"].endswith(f"/en/results/data/{code}.csv")


@pytest.mark.parametrize("code", DATASETS)
def test_json_stat_has_what_its_version_2_requires(published, code):
    cube = json.loads(get(code, "json").content)
    assert {"version", "class", "id", "size", "dimension", "value"} <= set(cube)
    assert (cube["version"], cube["class"]) == ("2.0", "dataset")
    assert len(cube["id"]) == len(cube["size"]) == len(cube["dimension"])
    whole = 1
    for name, size in zip(cube["id"], cube["size"], strict=True):
        category = cube["dimension"][name]["category"]
        assert len(category["index"]) == len(category["label"]) == size
        assert sorted(category["index"].values()) == list(range(size))
        whole *= size
    assert all(0 <= int(place) < whole for place in cube["value"])
    assert not set(cube["value"]) & set(cube.get("status", {}))
    assert all(name in cube["id"] for names in cube["role"].values() for name in names)


def test_b_73_what_municipalities_offer_is_counted_by_municipality(alise):
    place = vacancy(alise).municipality
    dwelling(alise, municipality=place)
    row = next(row for row in csv_rows("municipalities-offer") if row["municipality"] == place.atvk)
    assert (row["vacancies"], row["dwellings"]) == ("1", "1")
    assert len(csv_rows("municipalities-offer")) == 42


def graph_of(name, kind):
    answer = Client().get(f"/en{reverse(name)}")
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=kind)


def test_the_catalogue_has_the_mandatory_classes_of_dcat_ap_3():
    """spec/09 section 6: what the official rules demand of each class."""
    told = graph_of("results_catalog", "turtle")
    must = {
        DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
        DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCAT.distribution),
        DCAT.Distribution: (DCAT.accessURL, DCTERMS.license),
        FOAF.Agent: (FOAF.name,),
    }
    for kind, properties in must.items():
        things = list(told.subjects(RDF.type, kind))
        assert things
        for thing in things:
            assert all(list(told.objects(thing, one)) for one in properties), (thing, kind)
    assert len(list(told.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)
    # Whatever is pointed to has a class in the graph: the official rules refuse it otherwise.
    classed = {DCTERMS.publisher, DCAT.dataset, DCAT.distribution, DCTERMS.license, DCTERMS.format, DCAT.mediaType}
    classed |= {
        DCTERMS.language,
        DCTERMS.spatial,
        DCTERMS.accrualPeriodicity,
        DCAT.theme,
        DCAT.contactPoint,
        DCTERMS.conformsTo,
    }
    pointed = {thing for name in classed for thing in told.objects(None, name)}
    assert pointed == {thing for thing in pointed if (thing, RDF.type, None) in told}
    titles = {
        title.language for one in told.subjects(RDF.type, DCAT.Dataset) for title in told.objects(one, DCTERMS.title)
    }
    assert titles == set(LANGUAGES)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD
def test_turtle_and_json_ld_say_the_same():
    first, second = graph_of("results_catalog", "turtle"), graph_of("results_catalog_json", "json-ld")
    assert set(first) == set(second)
    assert (None, DCTERMS.title, Literal("Open data on returning home", lang="en")) in first


def test_every_address_of_the_catalogue_answers(published):
    told = graph_of("results_catalog", "turtle")
    addresses = [str(one) for one in told.objects(None, DCAT.downloadURL) if "/en/" in str(one)]
    assert len(addresses) == 4 * len(DATASETS)
    for address in addresses:
        assert Client().get("/" + address.split("/", 3)[3]).status_code == 200


def test_a_long_table_is_written_by_the_worker_and_says_how_far_it_is(published, monkeypatch):
    monkeypatch.setattr(files, "MOST_AT_ONCE", 3)
    client = Client()
    address = f"/en{reverse('results_file', args=['results', 'xlsx'])}"
    waiting = client.get(address, follow=True)
    assert "Write the file" in waiting.text
    page = f"/en{reverse('results_making', args=['results'])}"
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 302
    made = MadeFile.objects.get()  # asked for twice, written once
    answer = client.get(page)
    assert "The file is being written" in answer.text
    assert answer["Refresh"] == "3"
    monkeypatch.setattr(making, "PARTS", 1000)
    making.write_workbook(made_id=made.pk)
    making.write_workbook(made_id=made.pk)
    made.refresh_from_db()
    assert made.done == made.rows == DATASETS["results"].size()
    ready = client.get(page)
    assert "The file is ready" in ready.text
    content = client.get(f"/en{reverse('results_made', args=['results'])}").content
    assert len(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()) == made.rows + 1


def test_new_data_make_the_old_workbook_void(published, alise):
    made = making.ask(DATASETS["results"], "en")
    making.write_workbook(made_id=made.pk)
    made.refresh_from_db()
    publish(issue(alise, "2026-Q3", families_returned=(9, 9, 9, 9, 9)))
    assert making.current(DATASETS["results"], "en") is None
    newer = making.ask(DATASETS["results"], "en")
    making.write_workbook(made_id=newer.pk)
    assert list(MadeFile.objects.values_list("pk", flat=True)) == [newer.pk]
    assert not kept_files.exists(made.digest)


def test_a_correction_of_the_same_day_makes_the_workbook_void_too(alise):
    """As many rows on the same day, and yet other numbers: page and workbook must not say two things."""
    report = issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9))
    publish(report)
    before = DATASETS["results"].state
    making.ask(DATASETS["results"], "en")
    correct(alise, report, "families_returned", "latgale", before=20, after=21)
    publish(report)
    assert DATASETS["results"].state != before
    assert making.current(DATASETS["results"], "en") is None


def test_what_is_not_there_is_404():
    for address in ("no-such-table", "results"):
        assert Client().get(f"/en/results/data/{address}.ods").status_code == 404
    assert Client().get("/en/results/data/no-such-table/").status_code == 404
    assert Client().get("/en/results/data/no-such-table/workbook/").status_code == 404


def test_files_may_be_fetched_by_every_site_and_set_no_cookie(published):
    answer = get("results", "json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert set(answer.cookies) <= {"language"}
    assert get("results", "csv").streaming
