"""`manage.py complex_report --complex CODE --wave CODE --out FILE.pdf`: one report, as the button makes it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complexes.models import Complex
from reports.content.material import NoReport
from reports.pdf import SettingFailed
from reports.services import draft_pdf, edition_pdf, publish_edition
from surveys import results
from surveys.models import Wave


class Command(BaseCommand):
    help = "Writes the report of one complex in one closed wave; a draft, unless --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--complex", required=True, help="code of the complex")
        parser.add_argument("--wave", required=True, help="code of the wave")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")
        parser.add_argument("--publish", action="store_true", help="freeze it as an edition first")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(code=options["wave"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['wave']}.")
        complex_ = Complex.objects.filter(code=options["complex"]).first()
        if complex_ is None:
            raise CommandError(f"There is no complex {options['complex']}.")
        try:
            pdf = self._pdf(complex_, wave, publish=options["publish"])
            options["out"].write_bytes(pdf)
        except results.WaveNotClosed as error:
            raise CommandError(f"{wave.code} is not closed: it has no results yet.") from error
        except results.NotInWave as error:
            raise CommandError(f"{complex_.code} took no part in {wave.code}.") from error
        except (NoReport, SettingFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['out']}: {len(pdf) // 1024} kB")

    def _pdf(self, complex_: Complex, wave: Wave, *, publish: bool) -> bytes:
        if publish:
            return edition_pdf(publish_edition(complex_, wave, user=None))
        return draft_pdf(complex_, wave)
