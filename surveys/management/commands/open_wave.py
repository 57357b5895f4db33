"""`manage.py open_wave CODE`: the same as the button, for scripts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from surveys.models import Wave
from surveys.services.refusals import Refused
from surveys.services.waves import open_wave


class Command(BaseCommand):
    help = "Opens a draft wave: freezes its questions and dwellings and makes its key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        wave = Wave.objects.filter(code=options["code"]).first()
        if wave is None:
            raise CommandError(f"There is no wave {options['code']}.")
        try:
            open_wave(wave, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{wave.code}: open {wave.opens_on} – {wave.closes_on}")
