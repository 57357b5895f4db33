"""`manage.py wave_reports --wave CODE --out DIR [--publish]`: every report of a wave, over all cores."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reports import batch
from surveys import results
from surveys.models import Wave
from ui.pdf import SettingFailed


class Command(BaseCommand):
    help = "Writes the report of every complex and group of a closed wave that has enough answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wave", required=True, help="code of the wave")
        parser.add_argument("--out", required=True, type=Path, help="the folder to write to")
        parser.add_argument("--processes", type=int, help="instead of one per core")
        parser.add_argument(
            "--publish", action="store_true", help="publish a first edition where there is none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(code=options["wave"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['wave']}.")
        out: Path = options["out"]
        written = 0
        try:
            out.mkdir(parents=True, exist_ok=True)
            found = batch.jobs(
                wave, publish_on=timezone.localdate() if options["publish"] else None
            )
            for job, pdf in batch.set_all(found, processes=options["processes"]):
                batch.keep_edition(job, pdf, user=None)
                (out / job.name).write_bytes(pdf)
                written += 1
        except results.WaveNotClosed as error:
            raise CommandError(f"{wave.code} is not closed: it has no results yet.") from error
        except SettingFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{out}: {written} reports")
