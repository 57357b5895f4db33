"""What draws a report may not change unseen: an edition says with which version of the layout it was made."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from reports.layout import LAYOUT_VERSION

ROOT = Path(__file__).resolve().parents[2]
DRAWN_BY = (
    "reports/layout.py",
    "reports/pdf.py",
    "reports/tagging.py",
    "ui/pictures.py",
    "ui/charts/*.py",
    "templates/pdf/**/*.html",
    "static/pdf/*.css",
    "static/fonts/source-sans-3-*.ttf",
)
# With the version goes what drew it. Does the same content now give another document, even by a hair? Raise
# LAYOUT_VERSION. Was it only rewritten, and are the PDFs of `make example` the same bytes? Then only the hash.
KNOWN = (5, "56eccb758697e8c0")


def test_layout_version_goes_up_with_every_change_of_what_draws_a_report() -> None:
    assert (LAYOUT_VERSION, fingerprint()) == KNOWN, (
        "What draws a report has changed: read the comment above KNOWN in this test."
    )


def fingerprint() -> str:
    found = sorted(path for pattern in DRAWN_BY for path in ROOT.glob(pattern))
    assert len(found) > 20, "the files that draw a report have moved: mend DRAWN_BY"
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in found:
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
