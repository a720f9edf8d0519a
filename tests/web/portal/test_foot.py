"""Head and foot of every public page: who is responsible, when it was last checked, how to ask about it."""

import pytest
from django.test import Client
from django.urls import reverse

from majup.intake.models import Enquiry
from majup.staff.scope import Scope, acting
from tests.support.openings import dwelling, vacancy
from tests.support.people import region, sign_in
from tests.web.access_samples import World, arguments_of
from tests.web.access_table import ACCESS, ANONYMOUS
from tests.web.test_access_table import pages

pytestmark = pytest.mark.django_db
BEHIND_A_LINK = ("token",)


def public_pages(visitor):
    """(name, answer) of every page with the public menu that opens without a link of one's own."""
    world = World()
    for page in pages():
        if ANONYMOUS in ACCESS.get(page.name, ()) and not set(page.converters) & set(BEHIND_A_LINK):
            answer = visitor.get(reverse(page.name, kwargs=arguments_of(page.name, page.converters, world)))
            if getattr(answer.wsgi_request, "public_nav", None):
                yield page.name, answer


def test_faq_06_every_public_page_says_who_is_responsible_and_when_it_was_checked():
    visitor = Client()
    seen = dict(public_pages(visitor))
    lacking = [
        name
        for name, answer in seen.items()
        if "Par šo lapu atbild:" not in answer.text
        or not any(words in answer.text for words in ("Pēdējo reizi pārbaudīts:", "neko nav apstiprinājusi"))
    ]
    assert (len(seen) >= 12, lacking) == (True, [])


def test_faq_07_a_question_can_be_asked_from_a_page_with_page_and_place_filled_in(alise):
    found = vacancy(alise)
    visitor = Client()
    page = visitor.get(reverse("job", args=[found.pk]))
    address = f"{reverse('ask')}?page=%2Fjobs%2F{found.pk}%2F&amp;place="
    assert page.text.count(address) == 3  # head, foot, and beside the vacancy itself
    link = page.text.split(f'href="{reverse("ask")}?page', 1)[1].split('"')[0].replace("&amp;", "&")
    form = visitor.get(f"{reverse('ask')}?page{link}")
    assert form.context["form"]["place"].value() == found.municipality.name
    sent = {"contact": "ieva@example.org", "place": found.municipality.name, "question": "Vai palīdz ar dzīvokli?"}
    assert visitor.post(f"{reverse('ask')}?page{link}", sent).status_code == 302
    with acting(Scope(regions=frozenset({region("vidzeme").pk}), common_queue=True)):
        enquiry = Enquiry.objects.get()
    assert (enquiry.page, enquiry.municipality) == (f"/jobs/{found.pk}/", found.municipality)
    desk = sign_in(alise).get(reverse("enquiry", args=[enquiry.pk]))
    assert f'<a href="/jobs/{found.pk}/">' in desk.text


def test_faq_07_a_home_can_be_asked_about_from_its_own_page(alise):
    found = dwelling(alise)
    page = Client().get(reverse("home_entry", args=[found.pk]))
    beside = page.text.split('id="ask"', 1)[1].split("</section>", 1)[0]
    assert f"{reverse('ask')}?page=%2Fhomes%2F{found.pk}%2F&amp;place=" in beside


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/nothing-here/", "javascript:1"])
def test_faq_07_only_a_page_of_ours_is_named_as_the_one_asked_about(elsewhere):
    form = Client().get(reverse("ask"), {"page": elsewhere})
    assert form.context["about"] == ""


def test_faq_07_the_secret_address_of_a_page_of_ones_own_stays_out_of_the_question():
    page = Client().get(reverse("asked", kwargs={"token": "not-a-token"}))
    assert 'site-ask" href="/ask/"' in page.text
    assert "?page=" not in page.text
