"""Job of the network: municipal specialists are told of the times when families come to visit (FUP-10)."""

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.kernel.localized import pick
from majup.network import letters
from majup.network.calendar import Season, coming_seasons, country_settings
from majup.network.models import Role
from majup.network.queries import people_of
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day


@app.periodic(cron="41 6 * * *")
@app.task(queue="network", queueing_lock="remind_of_visit_seasons")
def remind_of_visit_seasons(timestamp: int) -> None:
    """One mail for each specialist and season, however often this runs; a day on which no worker ran is made up for."""
    seasons = coming_seasons(timezone.localdate())
    roles = list(Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality__valid_to=None)) if seasons else []
    people = people_of(roles)
    for role in roles:
        for season in seasons:
            _remind(role, people[role.pk].acting, season)


def _remind(role: Role, person, season: Season) -> None:
    """To whoever acts in the role; to its mailbox where nobody is named."""
    address = person.email if person else role.mailbox
    if not address:
        return
    languages = country_settings()["languages"]
    language = person.language if person else languages[0]
    letter = letters.write("visit_season", language, _values(season, language, languages))
    mail.queue(
        purpose="visit_season",
        to=address,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        automatic=True,
        key=f"visit season {season.code} {season.first} {role.pk}",
    )


def _values(season: Season, language: str, languages: list[str]) -> dict[str, str]:
    def day(on: date) -> str:
        return Day(on, language)

    return {
        "season": pick(season.name, language, languages).text,
        "first_day": day(season.first),
        "last_day": day(season.last),
        "link": page_address("townhall_owed"),
    }
