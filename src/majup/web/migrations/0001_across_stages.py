from django.db import migrations

from majup.plumbing.rls import definer


class Migration(migrations.Migration):
    """Two questions across stages and regions that no single stage can answer.

    majup_references: the reference by which a case of another region is named to a colleague, and nothing else of it (INT-06).
    majup_file_is_kept: whether a document on disk still belongs to somebody after one household was erased.
    """

    initial = True
    dependencies = [("cases", "0002_who_sees_what"), ("offers", "0001_tables")]
    operations = [
        definer(
            "majup_references(households bigint[])",
            "TABLE (household_id bigint, reference text)",
            "SELECT household_id, reference FROM cases_case"
            " WHERE household_id = ANY (households) AND majup_regions() <> '{}'",
        ),
        definer(
            "majup_file_is_kept(digest text)",
            "boolean",
            """
            SELECT EXISTS (SELECT FROM intake_attachment WHERE sha256 = digest)
                OR EXISTS (SELECT FROM intake_message WHERE raw_sha256 = digest)
                OR EXISTS (SELECT FROM offers_offerversion WHERE pdf_sha256 = digest AND erased_at IS NULL)
            """,
        ),
    ]
