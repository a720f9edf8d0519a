from importlib import import_module
from typing import Any

from django.db import migrations

from majup.plumbing.rls import definer

facts: Any = import_module("majup.reports.migrations.0003_counts_facts")
changes: Any = import_module("majup.reports.migrations.0003_counts_changes")
quality: Any = import_module("majup.reports.migrations.0007_quality")

# A family that was written down twice counts once: what the kept case has already (an intention, a return on the same
# day, the case itself) stays with the absorbed household, and counts again when the merge is taken back.
ONCE = "hh.merged_into_id IS NULL"
HOUSEHOLD = "JOIN people_household hh ON hh.id = c.household_id"


def once(part: str) -> str:
    """`part`, which knows the case `c`, without what stayed with absorbed households."""
    before, condition = part.rsplit("WHERE", maxsplit=1)
    return f"{before}{'' if HOUSEHOLD in before else HOUSEHOLD} WHERE {ONCE} AND {condition}"


def facts_once() -> str:
    text: str = facts.EVERYTHING
    for part in (facts.CASES, facts.INTENTIONS, facts.RETURNS, facts.DEPARTURES):
        text = text.replace(part, once(part))
    return text



# As in the day counts: a household that was erased, or of which nobody knows the members, is not nobody.
COHORT = once(
    quality.COHORT.replace(
        "CROSS JOIN LATERAL (SELECT count(*) AS people FROM people_person WHERE household_id = c.household_id) p",
        f"{HOUSEHOLD} CROSS JOIN LATERAL (SELECT {facts.PEOPLE} AS people) p",
    )
)
RETENTION = quality.RETENTION.replace(
    "FROM outcomes_return r",
    "FROM outcomes_return r JOIN cases_case o ON o.id = r.case_id JOIN people_household hh ON hh.id = o.household_id",
).replace('WHERE r."on" BETWEEN', f'WHERE {ONCE} AND r."on" BETWEEN')
READINESS = once(quality.READINESS)

WATCHED = "people_household_family_recounted"
FORMER = changes.CHANGED_ONLY["people_household"][1]


def watch_household(columns: str) -> str:
    trigger = changes.on_change(WATCHED, "people_household", WATCHED, columns)
    return f"DROP TRIGGER {WATCHED} ON people_household; {trigger}"


def instead(new: Any, former: Any) -> migrations.RunSQL:
    return migrations.RunSQL(new.sql, former.sql)


def counted(text: str) -> Any:
    return facts.asked_by_caller(f"majup_count_facts{facts.STRETCH}", facts.FACT, text)


def quality_of(name: str, columns: str, former: str, text: str) -> migrations.RunSQL:
    signature = f"majup_quality_{name}{quality.ARGUMENTS}"
    return instead(definer(signature, f"TABLE ({columns})", text), definer(signature, f"TABLE ({columns})", former))


class Migration(migrations.Migration):
    """Households that became one count as one family; a cohort's people are counted as everywhere else."""

    dependencies = [("reports", "0007_quality"), ("people", "0007_absorbed_follow")]
    operations = [
        instead(counted(facts_once()), counted(facts.EVERYTHING)),
        migrations.RunSQL(watch_household(f"{FORMER} merged_into_id"), watch_household(FORMER)),
        quality_of(
            "cohort",
            "region bigint, is_internal boolean, families bigint, people bigint, offered bigint, people_offered bigint,"
            " intending bigint, people_intending bigint, returned bigint, people_returned bigint, alone bigint,"
            " people_alone bigint",
            quality.COHORT,
            COHORT,
        ),
        quality_of(
            "retention",
            "region bigint, is_internal boolean, alone boolean, month integer, not_yet bigint, families bigint,"
            " people bigint, here bigint, people_here bigint, gone bigint, people_gone bigint, business_runs bigint,"
            " business_closed bigint",
            quality.RETENTION,
            RETENTION,
        ),
        quality_of(
            "readiness",
            "region bigint, is_internal boolean, families bigint, ready bigint, no_home bigint, no_work bigint,"
            " no_school bigint, without_plan bigint",
            quality.READINESS,
            READINESS,
        ),
        # What was absorbed before is counted anew.
        migrations.RunSQL(
            "INSERT INTO reports_countchange (source, row_id) SELECT 'household', id FROM people_household"
            " WHERE merged_into_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL("DROP FUNCTION majup_answer_times", migrations.RunSQL.noop),
    ]
