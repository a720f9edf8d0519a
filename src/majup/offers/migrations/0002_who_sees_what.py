from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, follow_household, keep_history, protect

MINE = (
    f"region_id = {MY_REGIONS} OR household_id = (SELECT majup_household()) OR majup_sees_household(household_id)"
)
OF_OFFER = "EXISTS (SELECT 1 FROM offers_offer o WHERE o.id = offer_id)"

FROZEN = (
    "offer_id", "number", "region_id", "people", "language", "document", "document_sha256", "pdf_sha256",
    "template_version", "first_need_at", "sent_at", "sent_by_id", "send_key", "to_address",
)
ERASED = ("document", "to_address")


def _changed(columns):
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


FREEZE = f"""
CREATE FUNCTION offers_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a sent offer cannot be deleted' USING ERRCODE = 'check_violation', CONSTRAINT = 'sent_offer_is_frozen';
  END IF;
  IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.document IS NULL AND NEW.to_address = ''
     AND NOT ({_changed([column for column in FROZEN if column not in ERASED])}) THEN
    RETURN NEW;
  END IF;
  IF OLD.erased_at IS DISTINCT FROM NEW.erased_at OR {_changed(FROZEN)} THEN
    RAISE EXCEPTION 'a sent offer cannot be changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'sent_offer_is_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offers_version_is_frozen BEFORE UPDATE OR DELETE ON offers_offerversion
    FOR EACH ROW EXECUTE FUNCTION offers_version_is_frozen();
"""


class Migration(migrations.Migration):
    """Offers are seen by whoever sees their household; what was sent is frozen; a link leads to its household.

    majup_offer_times: times to the first letter are counted per region (OFF-14). A letter of the first hours after
    midnight belongs to that day here, not to the day before in Greenwich.
    """

    dependencies = [("offers", "0001_tables"), ("people", "0002_who_sees_what")]
    operations = [
        follow_household("offers_offer", "offers_offer_in_its_households_region"),
        follow_household("offers_itemmark", "offers_itemmark_in_its_households_region"),
        protect("offers_offer", read=MINE),
        protect("offers_notneeded", read=OF_OFFER),
        protect("offers_offeritem", read=OF_OFFER),
        protect("offers_contribution", read=OF_OFFER),
        protect("offers_offerversion", read="majup_sees_household(household_id)"),
        protect("offers_itemmark", read=MINE),
        keep_history("offers_offer", "OLD.household_id"),
        keep_history("offers_offeritem", "(SELECT household_id FROM offers_offer WHERE id = OLD.offer_id)"),
        migrations.RunSQL(
            FREEZE,
            "DROP TRIGGER offers_version_is_frozen ON offers_offerversion; DROP FUNCTION offers_version_is_frozen();",
        ),
        definer(
            "majup_offer_of(wanted text)",
            "TABLE (version_id bigint, household_id bigint, link_expires_at timestamptz)",
            "SELECT id, household_id, link_expires_at FROM offers_offerversion"
            " WHERE token_digest = wanted AND erased_at IS NULL",
        ),
        definer(
            "majup_offer_times(first_day date, last_day date, zone text)",
            "TABLE (region_id bigint, households bigint, versions bigint, median_days double precision)",
            """
            SELECT v.region_id, count(DISTINCT v.household_id), count(*),
                   percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY extract(epoch FROM v.sent_at - v.first_need_at) / 86400.0
                   ) FILTER (WHERE v.number = 1)
            FROM offers_offerversion v
            WHERE v.sent_at >= first_day::timestamp AT TIME ZONE zone
                AND v.sent_at < (last_day + 1)::timestamp AT TIME ZONE zone
            GROUP BY v.region_id ORDER BY v.region_id
            """,
        ),
    ]
