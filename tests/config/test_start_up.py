"""What a process loads before it is asked anything."""

import subprocess
import sys

CODE = "import sys, django; django.setup(); import config.urls; print('matplotlib' in sys.modules)"


def test_only_a_process_that_draws_loads_what_draws():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False"]
