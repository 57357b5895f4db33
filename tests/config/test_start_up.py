"""What a process loads before it is asked anything."""

import subprocess
import sys

CODE = "import sys, django; django.setup(); import config.urls; print(*sys.modules)"
LATER = {"matplotlib", "weasyprint", "openpyxl", "icalendar"}


def test_only_a_process_that_draws_sets_or_writes_loads_what_does_so():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert "reports.services" in loaded
    assert loaded & LATER == set()
