"""The real survey of Somerville, in a database of its own: four waves, and every ward's report."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complexes.models import Complex, Corporation
from sheets.errors import ImportRefused
from sheets.reading import read_table
from sheets.tables import Table
from surveys.imports.services import WaveData, check_new, import_wave, prepare_import
from surveys.imports.toml_reading import read_mapping
from surveys.imports.words import summary_lines
from surveys.models import ImportRun

FOLDER = settings.BASE_DIR / "examples" / "somerville"
FILE = FOLDER / "somerville-2013-2019.csv"
MAPPING = FOLDER / "somerville.toml"
NAME = "City of Somerville (voorbeeld)"
WAVES = ("S2013", "S2015", "S2017", "S2019")
WARDS = range(1, 8)


class Command(BaseCommand):
    help = "Lees het echte onderzoek van Somerville in en maak de rapporten van 2019."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, help="map voor de rapporten; zonder: alleen inlezen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Corporation.objects.exclude(name=NAME).exists():
            raise CommandError(
                "In deze database staat al een corporatie. Kies een lege met BUURTPEIL_VAR_DIR."
            )
        load_city()
        table = read_table(FILE)
        self.stdout.write(f"{FILE.name}: {table.detected}, {len(table.rows)} rijen")
        try:
            runs = [self._load(table, code) for code in WAVES]
        except ImportRefused as error:
            raise CommandError(error.message) from error
        self._total(table, runs)
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True)
            call_command("wave_reports", f"--wave={WAVES[-1]}", f"--out={options['out']}")

    def _load(self, table: Table, code: str) -> ImportRun:
        today = timezone.localdate()
        mapping = read_mapping(MAPPING.read_text(encoding="utf-8"))
        prepared = prepare_import(
            table, mapping, WaveData(code=code), file_name=FILE.name, today=today
        )
        check_new(prepared)
        self.stdout.write("")
        self.stdout.write(prepared.wave.title)
        for line in summary_lines(prepared.outcome, others=False):
            self.stdout.write(f"  {line}")
        return import_wave(prepared, today=today)

    def _total(self, table: Table, runs: list[ImportRun]) -> None:
        read, imported, rejected = (
            sum(getattr(run, name) for run in runs) for name in ("read", "imported", "rejected")
        )
        self.stdout.write("")
        self.stdout.write(
            f"Samen: {read} van {len(table.rows)} rijen gelezen = {imported} ingelezen "
            f"+ {rejected} afgewezen"
        )


def load_city() -> None:
    """The city as corporation, its wards as complexes; how many dwellings a ward has is unknown."""
    Corporation.objects.get_or_create(
        pk=1, defaults={"name": NAME, "municipality": "Somerville, Massachusetts"}
    )
    for ward in WARDS:
        Complex.objects.get_or_create(
            code=f"W{ward}",
            defaults={
                "name": f"Ward {ward}",
                "kind": "wijk van de stad",
                "place": "Somerville, Massachusetts",
            },
        )
