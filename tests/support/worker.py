"""The real worker, run until nothing is due: real jobs, real commits; use it with `django_db(transaction=True)`."""

from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.db_cleanup import close_db_connections
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicRegistry


def _close_connections(call_next, context, worker):
    """The thread of a job ends with the run; its connection must not outlive it."""
    try:
        return close_db_connections(call_next, context, worker)
    finally:
        connections.close_all()


def run_worker() -> list[str]:
    """Do every job that is due, also those that jobs ask for, and return the names of the tasks done, in order.

    Periodic tasks are left out, because the minute of the test run must not decide; a test defers the one it means.
    Raises AssertionError when a job failed.
    """
    assert not connection.in_atomic_block, "the worker sees only what is committed: use django_db(transaction=True)"
    before = set(_ended())
    worker_app = app.with_connector(app.connector.get_worker_connector())
    worker_app.periodic_registry = PeriodicRegistry()
    worker_app.run_worker(
        wait=False, install_signal_handlers=False, listen_notify=False, task_middleware=[_close_connections]
    )
    done = [job for job in _ended() if job not in before]
    failed = [name for _id, name, status in done if status != "succeeded"]
    assert not failed, f"jobs failed: {failed}"
    return [name.rsplit(".", 1)[-1] for _id, name, _status in done]


def _ended() -> list[tuple[int, str, str]]:
    ended = ProcrastinateJob.objects.filter(status__in=["succeeded", "failed", "aborted", "cancelled"])
    return list(ended.order_by("pk").values_list("pk", "task_name", "status"))
