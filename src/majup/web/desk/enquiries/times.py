"""How long people wait for the first human answer, per region (INT-10); counts, never an enquiry."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from majup.intake.queries import answer_times
from majup.kernel.periods import Period, PeriodError
from majup.places.models import PlanningRegion
from majup.staff.roles import Permission
from majup.web.components.forms import DateInput
from majup.web.http import needs, page_or_422

HOUR = timedelta(hours=1)


class PeriodForm(forms.Form):
    mark_optional = False
    begin = forms.DateField(label=gettext_lazy("From day"), widget=DateInput)
    end = forms.DateField(label=gettext_lazy("To day"), widget=DateInput)

    def clean(self):
        data = super().clean()
        if "begin" in data and "end" in data:
            try:
                data["period"] = Period(data["begin"], data["end"])
            except PeriodError:
                self.add_error("end", _("Choose a last day that is not before the first one."))
        return data


def this_year(today: date) -> Period:
    return Period(today.replace(month=1, day=1), today)


@needs(Permission.TOTALS_READ)
@require_safe
def times(request):
    whole = this_year(timezone.localdate())
    initial = {"begin": whole.start, "end": whole.end}
    form = PeriodForm(request.GET if "begin" in request.GET else None, initial=initial)
    period = form.cleaned_data["period"] if form.is_bound and form.is_valid() else whole
    found = {} if form.is_bound and form.errors else answer_times(period)
    rows = [(region, found.get(region.pk), hours(found.get(region.pk))) for region in PlanningRegion.objects.all()]
    return page_or_422(request, "desk/enquiries/times.html", {"form": form, "rows": rows}, form)


def hours(answered) -> float | None:
    return answered.median / HOUR if answered and answered.median is not None else None
