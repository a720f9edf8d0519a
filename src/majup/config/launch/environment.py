"""What every command needs first: translations compiled, a database, the migrations and the country pack in it."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[4]
LOCALE = ROOT / "src/majup/locale"


def python(*arguments: str, **variables: str) -> int:
    """Run this interpreter with `arguments` and extra environment `variables`; return its exit code."""
    return subprocess.call([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **variables})


def django(*arguments: str, **variables: str) -> int:
    return python("-m", "django", *arguments, DJANGO_SETTINGS_MODULE="majup.config.settings", **variables)


def compile_messages() -> None:
    """Make the .mo files that Django reads, where a .po file or one of its parts is newer."""
    from majup.config.launch import messages  # noqa: PLC0415 -- polib is wanted only here

    messages.compile_all(LOCALE)


def use_database() -> str:
    """URL of the database in use; without DATABASE_URL the embedded server is started and kept by this process."""
    if "DATABASE_URL" not in os.environ:
        from majup.plumbing import embedded  # noqa: PLC0415 -- only without a server of one's own

        os.environ["DATABASE_URL"] = embedded.start(Path(os.environ.get("MAJUP_VAR_DIR", ROOT / "var")) / "postgres")
    return os.environ["DATABASE_URL"]


def prepare() -> None:
    """Everything up to a database with the country pack in it; raises SystemExit when that fails.

    What the database was prepared for stands in the comment of its schema, so that a second start has nothing to do.
    """
    compile_messages()
    with psycopg.connect(use_database(), autocommit=True) as connection:
        wanted = f"majup {fingerprint()}"
        found = connection.execute("SELECT obj_description('public'::regnamespace)").fetchone()
        if found == (wanted,):
            return
        if django("prepare", MAJUP_AS_OWNER="1"):
            sys.exit("The database could not be prepared; the reason stands above.")
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(wanted))


def fingerprint() -> str:
    """Digest of all that `prepare` puts into a database: migrations, country pack, its own code."""
    files = [*ROOT.glob("src/majup/*/migrations/*.py"), *ROOT.glob("src/majup/packs/**/*.json")]
    files += [*ROOT.glob("src/majup/*/pack.py"), ROOT / "requirements.lock"]
    whole = sha256(os.environ.get("MAJUP_COUNTRY_PACK", "").encode())
    for file in sorted(files):
        whole.update(file.read_bytes())
    return whole.hexdigest()
