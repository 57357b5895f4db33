"""`manage.py complex_report --complex CODE --wave CODE --out FILE.pdf`: one report, as the button makes it.

With `--group NAME` instead of `--complex`: the report of a reporting group, by name or number.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complexes.models import Complex, ReportingGroup
from reports.content.material import NoReport
from reports.services import draft_pdf, edition_pdf, publish_edition
from reports.subjects import Subject
from surveys import results
from surveys.models import Wave
from ui.pdf import SettingFailed


class Command(BaseCommand):
    help = "Writes the report of one complex or reporting group in one closed wave; a draft, unless --publish."

    def add_arguments(self, parser: CommandParser) -> None:
        about = parser.add_mutually_exclusive_group(required=True)
        about.add_argument("--complex", help="code of the complex")
        about.add_argument("--group", help="name or number of the reporting group")
        parser.add_argument("--wave", required=True, help="code of the wave")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")
        parser.add_argument("--publish", action="store_true", help="freeze it as an edition first")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(code=options["wave"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['wave']}.")
        subject = self._subject(options["complex"], options["group"])
        try:
            pdf = self._pdf(subject, wave, publish=options["publish"])
            options["out"].write_bytes(pdf)
        except results.WaveNotClosed as error:
            raise CommandError(f"{wave.code} is not closed: it has no results yet.") from error
        except results.NotInWave as error:
            raise CommandError(f"{self._called(subject)} took no part in {wave.code}.") from error
        except (NoReport, SettingFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['out']}: {len(pdf) // 1024} kB")

    def _subject(self, code: str | None, group: str | None) -> Subject:
        if group is None:
            if found := Complex.objects.filter(code=code).first():
                return found
            raise CommandError(f"There is no complex {code}.")
        groups = ReportingGroup.objects.all()
        by_name = groups.filter(name=group).first()
        by_number = groups.filter(pk=int(group)).first() if group.isdecimal() else None
        if named := by_name or by_number:
            return named
        raise CommandError(f"There is no reporting group {group}.")

    def _called(self, subject: Subject) -> str:
        return subject.code if isinstance(subject, Complex) else subject.name

    def _pdf(self, subject: Subject, wave: Wave, *, publish: bool) -> bytes:
        if publish:
            return edition_pdf(publish_edition(subject, wave, user=None))
        return draft_pdf(subject, wave)
