"""Sending survives kill -9 at any point: nothing, or exactly one sent version with its PDF and one mail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.database import environment

pytestmark = pytest.mark.django_db(transaction=True)


def test_off_05_killed_at_any_point_there_is_nothing_or_one_whole_sent_offer(alise, tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path
    script = Path(__file__).with_name("kill_rounds.py")
    root = str(script.parents[2])
    ran = subprocess.run(
        [sys.executable, str(script), alise.email],
        env=environment() | {"PYTHONPATH": f"{root}/src:{root}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert len(found["statements"]) > 20
    assert found["statements"][:-1] == ["nothing"] * (len(found["statements"]) - 1)
    assert found["statements"][-1] == "sent"
    assert found["commit"] == ["nothing", "sent"]
    assert len(found["random"]) == 50
    assert set(found["random"]) <= {"nothing", "sent"}
