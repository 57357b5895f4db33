"""Small instruments: CPU time of this process, and the last line that the runner reads."""

import json
import resource
import time
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]


def row(name: str, value: float, unit: str, aim: str = "") -> Row:
    return {
        "name": name,
        "value": round(value, 3 if abs(value) < 10 else 1),
        "unit": unit,
        "aim": aim,
    }


def cpu_seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """CPU seconds of this process per call."""
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_megabytes(*, children: bool = False) -> float:
    """Peak resident memory since start (Linux gives kilobytes)."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss / 1024


def tell(rows: list[Row]) -> None:
    print(json.dumps(rows), flush=True)
