"""SQL that several migrations of this stage use; the name keeps Django from taking it for a migration.

Placeholder "zone" is the country's time zone: a day ends at its midnight.
"""

SINCE = "(first_day::timestamp AT TIME ZONE zone)"
UNTIL = "((last_day + 1)::timestamp AT TIME ZONE zone)"
HOUSEHOLD = "JOIN people_household hh ON hh.id = c.household_id"
# A family that was written down twice counts once: what the kept case has already (an intention, a return on the same
# day, the case itself) stays with the absorbed household, and counts again when the merge is taken back.
ONCE = "hh.merged_into_id IS NULL"
# A household that was erased, or of which nobody knows the members, is not nobody.
PEOPLE = """greatest(1, coalesce(hh.erased_adults + hh.erased_children,
    (SELECT count(*)::int FROM people_person p WHERE p.household_id = hh.id)))"""


def region_then(moment: str) -> str:
    """The region that had case `c` in its care: whoever handed it over next, else the present one."""
    return f"""coalesce((SELECT h.from_region_id FROM cases_handover h
        WHERE h.case_id = c.id AND h.kind = 'handover' AND h.state = 'accepted' AND h.decided_at > {moment}
        ORDER BY h.decided_at LIMIT 1), c.region_id)"""
