from django.db import migrations

from majup.plumbing.rls import definer

SUMS = ("planned", "committed", "spent", "returned")
PAIRS = ", ".join(f"('{name}', v.{name}, l.{name})" for name in SUMS)
ADDS_UP = f"""
CREATE FUNCTION reports_budget_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found record; BEGIN
  SELECT count(*) AS lines, count(share) AS known, coalesce(sum(share), 0) AS parts INTO found
      FROM reports_budgetline WHERE version_id = NEW.version_id;
  IF found.parts > 100 OR (found.known > 0 AND found.known = found.lines AND found.parts <> 100) THEN
    RAISE EXCEPTION 'the shares make % percent', found.parts
        USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_shares_make_100';
  END IF;
  FOR found IN
    SELECT t.name, t.whole, count(*) AS lines, count(t.part) AS known, coalesce(sum(t.part), 0) AS parts
    FROM reports_budgetversion v JOIN reports_budgetline l ON l.version_id = v.id
    CROSS JOIN LATERAL (VALUES {PAIRS}) AS t(name, whole, part)
    WHERE v.id = NEW.version_id GROUP BY t.name, t.whole
  LOOP
    IF found.parts > found.whole OR (found.known > 0 AND found.known = found.lines AND found.parts <> found.whole) THEN
      RAISE EXCEPTION '%: the lines make %, the whole is %', found.name, found.parts, found.whole
          USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_lines_make_the_whole';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reports_budget_line_adds_up AFTER INSERT ON reports_budgetline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reports_budget_adds_up();
CREATE FUNCTION reports_budget_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'a version of a budget cannot be changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_version_is_frozen';
END $$;
CREATE TRIGGER reports_budget_is_frozen BEFORE UPDATE OR DELETE ON reports_budgetversion
    FOR EACH ROW EXECUTE FUNCTION reports_budget_is_frozen();
CREATE TRIGGER reports_budget_line_is_frozen BEFORE UPDATE OR DELETE ON reports_budgetline
    FOR EACH ROW EXECUTE FUNCTION reports_budget_is_frozen();
"""
UNDO = """
DROP TRIGGER reports_budget_is_frozen ON reports_budgetversion;
DROP TRIGGER reports_budget_line_is_frozen ON reports_budgetline;
DROP TRIGGER reports_budget_line_adds_up ON reports_budgetline;
DROP FUNCTION reports_budget_is_frozen();
DROP FUNCTION reports_budget_adds_up();
"""


class Migration(migrations.Migration):
    """Budgets add up when a transaction ends, and stay as they were written; counts that look over all regions."""

    dependencies = [("reports", "0005_frozen"), ("matching", "0001_tables")]
    operations = [
        migrations.RunSQL(ADDS_UP, UNDO),
        definer(
            "majup_grant_interest(zone text)",
            "TABLE(year int, region bigint, outcome text, families bigint)",
            """
            SELECT extract(year FROM i.registered_at AT TIME ZONE zone)::int, coalesce(h.region_id, e.region_id),
                   i.outcome, count(*)
            FROM matching_grantinterest i
            LEFT JOIN people_household h ON h.id = i.household_id
            LEFT JOIN intake_enquiry e ON e.id = i.enquiry_id
            GROUP BY 1, 2, 3
            """,
        ),
        definer(
            "majup_check_answers(first_day date, last_day date)",
            "TABLE(no_regret bigint, regret bigint, stay bigint, see bigint, leave bigint)",
            """
            SELECT count(*) FILTER (WHERE NOT regrets), count(*) FILTER (WHERE regrets),
                   count(*) FILTER (WHERE plans = 'stay'), count(*) FILTER (WHERE plans = 'see'),
                   count(*) FILTER (WHERE plans = 'leave')
            FROM (
                SELECT DISTINCT ON (c.return_event_id) c.regrets, c.plans FROM outcomes_check c
                WHERE c.done_on BETWEEN first_day AND last_day ORDER BY c.return_event_id, c.done_on DESC, c.id DESC
            ) newest
            """,
        ),
    ]
