"""What everybody reads: questions and answers by topic, news, stories; GET only, without cookie or token."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from majup.guides import queries
from majup.guides.models import Kind, ReviewedText, TextQuerySet
from majup.places.models import Municipality, PlanningRegion
from majup.places.queries import region_of
from majup.web.http import keyset_page, page_or_422
from majup.web.navigation import with_menu
from majup.web.public_pages import public_page
from majup.web.texts.choices import PlaceForm, QuestionForm, StoryForm
from majup.web.texts.shown import article, faq_page, foot_of

SIZE = 12


@public_page
def faq(request: HttpRequest) -> HttpResponse:
    """FAQ-01, FAQ-02: all answers on one page, folded by topic; with a place also what that place adds."""
    with_menu(request)
    form = QuestionForm(request.GET if request.GET else None)
    municipality, region = form.chosen()
    condition = form.condition()
    groups = queries.questions(municipality, region, condition)
    context = {
        "form": form,
        "groups": groups,
        "is_sought": bool(condition),
        "place": municipality or region,
        "page_place": municipality or region,
        "page_checked": _oldest_check(groups),
        "data": faq_page([one for _topic, answered in groups for one in answered]),
    }
    return page_or_422(request, "texts/faq.html", context, form)


def _oldest_check(groups: list[Any]) -> date | None:
    """The page is as fresh as its oldest answer."""
    days = [one.text.checked_on for _topic, answered in groups for one in answered]
    return min(days, default=None)


def _public(kind: str, code: str) -> ReviewedText:
    found: ReviewedText = get_object_or_404(queries.public(kind).select_related("common"), code=code)
    return found


@public_page
def question(request: HttpRequest, code: str) -> HttpResponse:
    with_menu(request)
    text = _public(Kind.QUESTION, code)
    if text.common_id:
        raise Http404
    form = PlaceForm(request.GET if request.GET else None)
    municipality, region = form.chosen()
    [answered] = queries.with_additions([text], municipality, region)
    context = {
        "form": form,
        "answered": answered,
        "text": text,
        "near": _near(text),
        "data": faq_page([answered]),
        **foot_of(text, municipality or region),
    }
    return page_or_422(request, "texts/question.html", context, form)


def _near(text: ReviewedText) -> list[ReviewedText]:
    """Other questions on the same topics, a handful."""
    same = ReviewedText.objects.listed().filter(kind=Kind.QUESTION, common=None, topics__in=text.topics.all())
    return list(same.exclude(pk=text.pk).select_related("current").distinct()[:5])


def _in_place(texts: TextQuerySet, municipality: Municipality | None, region: PlanningRegion | None) -> TextQuerySet:
    """News of a place: its own, its region's, the country's; of a region also those of its municipalities."""
    if municipality:
        return texts.in_place(municipality, region)
    if region:
        inside = Municipality.objects.in_region(region)
        return texts.filter(Q(region=None, municipality=None) | Q(region=region) | Q(municipality__in=inside))
    return texts


@public_page
def news(request: HttpRequest) -> HttpResponse:
    """FAQ-09, LNG-06: newest first; with a place its own page of news."""
    with_menu(request)
    form = PlaceForm(request.GET if request.GET else None)
    municipality, region = form.chosen()
    texts = _in_place(queries.listed(Kind.NEWS), municipality, region)
    context = {"form": form, "page": _paged(request, texts), "place": municipality or region}
    context["page_place"] = municipality or region
    return page_or_422(request, "texts/news.html", context, form)


def _paged(request: HttpRequest, texts: TextQuerySet) -> Any:
    after = request.GET.get("after", "")
    return keyset_page(texts, by="published_at", after=after, size=SIZE, parse=datetime.fromisoformat)


@public_page
def news_item(request: HttpRequest, code: str) -> HttpResponse:
    with_menu(request)
    text = _public(Kind.NEWS, code)
    context = {"text": text, "data": article(text, "NewsArticle"), **foot_of(text)}
    return render(request, "texts/news_item.html", context)


@public_page
def stories(request: HttpRequest) -> HttpResponse:
    """Q-R17, K-P10, B-23: by place, country, theme, occupation and family; only those whose people agree (AMB-05)."""
    with_menu(request)
    form = StoryForm(request.GET if request.GET else None)
    municipality, region = form.chosen()
    data = form.cleaned_data if form.is_bound else {}
    texts = queries.listed(Kind.STORY)
    if municipality:
        texts = texts.filter(municipality=municipality)
    elif region:
        texts = texts.filter(Q(region=region) | Q(municipality__in=Municipality.objects.in_region(region)))
    for name in ("country", "occupation", "family"):
        if data.get(name):
            texts = texts.filter(**{f"current__details__{name}": data[name]})
    if data.get("topic"):
        texts = texts.filter(topics__code=data["topic"])
    is_filtered = form.is_bound and any(data.values())
    context = {"form": form, "page": _paged(request, texts), "is_filtered": is_filtered}
    return page_or_422(request, "texts/stories.html", context, form)


@public_page
def story(request: HttpRequest, code: str) -> HttpResponse:
    with_menu(request)
    text = _public(Kind.STORY, code)
    region = text.region or (region_of(text.municipality) if text.municipality else None)
    context = {"text": text, "region": region, "data": article(text, "Article"), **foot_of(text)}
    return render(request, "texts/story.html", context)
