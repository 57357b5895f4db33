"""A real gunicorn on the test database, with its logs as loud as they go, in files that can be searched."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connection

START_SECONDS = 60


class Server:
    """Two workers on a port of their own; everything it may write lands in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "tmp").mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        # As scripts/serve.sh starts it, but with every log on.
        command = [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket",
            "--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--log-level", "debug",
            "--error-logfile", str(self.folder / "gunicorn.log"), "--capture-output",
        ]  # fmt: skip
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "BUURTPEIL_VAR_DIR": str(self.folder / "var"),
            "TMPDIR": str(self.folder / "tmp"),
        }
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                command, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        self._wait()

    def workers(self) -> list[int]:
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_everything(self) -> None:
        """As a power cut does: master and workers at once, nobody says goodbye."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill_everything()

    def _wait(self) -> None:
        assert self.process
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as found:
                    found.sendall(b"GET /vragenlijst/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                    if found.recv(64).startswith(b"HTTP/1."):
                        return
            except OSError:
                time.sleep(0.2)
            assert self.process.poll() is None, (self.folder / "gunicorn.log").read_text()
        raise AssertionError("the server did not start")


def database_url() -> str:
    """The address of the database that this test is using."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    user, word = quote(known["USER"]), quote(known["PASSWORD"])
    return f"postgres://{user}:{word}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port
