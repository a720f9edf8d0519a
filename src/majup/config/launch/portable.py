"""A server as a hoster gives it: Debian's PostgreSQL 15, whose database owner is no superuser but may make roles."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from majup.config.launch import environment

BINARIES = Path("/usr/lib/postgresql/15/bin")
PACKAGE = "postgresql-15"
OWNER = "majup_owner"
SETTINGS = ("-c listen_addresses=''", "-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off")


@contextmanager
def server() -> Iterator[str]:
    """Start a cluster that lives as long as the block, reached by its socket alone; yields the owner's database URL."""
    install()
    folder = Path(tempfile.mkdtemp(prefix="majup-"))
    user = unprivileged()
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    try:
        _command(user, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = " ".join([*SETTINGS, f"-k {folder}"])
        _command(user, "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield _make_owner(folder)
        finally:
            _command(user, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def install() -> None:
    if not (BINARIES / "initdb").exists():
        environment.need_package(PACKAGE, "The tests on PostgreSQL 15 need its server.")


def unprivileged() -> str | None:
    """Whom the server runs as when root starts it, because PostgreSQL refuses root; None: as whoever we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _command(user: str | None, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs silently; raises CalledProcessError after showing what it said."""
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(
        [BINARIES / name, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if name == "initdb" else subprocess.DEVNULL,
        check=False,
        **as_user,
    )
    if done.returncode:
        sys.exit(f"{name} failed with {done.returncode}. {(done.stderr or b'').decode()}")


def _make_owner(folder: Path) -> str:
    with psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE CREATEDB")
        connection.execute(f"CREATE DATABASE majup OWNER {OWNER}")
    return f"postgresql://{OWNER}@/majup?host={folder}"
