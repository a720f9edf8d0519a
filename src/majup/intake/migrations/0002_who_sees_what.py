from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, protect

OF_ENQUIRY = "EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id)"


class Migration(migrations.Migration):
    """An enquiry is seen by its region, by all coordinators while it lies in the common queue, and by who entered it.

    The visitor's link opens one enquiry; mail of a household's thread is seen by whoever sees the household. Who only
    wrote an enquiry down does not read the letters that the coordinator and the family exchange afterwards.
    """

    dependencies = [("intake", "0001_tables"), ("people", "0002_who_sees_what")]
    operations = [
        protect(
            "intake_enquiry",
            read=f"region_id = {MY_REGIONS} OR (region_id IS NULL AND (SELECT majup_common()))"
            " OR entered_by_id = (SELECT majup_user()) OR id = (SELECT majup_enquiry())"
            " OR (household_id_attached IS NOT NULL AND majup_sees_household(household_id_attached))",
        ),
        protect("intake_enquiry_topics", read=OF_ENQUIRY),
        protect("intake_enquiry_places", read=OF_ENQUIRY),
        protect("intake_enquiryevent", read=OF_ENQUIRY),
        protect("intake_askedfrom", read="true"),
        protect(
            "intake_message",
            read="EXISTS (SELECT 1 FROM intake_enquiry e WHERE e.id = enquiry_id AND ("
            f"e.region_id = {MY_REGIONS} OR (e.region_id IS NULL AND (SELECT majup_common()))"
            " OR e.id = (SELECT majup_enquiry()) OR (e.household_id_attached IS NOT NULL"
            " AND majup_sees_household(e.household_id_attached))))"
            " OR (household_id IS NOT NULL AND majup_sees_household(household_id))",
        ),
        protect("intake_attachment", read="EXISTS (SELECT 1 FROM intake_message m WHERE m.id = intake_attachment.message_id)"),
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
    ]
