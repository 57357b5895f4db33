"""`manage.py close_wave CODE [--key FILE]`: the same as the button; finishes a closing that was cut short."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from surveys.models import Wave
from surveys.services.closing import close_wave
from surveys.services.refusals import Refused
from surveys.urn import keys


class Command(BaseCommand):
    help = "Closes an open wave for good, or finishes a closing that was cut short."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--key", type=Path, help="key file of the custodian, if there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(code=options["code"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['code']}.")
        try:
            private_key = (
                keys.from_file(options["key"].read_text(encoding="utf-8"))
                if options["key"]
                else None
            )
            closing = close_wave(wave, now=timezone.now(), private_key=private_key)
        except (OSError, UnicodeDecodeError, keys.KeyMismatchError) as error:
            raise CommandError(f"{options['key']} is not a key file.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{wave.code}: closed with {closing.responses} responses, "
            f"{closing.unreadable} unreadable items, {closing.missing} missing"
        )
        if not closing.erased:
            raise CommandError("Leftovers are not wiped yet, the database was busy: run it again.")
