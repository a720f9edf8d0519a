"""What a family says of our help, on its own page or behind the link of one mail (SUR-02); everything is optional."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from majup.cases.models import Case
from majup.family.letters import language_of
from majup.family.queries import adults
from majup.kernel.hashing import token_digest
from majup.outcomes import ratings
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Rating
from majup.outcomes.pack import rating_settings
from majup.places.models import Area
from majup.staff.scope import Scope, acting
from majup.web.components import codes
from majup.web.components.texts import localized_plain
from majup.web.family.door import Inside, by_own_link, in_language, unknown
from majup.web.http import page_or_422

ROW = {"class": "row"}
YES_NO = [("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no"))]
TRUTH = {"yes": True, "no": False, "": None}
SCALE = [(str(number), str(number)) for number in range(1, 11)]
REFUSED = {
    "closed": gettext_lazy("Your answers can be changed no more. Thank you for them; you can always write to us."),
    "says_nothing": gettext_lazy("Answer at least one of the questions, or press “Rather not say”."),
}


def _one_of(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.RadioSelect(attrs=ROW), **options
    )


class RatingForm(forms.Form):
    """Four short questions; after the return three more (B-74, Q-V2)."""

    mark_optional = False

    met = _one_of(
        gettext_lazy("Did our help meet your expectations?"),
        [
            (Rating.Met.YES, pgettext_lazy("answer", "yes")),
            (Rating.Met.PARTLY, pgettext_lazy("answer", "in part")),
            (Rating.Met.NO, pgettext_lazy("answer", "no")),
        ],
    )
    recommend = _one_of(gettext_lazy("Would you recommend us to others?"), YES_NO)
    communication = _one_of(
        gettext_lazy("How was it to communicate with us?"),
        SCALE,
        help_text=gettext_lazy("1 is very poor, 10 excellent."),
    )
    usefulness = _one_of(
        gettext_lazy("How useful was our help to you?"),
        SCALE,
        help_text=gettext_lazy("1 is of no use, 10 very useful."),
    )

    def __init__(self, data: Any, *, rating: Rating | None, occasion: str) -> None:
        super().__init__(data, initial=_initial(rating))
        if occasion == Rating.Occasion.RETURN:
            self._after_return()

    def _after_return(self) -> None:
        self.fields["influence"] = forms.ChoiceField(
            label=_("Did the support influence your decision to return?"),
            required=False,
            widget=forms.RadioSelect,
            choices=[
                (Rating.Influence.DECISIVE, _("Yes, without it we would not have come")),
                (Rating.Influence.SOME, _("It helped us to decide")),
                (Rating.Influence.NONE, _("No, we would have come anyway")),
            ],
        )
        self.fields["useful"] = forms.MultipleChoiceField(
            label=_("What was of use?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=codes.code_choices("useful_support"),
        )
        areas = Area.objects.filter(kind=Area.Kind.SETTLEMENT_TYPE).order_by("pk")
        self.fields["settlement"] = forms.ChoiceField(
            label=_("Where do you live now?"),
            required=False,
            widget=forms.RadioSelect,
            choices=[(area.code, localized_plain(area.name)) for area in areas],
        )

    def answers(self) -> dict[str, Any]:
        data = {name: self.cleaned_data[name] for name in ratings.ANSWERS if name in self.cleaned_data}
        data["recommend"] = TRUTH[data["recommend"]]
        for name in ("communication", "usefulness"):
            data[name] = int(data[name]) if data[name] else None
        return data


def _initial(rating: Rating | None) -> dict[str, Any]:
    if rating is None or rating.said_at is None:
        return {}
    values = {name: getattr(rating, name) for name in ratings.ANSWERS}
    values["recommend"] = {True: "yes", False: "no", None: ""}[rating.recommend]
    return values


@by_own_link("own_rating")
@require_http_methods(["GET", "POST"])
def own_rating(request: HttpRequest, inside: Inside, occasion: str) -> HttpResponse:
    """From the family's own page."""
    if occasion not in ratings.occasions(inside.case):
        raise Http404
    rating = Rating.objects.filter(case=inside.case, occasion=occasion).first()
    form = _answer(request, inside.case, occasion, rating)
    if form is None:
        return redirect(inside.url)
    context = {"inside": inside, "form": form, **_told(occasion, rating)}
    return page_or_422(request, "family/own/rating.html", context, form)


def _answer(request: HttpRequest, case: Case, occasion: str, rating: Rating | None) -> RatingForm | None:
    """The form that is to be shown; None when the family has answered or said that it would rather not."""
    form = RatingForm(request.POST if request.method == "POST" else None, rating=rating, occasion=occasion)
    if request.method != "POST":
        return form
    if request.POST.get("what") in {"skip", "no_more"}:
        ratings.skip(case=case, occasion=occasion, no_more=request.POST["what"] == "no_more")
        messages.success(request, _("That is quite all right. Thank you for telling us."))
        return None
    if not form.is_valid():
        return form
    try:
        ratings.rate(case=case, occasion=occasion, **form.answers())
    except OutcomeRefused as refused:
        form.add_error(None, REFUSED[refused.code])
        return form
    messages.success(request, _("Thank you. What you said helps us to do better."))
    return None


def _told(occasion: str, rating: Rating | None) -> dict[str, Any]:
    """What both ways to the questions say besides them."""
    known = rating_settings()
    said_at = rating.said_at if rating else None
    until = timezone.localdate(said_at + timedelta(days=known["change_days"])) if said_at else None
    return {"occasion": occasion, "rating": rating, "until": until, "others": known["least"] - 1}


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail opens this one thing, nothing else of the family."""
    found = ratings.by_link(token_digest(token))
    if found is None:
        return unknown(request)
    with acting(Scope(household_id=found[1])):
        rating = Rating.objects.select_related("case__household").get(pk=found[0])
        with in_language(request, language_of(adults(found[1]).first())):
            return _by_mail(request, rating)


def _by_mail(request: HttpRequest, rating: Rating) -> HttpResponse:
    context = _told(rating.occasion, rating)
    if not ratings.is_open(rating) and request.method != "POST":
        return render(request, "family/own/rated.html", context)
    form = _answer(request, rating.case, rating.occasion, rating)
    if form is None:
        return render(request, "family/own/rated.html", {**_told(rating.occasion, _again(rating)), "is_new": True})
    return page_or_422(request, "family/own/rating.html", {**context, "form": form}, form)


@never_cache
@csrf_exempt  # the mail program of the reader presses it, without our page (RFC 8058)
@login_not_required
@require_http_methods(["GET", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """One press in the mail program: this family is not asked again."""
    found = ratings.by_link(token_digest(token))
    if found is None:
        return unknown(request)
    if request.method == "GET":
        return redirect("rating", token)
    with acting(Scope(household_id=found[1])):
        rating = Rating.objects.select_related("case__household").get(pk=found[0])
        ratings.skip(case=rating.case, occasion=rating.occasion, no_more=True)
        return render(request, "family/own/rated.html", {**_told(rating.occasion, _again(rating)), "is_new": True})


def _again(rating: Rating) -> Rating:
    rating.refresh_from_db()
    return rating
