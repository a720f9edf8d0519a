"""What `./run` starts beside itself."""

import os
import subprocess
import sys

import pytest

from tests.support import database

SCRIPT = """
import subprocess
from majup.config.launch import environment

beside = subprocess.Popen(["sleep", "60"])
with environment.ending(beside):
    print(beside.pid, flush=True)
    beside.wait()
"""


def test_what_runs_beside_a_command_ends_with_it_when_it_is_asked_to_stop():
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT], env=database.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        beside = int(command.stdout.readline())
        command.terminate()
        command.communicate(timeout=20)
    with pytest.raises(ProcessLookupError):
        os.kill(beside, 0)
