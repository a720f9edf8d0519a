"""`./run <command>`: demo, test, check, bench, majup."""

import sys

from majup.config.launch import bench, check, demo, manage, test

COMMANDS = {
    "demo": (demo.run, "a made-up caseload on this machine, with web server and worker [--port N] [--empty]"),
    "test": (test.run, "every test, none skipped; further words go to pytest"),
    "check": (check.run, "lint, types, imports, translations, migrations, no country in the code"),
    "bench": (bench.run, "speed at size [--households N] [--json FILE]; exit 1 when a budget is missed"),
    "majup": (manage.run, "one of the program's own commands, e.g. ./run majup totals --help"),
}


def main(arguments: list[str]) -> int:
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        print("Usage: ./run <command>\n")
        for command, (_run, help_text) in COMMANDS.items():
            print(f"  {command:8} {help_text}")
        return 0 if name in {"help", "-h", "--help"} else 2
    return COMMANDS[name][0](rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
