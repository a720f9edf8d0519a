"""`./run test`: every test, none skipped."""

import os
import shutil
import subprocess
import sys

from majup.config.launch import environment

CHROMIUM = "/usr/bin/chromium"


def run(arguments: list[str]) -> int:
    install_chromium()
    environment.compile_messages()
    environment.use_database()
    workers = [] if any(a.startswith(("-n", "tests/")) for a in arguments) else ["-n", "2"]
    return environment.python("-m", "pytest", *workers, *arguments, MAJUP_TESTING="1")


def install_chromium() -> None:
    """The browser stories need Debian's Chromium: installed when root, named when not."""
    if shutil.which("chromium"):
        return
    if os.geteuid() != 0:
        sys.exit("The browser tests need Chromium. Install it first: sudo apt-get install -y chromium")
    subprocess.check_call(["apt-get", "update", "-qq"])
    subprocess.check_call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
