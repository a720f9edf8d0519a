from django.db import migrations

NO_OVERLAP = """
ALTER TABLE reports_report ADD CONSTRAINT reports_do_not_overlap
    EXCLUDE USING gist (daterange(period_from, period_to, '[]') WITH &&)
"""
# What was issued stays: the report, its regions, its figures and every correction.
FROZEN = """
CREATE FUNCTION reports_is_issued(report bigint) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT EXISTS (SELECT 1 FROM reports_report WHERE id = report AND state = 'issued') $$;

CREATE FUNCTION reports_report_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'issued' THEN
    RAISE EXCEPTION 'report % is issued and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'reports_report_is_frozen';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_report_is_frozen BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_report_is_frozen();

CREATE FUNCTION reports_part_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' AND reports_is_issued(OLD.report_id) OR TG_OP <> 'DELETE' AND reports_is_issued(NEW.report_id)
  THEN
    RAISE EXCEPTION 'what belongs to an issued report is frozen' USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = TG_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_region_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_regionreport
    FOR EACH ROW EXECUTE FUNCTION reports_part_is_frozen();
CREATE TRIGGER reports_figure_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON reports_issuedfigure
    FOR EACH ROW EXECUTE FUNCTION reports_part_is_frozen();

CREATE FUNCTION reports_correction_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'a correction is neither changed nor deleted' USING ERRCODE = 'integrity_constraint_violation',
    CONSTRAINT = 'reports_correction_is_frozen';
END $$;
CREATE TRIGGER reports_correction_is_frozen BEFORE UPDATE OR DELETE ON reports_correction
    FOR EACH ROW EXECUTE FUNCTION reports_correction_is_frozen();

-- What was made public once stays as it was; a correction is a publication of its own.
CREATE FUNCTION reports_publication_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'what was published is neither changed nor deleted' USING ERRCODE = 'integrity_constraint_violation',
    CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER reports_publication_is_frozen BEFORE UPDATE OR DELETE ON reports_publication
    FOR EACH ROW EXECUTE FUNCTION reports_publication_is_frozen();
CREATE TRIGGER reports_publishedcell_is_frozen BEFORE UPDATE OR DELETE ON reports_publishedcell
    FOR EACH ROW EXECUTE FUNCTION reports_publication_is_frozen();

CREATE FUNCTION reports_datapack_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'done' THEN
    RAISE EXCEPTION 'data pack % is made and frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'reports_datapack_is_frozen';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_datapack_is_frozen BEFORE UPDATE OR DELETE ON reports_datapack
    FOR EACH ROW EXECUTE FUNCTION reports_datapack_is_frozen();
"""
THAWED = """
DROP TRIGGER reports_datapack_is_frozen ON reports_datapack;
DROP FUNCTION reports_datapack_is_frozen();
DROP TRIGGER reports_publishedcell_is_frozen ON reports_publishedcell;
DROP TRIGGER reports_publication_is_frozen ON reports_publication;
DROP FUNCTION reports_publication_is_frozen();
DROP TRIGGER reports_correction_is_frozen ON reports_correction;
DROP TRIGGER reports_figure_is_frozen ON reports_issuedfigure;
DROP TRIGGER reports_region_is_frozen ON reports_regionreport;
DROP TRIGGER reports_report_is_frozen ON reports_report;
DROP FUNCTION reports_correction_is_frozen();
DROP FUNCTION reports_part_is_frozen();
DROP FUNCTION reports_report_is_frozen();
DROP FUNCTION reports_is_issued(bigint);
"""


class Migration(migrations.Migration):
    """Two reports never share a day, and nobody changes what was issued, made public or handed over as a data pack."""

    dependencies = [("reports", "0004_days_to_count")]
    operations = [
        migrations.RunSQL(NO_OVERLAP, "ALTER TABLE reports_report DROP CONSTRAINT reports_do_not_overlap"),
        migrations.RunSQL(FROZEN, THAWED),
    ]
