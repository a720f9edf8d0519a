"""`./run check`: what a machine can say about the code before a person reads it."""

import subprocess
import sys
from collections.abc import Callable

from majup.config.launch import environment, rules

SOURCES = ["src", "tests"]


def run(arguments: list[str]) -> int:
    environment.compile_messages()
    environment.use_database()
    steps: dict[str, Callable[[], int]] = {
        "lint": lambda: tool("ruff", "check", *SOURCES),
        "format": lambda: tool("ruff", "format", "--check", *SOURCES),
        "imports": lambda: subprocess.call([f"{sys.prefix}/bin/lint-imports"], cwd=environment.ROOT),
        "types": lambda: tool("mypy", "src/majup"),
        "system": lambda: environment.django("check", MAJUP_AS_OWNER="1"),
        "migrations": lambda: environment.django("makemigrations", "--check", "--dry-run", MAJUP_AS_OWNER="1"),
        "lock": rules.lock_matches,
        "country": rules.no_country_in_code,
        "translations": rules.translations_complete,
        "sentences": rules.sentences_short,
        "sizes": rules.sizes,
    }
    failed = [name for name, step in steps.items() if _step(name, step)]
    print("All checks passed." if not failed else f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _step(name: str, step: Callable[[], int]) -> int:
    print(f"— {name}", flush=True)
    return step()


def tool(name: str, *arguments: str) -> int:
    return environment.python("-m", name, *arguments)
