"""One database for each size, made once and found again while nothing that shapes it has changed."""

import time
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from majup.config.launch import environment

HERE = Path(__file__).parent


def name_of(households: int) -> str:
    return f"majup_bench_{households}"


def url_of(households: int) -> str:
    return make_conninfo(**{**conninfo_to_dict(environment.use_database()), "dbname": name_of(households)})


def wanted(households: int) -> str:
    code = b"".join((HERE / f"{name}.py").read_bytes() for name in ("copying", "fill", "generate", "letters"))
    return f"bench {households} {environment.fingerprint()} {sha256(code).hexdigest()}"


def ensure(households: int) -> float:
    """Make the database of this size unless it is there; return how long that took in seconds."""
    with psycopg.connect(environment.use_database(), autocommit=True) as connection:
        if _is_current(connection, households):
            return 0.0
        name = sql.Identifier(name_of(households))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'").format(
                name
            )
        )
    begun = time.monotonic()
    variables = {
        "DATABASE_URL": url_of(households),
        "MAJUP_AS_OWNER": "1",
        "DJANGO_SETTINGS_MODULE": "majup.config.settings",
    }
    for command in (["django", "prepare"], ["majup.config.bench.fill", str(households)]):
        if environment.python("-m", *command, **variables):
            raise SystemExit(f"The benchmark's database could not be made: {' '.join(command)}")
    with psycopg.connect(url_of(households), autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(wanted(households)))
    return time.monotonic() - begun


def _is_current(connection: psycopg.Connection, households: int) -> bool:
    known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name_of(households)]).fetchone()
    if known is None:
        return False
    with psycopg.connect(url_of(households), autocommit=True) as inside:
        return inside.execute("SELECT obj_description('public'::regnamespace)").fetchone() == (wanted(households),)
