"""`./run test`: every test, none skipped; then, on a server as a hoster gives it, what leans on the database."""

import shutil

from majup.config.launch import environment, portable

CHOOSING = ("-k", "-m", "--lf", "--last-failed", "--co", "--collect-only", "-h", "--help", "--version")


def run(arguments: list[str]) -> int:
    install_chromium()
    environment.compile_messages()
    environment.use_database(lasting=False)
    workers = [] if any(a.startswith(("-n", "tests/")) for a in arguments) else ["-n", "3", "--dist", "worksteal"]
    failed = environment.python("-m", "pytest", *workers, *arguments, MAJUP_TESTING="1")
    return (run_portable() if is_whole(arguments) else 0) or failed


def is_whole(arguments: list[str]) -> bool:
    """Whether nothing was chosen by path, name or mark; numbers belong to the option before them."""
    return all(a.isdigit() or (a.startswith("-") and not a.startswith(CHOOSING)) for a in arguments)


def run_portable() -> int:
    print(
        "\nOnce more on PostgreSQL 15 whose owner is no superuser: migrations, constraints, row-level security, search",
        flush=True,
    )
    with portable.server() as url:
        return environment.python("-m", "pytest", "-q", "-m", "portable", MAJUP_TESTING="1", DATABASE_URL=url)


def install_chromium() -> None:
    """The browser stories need Debian's Chromium, the build without a window: installed when root, named when not."""
    if not shutil.which("chromium-headless-shell"):
        environment.need_package("chromium-headless-shell", "The browser tests need Chromium.")
