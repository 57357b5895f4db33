"""Runs every section, prints a table and writes var/bench.json. One section: `python -m tests.bench rush`."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from config.secrets_file import write_secrets

SECTIONS = ("rush", "sign_up", "closing", "results", "page", "report", "audit")
ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path) -> dict[str, str]:
    """A production-like environment on this machine, with throw-away secrets."""
    write_secrets(folder / "bench.env")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BUURTPEIL_", "DATABASE_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BUURTPEIL_DEMO": "1",
        "BUURTPEIL_VAR_DIR": str(folder),
        "BUURTPEIL_ENV_FILE": str(folder / "bench.env"),
        "PYTHONPATH": str(ROOT),
    }


def run(section: str) -> list[dict[str, object]]:
    """The figures of one section: rows of name, value, unit and aim."""
    with tempfile.TemporaryDirectory(prefix="buurtpeil-bench-") as name:
        folder = Path(name)
        env = environment(folder)
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env=env, check=True)
        subprocess.run([*manage, "collectstatic", "--noinput", "-v", "0"], env=env, check=True)
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{section}"],
            env=env, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        rows: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
        return rows


def machine_speed() -> dict[str, object]:
    """CPU time of a plain loop: what every other time of this run is to be read against."""
    started, total = time.process_time(), 0
    for number in range(5_000_000):
        total += number
    spent = time.process_time() - started
    return {"name": "yardstick: a loop of 5 million additions, CPU", "value": round(spent, 3),
            "unit": "s", "aim": ""}  # fmt: skip


def main(sections: tuple[str, ...]) -> None:
    figures: list[dict[str, object]] = []
    for section in sections:
        for row in [machine_speed(), *run(section)]:
            figures.append({"section": section, **row})
            aim = f"   (aim {row['aim']})" if row.get("aim") else ""
            print(
                f"{section:9} {row['name']:58} {row['value']:>10} {row['unit']:9}{aim}", flush=True
            )
    out = ROOT / "var" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    known = json.loads(out.read_text()) if out.exists() and len(sections) < len(SECTIONS) else {}
    kept = [row for row in known.get("figures", []) if row["section"] not in sections]
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}",
        "figures": kept + figures,
    }
    out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SECTIONS)
