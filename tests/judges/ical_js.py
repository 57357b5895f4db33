"""The judge from Mozilla's world: ical.js, run by node."""

import json
import subprocess
from pathlib import Path

from tests.judges import Rejected, Verdict, verdict

HERE = Path(__file__).parent


def read(text: str) -> Verdict:
    assert (HERE / "node_modules").exists(), (
        "Run `make setup-test` first: ical.js is not installed."
    )
    ran = subprocess.run(
        ["node", "ical.mjs"],
        input=text.encode(),
        capture_output=True,
        cwd=HERE,
        timeout=60,
        check=False,
    )
    if ran.returncode:
        raise Rejected(ran.stderr.decode())
    return verdict(json.loads(ran.stdout))
