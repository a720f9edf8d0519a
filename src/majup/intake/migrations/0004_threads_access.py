from django.db import migrations

from majup.plumbing.rls import definer, protect

MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"
SEEN = (
    f"region_id = {MY_REGIONS} OR (region_id IS NULL AND (SELECT majup_common()))"
    " OR entered_by_id = (SELECT majup_user()) OR id = (SELECT majup_enquiry())"
    " OR (household_id_attached IS NOT NULL AND majup_sees_household(household_id_attached))"
)
OF_ENQUIRY = "EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)"


class Migration(migrations.Migration):
    """The visitor's link opens one enquiry; mail of a household's thread is seen by whoever sees the household."""

    dependencies = [("intake", "0003_threads"), ("plumbing", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE OR REPLACE FUNCTION majup_enquiry() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS"
            " $$ SELECT nullif(current_setting('majup.enquiry', true), '')::bigint $$;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            f"ALTER POLICY intake_enquiry_app ON intake_enquiry USING ({SEEN}) WITH CHECK ({SEEN})",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "ALTER POLICY intake_message_app ON intake_message"
            f" USING ({OF_ENQUIRY} OR (household_id IS NOT NULL AND majup_sees_household(household_id)))"
            f" WITH CHECK ({OF_ENQUIRY} OR (household_id IS NOT NULL AND majup_sees_household(household_id)))",
            migrations.RunSQL.noop,
        ),
        protect("intake_enquiry_places", read=OF_ENQUIRY),
        protect("intake_enquiryevent", read=OF_ENQUIRY),
        protect("intake_askedfrom", read="true"),
        definer(
            "majup_enquiry_taker(wanted bigint)",
            "TABLE (name text, region_id bigint, taken_at timestamptz)",
            """
            SELECT u.name, e.region_id, e.taken_at FROM intake_enquiry e JOIN staff_user u ON u.id = e.taken_by_id
            WHERE e.id = wanted
            """,
        ),
        definer(
            "majup_enquiry_of_form(wanted text)", "bigint", "SELECT id FROM intake_enquiry WHERE form_key = wanted"
        ),
        definer(
            "majup_mail_known(wanted text)",
            "boolean",
            "SELECT EXISTS (SELECT 1 FROM intake_message WHERE message_id = wanted)"
            " OR EXISTS (SELECT 1 FROM plumbing_outgoingmail WHERE message_id = wanted)",
        ),
        definer(
            "majup_thread_of(ids text[])",
            "TABLE (enquiry_id bigint, household_id bigint, region_id bigint)",
            """
            WITH answered AS (SELECT id, place FROM unnest(ids) WITH ORDINALITY AS given (id, place)),
            found AS (
                SELECT a.place, e.id AS enquiry, coalesce(m.household_id, e.household_id_attached) AS household, e.region_id
                FROM answered a JOIN intake_message m ON m.message_id = a.id
                LEFT JOIN intake_enquiry e ON e.id = m.enquiry_id
                UNION ALL
                SELECT a.place + 0.5, NULL, o.household_id, o.region_id
                FROM answered a JOIN plumbing_outgoingmail o ON o.message_id = a.id
            )
            SELECT f.enquiry, coalesce(h.merged_into_id, h.id), coalesce(h.region_id, f.region_id)
            FROM found f LEFT JOIN people_household h ON h.id = f.household
            WHERE f.enquiry IS NOT NULL OR h.id IS NOT NULL OR f.region_id IS NOT NULL
            ORDER BY f.place LIMIT 1
            """,
        ),
        definer(
            "majup_mail_to_file(most integer)",
            "TABLE (message_id bigint, household_id bigint, region_id bigint)",
            """
            SELECT m.id, coalesce(h.merged_into_id, h.id), h.region_id
            FROM intake_message m JOIN people_household h ON h.id = m.household_id
            WHERE NOT m.filed_in_case AND m.household_id IS NOT NULL ORDER BY m.id LIMIT most
            """,
        ),
        definer(
            "majup_answer_times(first timestamptz, past timestamptz)",
            "TABLE (region_id bigint, answered bigint, median interval)",
            """
            SELECT e.region_id, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY e.first_answer_at - e.received_at)
            FROM intake_enquiry e
            WHERE e.received_at >= first AND e.received_at < past AND e.first_answer_at IS NOT NULL
                AND NOT e.approached_by_us
            GROUP BY e.region_id
            """,
        ),
    ]
