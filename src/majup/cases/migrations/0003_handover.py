from django.db import migrations

from majup.plumbing.rls import definer

# Row-level security keeps the receiving coordinator from the household until the case is hers, so these two functions
# look wider. Both act only on a proposed handover to one of the caller's own regions.
PROPOSED_TO_ME = """
    SELECT h.*, c.household_id FROM cases_handover h JOIN cases_case c ON c.id = h.case_id
    WHERE h.id = wanted AND h.to_region_id = ANY (majup_regions())
"""


class Migration(migrations.Migration):
    """Handing a case over and sharing it (REF-09)."""

    dependencies = [("cases", "0002_who_sees_what")]
    operations = [
        definer(
            "majup_accept_handover(wanted bigint)",
            "void",
            f"""
            UPDATE people_household SET region_id = p.to_region_id, version = people_household.version + 1
                FROM ({PROPOSED_TO_ME} AND h.state = 'proposed' AND h.kind = 'handover') p
                WHERE people_household.id = p.household_id;
            UPDATE people_householdshare SET ended_at = now()
                FROM ({PROPOSED_TO_ME} AND h.state = 'proposed' AND h.kind = 'handover') p
                WHERE people_householdshare.household_id = p.household_id AND ended_at IS NULL
                    AND people_householdshare.region_id = p.to_region_id;
            INSERT INTO people_householdshare (household_id, region_id, since)
                SELECT household_id, to_region_id, now()
                FROM ({PROPOSED_TO_ME} AND h.state = 'proposed' AND h.kind = 'share') p
                ON CONFLICT DO NOTHING;
            """,
            volatility="VOLATILE",
        ),
        definer(
            "majup_note_declined_handover(wanted bigint)",
            "void",
            f"""
            INSERT INTO people_event (household_id, at, by_id, by_family, kind, details)
                SELECT household_id, now(), majup_user(), false, kind || '.declined',
                    jsonb_build_object('region', (SELECT code FROM places_planningregion WHERE id = to_region_id), 'reason', reason)
                FROM ({PROPOSED_TO_ME} AND h.state = 'declined' AND h.decided_by_id = majup_user()
                    AND h.decided_at > now() - interval '1 minute') p;
            """,
            volatility="VOLATILE",
        ),
    ]
