"""The server that is measured: gunicorn with two workers, as in production, on a port of this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.visitor import START, Visitor

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Started and ready to answer; stopped at the end."""
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--log-level", "error", "--no-control-socket"],
    )  # fmt: skip
    try:
        _wait_for(server, port)
        yield server
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(100):
        try:
            Visitor(port).ask(START)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server did not start: {server.poll()}")


def cpu_of_workers(master: int) -> float:
    """CPU seconds of the master's children so far."""
    total = 0
    for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS
