from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, protect


class Migration(migrations.Migration):
    """Answers are seen by the responsible region alone (PRV-05), matches by whoever sees the household.

    Interest in a grant is seen with the household, or with the enquiry by which it came.
    """

    dependencies = [("matching", "0001_tables"), ("cases", "0002_who_sees_what")]
    operations = [
        protect(
            "matching_householdfacts",
            read=f"EXISTS (SELECT 1 FROM people_household h WHERE h.id = household_id AND h.region_id = {MY_REGIONS})",
        ),
        protect("matching_match", read="majup_sees_household(household_id)"),
        protect(
            "matching_grantinterest",
            read="(household_id IS NOT NULL AND majup_sees_household(household_id))"
            " OR EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)",
        ),
        definer(
            "majup_needs_by_place(today date)",
            "TABLE (municipality bigint, region bigint, topic bigint, families bigint, local bigint, wider bigint)",
            """
            WITH wanted AS (
              SELECT p.municipality_id, n.topic_id, count(DISTINCT c.household_id) AS families
              FROM cases_case c
              JOIN cases_need n ON n.case_id = c.id AND n.state IN ('open', 'asked', 'answered', 'offered')
              JOIN cases_candidatemunicipality p ON p.case_id = c.id
              WHERE c.stage NOT IN ('closed', 'not_returning', 'lost', 'left_again')
              GROUP BY p.municipality_id, n.topic_id
            ), running AS (
              SELECT f.id, f.level, t.topic_id FROM catalogue_fact f JOIN catalogue_fact_topics t ON t.fact_id = f.id
              WHERE f.state = 'valid' AND f.hidden_on > today
                AND (f.valid_from IS NULL OR f.valid_from <= today) AND (f.valid_to IS NULL OR f.valid_to >= today)
            )
            SELECT w.municipality_id, m.region_id, w.topic_id, w.families,
              (SELECT count(*) FROM running r JOIN catalogue_fact_municipalities fm ON fm.fact_id = r.id
               WHERE r.topic_id = w.topic_id AND fm.municipality_id = w.municipality_id),
              (SELECT count(*) FROM running r WHERE r.topic_id = w.topic_id AND (r.level = 'state' OR EXISTS
                 (SELECT 1 FROM catalogue_fact_regions fr WHERE fr.fact_id = r.id AND fr.planningregion_id = m.region_id)))
            FROM wanted w
            LEFT JOIN places_regionmembership m ON m.municipality_id = w.municipality_id AND m.valid_to IS NULL
            ORDER BY w.families DESC, w.municipality_id, w.topic_id
            """,
        ),
    ]
