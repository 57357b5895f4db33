"""The judge from Mozilla's world: ical.js, run by node. One node serves all tests of a process."""

import atexit
import json
import subprocess
from functools import cache
from pathlib import Path
from select import select

from tests.judges import Rejected, Verdict, verdict

HERE = Path(__file__).parent
PATIENCE = 60  # seconds


def read(text: str) -> Verdict:
    answer = json.loads(_asked(json.dumps(text)))
    if "wrong" in answer:
        raise Rejected(answer["wrong"])
    return verdict(answer)


def _asked(line: str) -> bytes:
    node = _node()
    assert node.stdin and node.stdout
    node.stdin.write(line.encode() + b"\n")
    node.stdin.flush()
    answers, _, _ = select([node.stdout], [], [], PATIENCE)
    assert answers, "ical.js gives no answer"
    return node.stdout.readline()


@cache
def _node() -> subprocess.Popen[bytes]:
    assert (HERE / "node_modules").exists(), (
        "Run `make setup-test` first: ical.js is not installed."
    )
    command = ["node", "ical.mjs"]
    node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE)
    atexit.register(_end, node)
    return node


def _end(node: subprocess.Popen[bytes]) -> None:
    """Killed, and waited for; it would end by itself too, with its input."""
    node.kill()
    node.communicate()
