"""One press makes the data for the council of the diaspora or for the ministry's report (NET-10, B-57)."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from majup.cases.models import Obstacle
from majup.network import actions as network
from majup.places.models import PlanningRegion
from majup.reports import figure_checks, publishing
from majup.reports.models import DataPack, IssuedFigure, Proposal, PublishedCell
from majup.reports.proposing import propose
from majup.staff.scope import acting
from majup.web.figures.datapacks import making
from tests.reports.test_totals import make_case
from tests.support.people import make_coordinator, municipality, region, sign_in, today
from tests.support.results import issue

pytestmark = pytest.mark.django_db
PLACE = "0054000"


def press(client, kind="council", **years):
    """What a person does: chooses years, presses; then the worker does its job."""
    given = {"year_from": today().year, "year_to": today().year, "kind": kind, **years}
    answer = client.post("/en" + reverse("data_packs"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    for job in ProcrastinateJob.objects.filter(task_name="majup.web.figures.datapacks.making.make_data_pack"):
        making.make_data_pack(**job.args)
    pack = DataPack.objects.first()
    assert answer.headers["Location"].endswith(f"/figures/packs/{pack.pk}/")
    return pack


def table(pack, code):
    (found,) = [one for one in pack.document["tables"] if one["code"] == code]
    return found


def cells(pack, code, name):
    """The row whose first or second cell says `name`, by the English name of its columns."""
    found = table(pack, code)
    (row,) = [row for row in found["rows"] if name in {_english(cell) for cell in row[:2]}]
    return dict(zip([head["en"] for head in found["head"]], row, strict=True))


def _english(cell):
    return cell.get("en") if isinstance(cell, dict) else cell


def get(client, name, *args):
    answer = client.get("/en" + reverse(name, args=args))
    assert answer.status_code == 200
    return answer


def test_net_10_the_council_gets_counts_obstacles_and_unmet_needs_with_rule_period_and_source(gunta):
    client = sign_in(gunta)
    assert "No pack was made yet" in get(client, "data_packs").text
    pack = press(client, year_from=2018)
    codes = [one["code"] for one in pack.document["tables"]]
    assert {"figures", "places", "needs", "obstacles", "answers", "targets", "money", "definitions"} <= set(codes)
    assert not {"grants", "plan", "statements"} & set(codes)
    for one in pack.document["tables"]:
        for words in (one["title"], *one["about"], one["period"], one["source"], *one["head"]):
            assert words["lv"]
            assert words["en"]
        assert one["about"]
    page = get(client, "data_pack", pack.pk).text
    assert pack.document_sha256 in page
    assert "Gunta" in page
    assert "Data for the council of the diaspora, 2018–" in get(client, "data_packs").text  # noqa: RUF001


def test_b_57_the_ministry_gets_grants_tasks_and_statements_as_well(gunta):
    pack = press(sign_in(gunta), "ministry", year_from=2018, year_to=2020)
    codes = {one["code"] for one in pack.document["tables"]}
    assert {"figures", "grants", "plan", "statements", "municipal-questions"} <= codes
    (whole,) = [row for row in table(pack, "money")["rows"] if row[1]["en"] == "The whole" and "2020" in row[0]["en"]]
    assert whole[3] == 643529
    assert whole[5] is None  # what was spent is not known, which is not zero
    assert pack.document["period"] == {"from": "2018-01-01", "to": "2020-12-31"}


def test_net_10_published_figures_of_others_stand_with_their_source(gunta):
    pack = press(sign_in(gunta), year_from=2019, year_to=2019)
    rows = [row for row in table(pack, "figures")["rows"] if "VARAM" in row[-1]["en"]]
    (people,) = [row for row in rows if row[0]["en"].startswith("People returned with support")]
    assert people[2:8] == [142, 183, 178, 70, 83, 656]


def test_net_10_figures_are_those_of_the_results_page_small_ones_withheld(gunta):
    report = issue(
        gunta,
        f"{today().year}-Q1",
        {PLACE: 9},
        families_returned=(3, 20, 30, 12, 9),
        people_returned=(9, 50, 80, 30, 21),
    )
    publishing.publish(report)
    pack = press(sign_in(gunta))
    row = cells(pack, "figures", "Families returned with support before the move")
    regions = ("Kurzeme", "Latgale", "Vidzeme", "Zemgale", "Riga")
    public = {
        cell.region.name["en"]: cell.value
        for cell in PublishedCell.objects.filter(column="families_returned", region__isnull=False, by="")
    }
    assert row["Kurzeme"] == {"withheld": True}
    assert {name: row[name] if row[name] != {"withheld": True} else None for name in regions} == {
        name: public[name] for name in regions
    }
    assert row["Whole country"] == 74
    assert "own report" not in row["Source"]["en"]
    assert "3" not in {str(cell) for cell in table(pack, "figures")["rows"][0]}


def region_of(user):
    return PlanningRegion.objects.get(pk=next(iter(user.scope.regions))).code


def obstacles(places, code="no_dwelling"):
    """{coordinator: how many of her cases}."""
    for user, number in places.items():
        for _n in range(number):
            case = make_case(user, region_of(user))
            with acting(user.scope):
                Obstacle.objects.create(case=case, code=code, noted_at=timezone.now())


def test_net_10_a_small_count_of_an_obstacle_is_withheld_and_so_is_what_would_tell_it(alise, cilda, gunta):
    obstacles({alise: 3, cilda: 6, make_coordinator("Iveta", "riga"): 7})
    pack = press(sign_in(gunta))
    (row,) = table(pack, "obstacles")["rows"]
    *places, whole = row[2:]
    assert places[2] == {"withheld": True}
    assert whole == 16
    assert places.count({"withheld": True}) >= 2
    assert ["no_dwelling", "vidzeme"] in pack.document["hidden"][f"obstacles {today().year}"]


def test_net_10_what_one_pack_withheld_stays_withheld_in_the_next(alise, cilda, gunta):
    """What is enough to be told a week later would, beside the older pack, tell who came meanwhile."""
    obstacles({alise: 3, cilda: 6, make_coordinator("Iveta", "riga"): 7})
    client = sign_in(gunta)
    first = press(client)
    hidden = first.document["hidden"][f"obstacles {today().year}"]
    obstacles({alise: 4})
    second = press(client, "ministry")
    kept = second.document["hidden"][f"obstacles {today().year}"]
    assert {tuple(key) for key in hidden} <= {tuple(key) for key in kept}
    assert table(second, "obstacles")["rows"][0][4] == {"withheld": True}  # seven by now, and still not told


def test_net_10_the_files_are_the_frozen_document(gunta):
    client = sign_in(gunta)
    pack = press(client, year_from=2019, year_to=2020)
    whole = get(client, "data_pack_file", pack.pk, "json").content
    assert sha256(whole).hexdigest() == pack.document_sha256
    assert json.loads(whole)["author"] == "Gunta"
    book = CalamineWorkbook.from_filelike(BytesIO(get(client, "data_pack_file", pack.pk, "xlsx").content))
    assert len(book.sheet_names) == 1 + len(pack.document["tables"])
    sheet = book.get_sheet_by_index(1).to_python()
    assert 656 in {cell for row in sheet for cell in row}
    assert pack.document_sha256 in {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    printed = PdfReader(BytesIO(get(client, "data_pack_file", pack.pk, "pdf").content))
    assert "Data for the council of the diaspora, 2019–2020" in printed.pages[0].extract_text()  # noqa: RUF001
    assert client.get(f"/en/figures/packs/{pack.pk}/file/doc/").status_code == 404
    latvian = sign_in(gunta).get(reverse("data_pack", args=[pack.pk])).text
    assert "Cilvēki, kas atgriezušies" in latvian


def test_net_10_a_made_pack_does_not_change_when_figures_do(gunta):
    """The trigger is reports_datapack_is_frozen."""
    client = sign_in(gunta)
    pack = press(client, year_from=2019, year_to=2019)
    IssuedFigure.objects.filter(metric="people_returned", period_text="2019-01-01..2019-12-31").delete()
    before = get(client, "data_pack_file", pack.pk, "json").content
    making.make_data_pack(pack_id=pack.pk)
    assert get(client, "data_pack_file", pack.pk, "json").content == before
    for change in (
        lambda: DataPack.objects.update(document={}),
        lambda: DataPack.objects.update(asked_by=gunta),
        lambda: DataPack.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="made and frozen"), transaction.atomic():
            change()


def test_net_10_words_of_others_go_to_the_ministry_and_not_to_the_council(alise, gunta):
    propose(region=region("vidzeme"), title="Rent help", text="For half a year", by=alise)
    with acting(alise.scope):
        place, words = municipality(PLACE), "A family with a horse"
        network.log_consultation(municipality=place, on=today(), subject=words, by=alise)
    client = sign_in(gunta)
    council, ministry = (json.dumps(press(client, kind).document) for kind in ("council", "ministry"))
    assert "Rent help" in council
    assert "A family with a horse" not in council
    assert "A family with a horse" in ministry


def test_what_is_pressed_twice_is_made_once_and_progress_is_shown(gunta):
    client = sign_in(gunta)
    given = {"year_from": 2019, "year_to": 2019, "kind": "council"}
    first, second = (client.post("/en/figures/packs/", given).headers["Location"] for _n in range(2))
    assert first == second
    assert ProcrastinateJob.objects.filter(task_name="majup.web.figures.datapacks.making.make_data_pack").count() == 1
    pack = DataPack.objects.get()
    page = client.get(first)
    assert "Tables that are ready" in page.text
    assert page.headers["Refresh"] == "3"
    assert client.get(f"/en/figures/packs/{pack.pk}/file/pdf/").status_code == 404


def test_a_pack_that_cannot_be_made_says_so_and_can_be_asked_for_again(gunta):
    row = IssuedFigure.objects.get(
        metric="people_returned", region__code="kurzeme", value=965, source__startswith="seeds"
    )
    row.pk, row.value, row.source, row._state.adding = None, 966, "seeds/003:10", True
    row.save(force_insert=True)
    client = sign_in(gunta)
    client.post("/en/figures/packs/", {"year_from": 2019, "year_to": 2019, "kind": "council"})
    pack = DataPack.objects.get()
    with pytest.raises(figure_checks.Ambiguous):
        making.make_data_pack(pack_id=pack.pk)
    page = get(client, "data_pack", pack.pk).text
    assert "The pack could not be made" in page
    assert "It did not work" in get(client, "data_packs").text


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"year_from": 2020, "year_to": 2019, "kind": "council"}, "not before the first one"),
        ({"year_from": 1066, "year_to": 2019, "kind": "council"}, "Choose a year of the programme"),
        ({"year_from": 2019, "year_to": 2019}, "Press one of the two buttons"),
        ({"year_from": 2019, "year_to": 2019, "kind": "x"}, "Press one of the two buttons"),
    ],
)
def test_years_in_the_wrong_order_and_a_missing_button_are_refused(gunta, given, says):
    answer = sign_in(gunta).post("/en/figures/packs/", given)
    assert answer.status_code == 422
    assert says in answer.text
    assert not DataPack.objects.exists()


REFUSED = {
    "data_pack_years_in_order": {"year_from": 2020, "year_to": 2019},
    "made_data_pack_has_document": {"year_from": 2019, "year_to": 2019, "state": "done"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(gunta, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        DataPack.objects.create(kind="council", parts=1, asked_by=gunta, **REFUSED[name])
    assert refused.value.__cause__.diag.constraint_name == name


def test_only_the_ministry_makes_packs(alise, fricis, gunta):
    pack = press(sign_in(gunta), year_from=2019, year_to=2019)
    for user in (alise, fricis):
        client = sign_in(user)
        for path in ("", f"{pack.pk}/", f"{pack.pk}/file/json/"):
            assert client.get(f"/en/figures/packs/{path}").status_code == 403


def test_n_5_a_proposal_of_new_years_eve_late_at_night_has_the_day_of_the_country(alise, gunta):
    with acting(alise.scope):
        late = propose(
            region=region("vidzeme"), title="A flat for the first months", text="Let each keep one.", by=alise
        )
    moment = datetime(today().year - 1, 12, 31, 22, 30, tzinfo=UTC)
    Proposal.objects.filter(pk=late.pk).update(at=moment)
    pack = press(sign_in(gunta))
    (row,) = [row for row in table(pack, "proposals")["rows"] if "A flat for the first months" in row]
    assert row[0] == {"day": f"{today().year}-01-01"}
