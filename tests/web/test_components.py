"""The component library: what each tag writes into the page, in both languages."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from majup.web.components import texts
from majup.web.components.forms import AmountField, DatePartsField, MonthField
from majup.web.components.status import tone_of
from majup.web.http import KeysetPage

HOSTILE = "<script>alert(1)</script>"


def shown(source: str, language: str = "en", path: str = "/desk/", **values) -> str:
    request = RequestFactory().get(path)
    with translation.override(language):
        return Template(source).render(Context({"request": request, **values}))


class Household(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport")
    born = DatePartsField(label="Born", required=False)
    channel = forms.ChoiceField(
        label="Channel", choices=[("email", "E-mail"), ("phone", "Phone")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"maxlength": 200}))
    agreed = forms.BooleanField(label="Agreed")


class TestTexts:
    @pytest.mark.parametrize(("language", "text"), [("lv", "2026. gada 7. septembris"), ("en", "7 September 2026")])
    def test_long_date(self, language, text):
        assert shown("{{ day|longdate }}", language, day=dt.date(2026, 9, 7)) == text

    @pytest.mark.parametrize(("language", "text"), [("lv", "07.09.2026"), ("en", "7 Sept 2026")])
    def test_short_date(self, language, text):
        assert shown("{{ day|shortdate }}", language, day=dt.date(2026, 9, 7)) == text

    def test_time_is_local(self):
        moment = dt.datetime(2026, 9, 7, 6, 5, tzinfo=dt.UTC)
        assert shown("{{ moment|longtime }}", moment=moment) == "7 September 2026, 09:05"

    @pytest.mark.parametrize(("language", "text"), [("lv", "9\u00a0000\u00a0€"), ("en", "€9,000")])
    def test_money(self, language, text):
        assert shown("{{ sum|money }}", language, sum=Decimal("9000.00")) == text

    def test_age_in_words(self):
        now = timezone.now()
        with translation.override("lv"):
            assert texts.since(now - dt.timedelta(days=3), now) == "pirms 3 dienām"
        with translation.override("en"):
            assert texts.since(dt.date(2026, 9, 10), dt.date(2026, 9, 7)) == "in 3 days"

    def test_names_of_countries_and_languages(self):
        assert shown('{{ "IE"|country_name }} {{ "en"|language_name }}', "lv") == "Īrija angļu"
        assert shown('{{ "XQ"|country_name }} {{ "nonsense"|language_name }}') == "XQ nonsense"

    def test_localized_text_marks_another_language(self):
        assert shown("{{ t|localized }}", "lv", t={"lv": "Skola", "en": "School"}) == "Skola"
        assert shown("{{ t|localized }}", "en", t={"lv": "Skola"}) == '<span lang="lv">Skola</span>'
        assert shown("{{ t|localized_plain }}", "en", t={"lv": "Skola"}) == "Skola"

    def test_typed_text_is_escaped(self):
        assert shown("{{ t|localized }}", "lv", t={"lv": HOSTILE}) == "&lt;script&gt;alert(1)&lt;/script&gt;"
        assert shown("{{ t|nl2p }}", t=f"a\n\n{HOSTILE}") == "<p>a</p>\n\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"

    @pytest.mark.parametrize(
        "name", ["longdate", "shortdate", "longtime", "since", "money", "country_name", "localized", "nl2p"]
    )
    def test_nothing_known_shows_nothing(self, name):
        assert shown(f"{{{{ nothing|{name} }}}}", nothing=None) in {"", "<p></p>"}


class TestStatus:
    def test_state_codes_have_tones(self):
        assert [tone_of(code) for code in ("confirmed", "overdue", "sent", "new", "draft", "late", "whatever")] == [
            "good", "late", "wait", "info", "draft", "late", "plain",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("days", "text"),
        [(-21, "Nokavēts par 21 dienu"), (-3, "Nokavēts par 3 dienām"), (0, "Termiņš šodien")],
    )
    def test_due_says_it_in_words(self, days, text):
        day = timezone.localdate() + dt.timedelta(days=days)
        assert text in shown("{% due day %}", "lv", day=day)

    def test_due_of_the_future_of_nothing_and_of_what_is_done(self):
        later = timezone.localdate() + dt.timedelta(days=40)
        assert texts.language() == "lv"
        assert f"Due {shown('{{ d|longdate }}', d=later)}" in shown("{% due d %}", d=later)
        assert "No date yet" in shown("{% due d %}", d=None)
        assert "Done" in shown("{% due d done=True %}", d=later)

    def test_badge_has_word_and_sign_and_escapes(self):
        html = shown('{% badge word "overdue" %}', word=HOSTILE)
        assert 'class="badge late"' in html
        assert 'aria-hidden="true"' in html
        assert HOSTILE not in html


class TestForms:
    def test_refused_form_names_each_field_in_the_summary(self):
        form = Household({"born_0": "31", "born_1": "2", "born_2": "1986"})
        html = shown("{% error_summary %}", form=form)
        assert [f'href="#{target}"' in html for target in ("id_name", "id_born_0", "id_channel_0", "id_agreed")] == [
            True
        ] * 4
        assert html.count("Please answer this.") == 3
        assert "There is no such date" in html

    def test_title_begins_with_the_word_for_error_only_when_a_form_was_refused(self):
        assert shown("{% error_prefix %}", "lv", anything=Household({})) == "Kļūda: "
        assert shown("{% error_prefix %}", "lv", anything=Household()) == ""
        assert shown("{% error_summary %}", anything=Household()) == ""

    def test_each_control_is_described_by_its_hint_and_error(self):
        html = str(Household({"note": "x"})["name"].as_field_group())
        assert 'aria-describedby="id_name_helptext id_name_error"' in html
        assert 'aria-invalid="true"' in html
        assert 'id="id_name_helptext"' in html
        assert 'id="id_name_error"' in html

    def test_optional_fields_say_so_unless_the_form_is_a_filter(self):
        class Filter(Household):
            mark_optional = False

        with translation.override("en"):
            assert "(if you wish)" in str(Household()["note"].as_field_group())
            assert "(if you wish)" not in str(Filter()["note"].as_field_group())
            assert "(if you wish)" not in str(Household()["name"].as_field_group())

    def test_post_form_is_complete_in_one_line(self):
        html = shown('{% post_form form button="Save" cancel="/back/" draft="case-7" %}', form=Household())
        for part in (
            'method="post"',
            "csrfmiddlewaretoken",
            'data-draft="case-7"',
            'href="/back/"',
            "Save",
            'name="born_2"',
        ):
            assert part in html

    def test_a_form_with_a_long_text_keeps_it_by_itself(self):
        html = shown('{% post_form form button="Save" action="/notes/?of=7" %}', form=Household())
        assert 'data-draft="Household /notes/?of=7"' in html
        assert "data-draft" not in shown('{% post_form form button="Save" %}', form=forms.Form())

    def test_field_takes_other_words_and_attributes(self):
        tag = '{% field form.name label="Surname" hint="Latin letters" autocomplete="family-name" width="short" %}'
        html = shown(tag, form=Household())
        for part in ("Surname", "Latin letters", 'autocomplete="family-name"', 'class="w-short"'):
            assert part in html

    def test_long_text_counts_its_characters(self):
        assert 'data-counter="id_note"' in str(Household()["note"].as_field_group())

    @pytest.mark.parametrize(
        ("typed", "day"), [(["7", "9", "2026"], dt.date(2026, 9, 7)), (["29", "2", "2024"], dt.date(2024, 2, 29))]
    )
    def test_date_in_parts(self, typed, day):
        assert DatePartsField().clean(typed) == day

    @pytest.mark.parametrize("typed", [["31", "2", "2026"], ["a", "2", "2026"], ["", "2", "2026"], ["", "", ""]])
    def test_date_in_parts_refuses_what_is_no_date(self, typed):
        with pytest.raises(forms.ValidationError):
            DatePartsField().clean(typed)

    def test_month_is_its_first_day(self):
        assert MonthField().clean("2026-09") == dt.date(2026, 9, 1)
        with pytest.raises(forms.ValidationError):
            MonthField().clean("soon")

    def test_amount_is_read_as_people_type_it(self):
        with translation.override("lv"):
            assert AmountField().clean("1 200,50") == Decimal("1200.50")
            with pytest.raises(forms.ValidationError):
                AmountField().clean("-5")


class TestListsAndTables:
    def test_cells_know_their_column_and_figures_are_aligned(self):
        html = shown(
            '{% table "Offers" "Region" "Sent" numeric="2" foot=foot %}'
            '<tr data-row><th scope="row">A</th><td>12</td></tr>{% endtable %}',
            foot="<tr><th>Total</th><td>12</td></tr>",
        )
        assert '<th data-label="Region" scope="row">A</th><td class="num" data-label="Sent">12</td>' in html
        assert '<th data-label="Region">Total</th><td class="num" data-label="Sent">12</td>' in html
        assert "<caption>Offers</caption>" in html

    def test_table_escapes_the_names_of_its_columns(self):
        html = shown('{% table "Offers" column %}<tr><td>1</td></tr>{% endtable %}', column=HOSTILE)
        assert HOSTILE not in html

    def test_blocks_within_blocks(self):
        row = '{% row "Phone" url="/x/" change="Change" %}{{ p }}{% endrow %}'
        html = shown(f"{{% summary_list %}}{row}{{% endsummary_list %}}", p=HOSTILE)
        assert HOSTILE not in html
        assert '<a href="/x/">Change<span class="visually-hidden"> (Phone)</span></a>' in html

    def test_time_line_and_tasks(self):
        html = shown(
            '{% timeline "Case" %}{% event "Letter" at=day by="Dace" %}text{% endevent %}{% endtimeline %}'
            '{% task_list ordered=True %}{% task "School" "/s/" status="Done" state="good" %}when{% endtask %}'
            "{% endtask_list %}",
            day=dt.date(2026, 9, 7),
        )
        for part in ('aria-label="Case"', "7 September 2026", "Dace", '<ol class="task-list"', ">School</a>", "Done"):
            assert part in html


class TestWaysAround:
    def test_pager_keeps_the_filters(self):
        page = KeysetPage(rows=[], older="2026-09-07~5", is_first=False)
        html = shown("{% pager page %}", path="/desk/?state=new&after=2026-10-01~9", page=page)
        assert 'href="?state=new"' in html
        assert 'href="?state=new&amp;after=2026-09-07~5"' in html

    def test_pager_of_one_page_is_not_there(self):
        assert shown("{% pager page %}", page=KeysetPage(rows=[], older="", is_first=True)).strip() == ""

    def test_breadcrumb_and_tabs(self):
        html = shown('{% breadcrumb "Places" "/p/" n "" %}{% tabs "States" "?a" "New" "?a" "All" "?" %}', n="Home")
        assert '<a href="/p/">Places</a>' in html
        assert '<span aria-current="page">Home</span>' in html
        assert '<a href="?a" aria-current="page">New</a>' in html
        with pytest.raises(TemplateSyntaxError):
            shown('{% breadcrumb "Places" %}')

    def test_language_switch_keeps_the_address(self):
        html = shown("{% language_switch %}", path="/en/places/?q=skola")
        assert '<a href="/lv/places/?q=skola" lang="lv" hreflang="lv" aria-label="Latviešu (LV)">' in html
        assert "English" not in html

    def test_toast_with_undo(self):
        message = SimpleNamespace(level_tag="success", message=HOSTILE, extra_tags="undo:/desk/undo/7/")
        html = shown("{% toasts %}", messages=[message])
        assert 'action="/desk/undo/7/"' in html
        assert "csrfmiddlewaretoken" in html
        assert HOSTILE not in html


@pytest.mark.django_db
class TestPages:
    def test_components_answer_without_signing_in(self, client):
        for language in ("lv", "en"):
            response = client.get(f"/{language}/components/")
            assert (response.status_code, response.headers["Content-Language"]) == (200, language)

    def test_components_form_is_refused_with_422_and_keeps_what_was_typed(self, client):
        response = client.post("/en/components/", {"name": "Anna Tests"})
        assert response.status_code == 422
        assert b'value="Anna Tests"' in response.content

    def test_no_inline_style_script_or_handler(self, client):
        for path in ("/components/", "/accounts/login/", "/no-such-page/"):
            html = client.get(path).content.decode()
            assert [part for part in (" style=", "<style", " onclick=", "javascript:") if part in html] == []
            assert [line for line in html.splitlines() if "<script" in line and "src=" not in line] == []

    def test_missing_page_helps(self, client):
        response = client.get("/en/no-such-page/")
        assert response.status_code == 404
        assert "copy the whole link" in response.content.decode()

    def test_stale_form_tells_that_nothing_was_sent(self, db):
        from django.test import Client

        response = Client(enforce_csrf_checks=True).post("/en/components/", {"name": "Anna"})
        assert response.status_code == 403
        assert "Nothing was sent yet" in response.content.decode()

    def test_error_page_needs_no_database(self, django_assert_num_queries):
        from majup.web.errors import server_error

        with translation.override("en"), django_assert_num_queries(0):
            response = server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert "our fault" in response.content.decode()
