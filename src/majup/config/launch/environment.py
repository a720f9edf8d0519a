"""What every command needs first: translations compiled, a database, the migrations and the country pack in it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def use_database(*, lasting: bool = True) -> str:
    """URL of the database in use; without DATABASE_URL the embedded server is started and kept by this process.

    Tests have one of their own, whose databases need not be `lasting`.
    """
    if "DATABASE_URL" not in os.environ:
        from majup.plumbing import embedded  # noqa: PLC0415 -- only without a server of one's own

        folder = Path(os.environ.get("MAJUP_VAR_DIR", ROOT / "var")) / ("postgres" if lasting else "postgres-tests")
        os.environ["DATABASE_URL"] = embedded.start(folder, lasting=lasting)
    return os.environ["DATABASE_URL"]


def need_package(package: str, what_for: str) -> None:
    """Install a Debian package when root; when not, end with the command that somebody else has to run."""
    if os.geteuid() != 0:
        sys.exit(f"{what_for} Install it first: sudo apt-get install -y {package}")
    subprocess.check_call(["apt-get", "update", "-qq"])
    subprocess.check_call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])


def web_server(port: int) -> subprocess.Popen:
    """Start two web processes on loopback with everything that runs in production.

    One thread each: a second one would only wait for the first to let go of the interpreter.
    """
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 2 --blocking-threads 1 --no-log".split()
    return start("granian", *options, "majup.config.wsgi:application")


def start(module: str, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)


@contextmanager
def ending(*processes: subprocess.Popen) -> Iterator[None]:
    """Ends `processes` with this one: at the end, at Ctrl-C, and when it is asked to stop from outside."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


def wait_for(port: int, web: subprocess.Popen) -> None:
    """Return when the web server answers, or after some twenty seconds; end with the reason when it stopped."""
    for _ in range(200):
        if web.poll() is not None:
            sys.exit(f"The web server stopped. Is port {port} in use? Try another one with --port")
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return
        time.sleep(0.1)


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
