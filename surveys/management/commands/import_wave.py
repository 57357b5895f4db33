"""Imports an earlier wave from a CSV or XLSX file, with a mapping in TOML."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.reading import read_table
from surveys.imports.rejects import write_rejects
from surveys.imports.services import (
    Prepared,
    WaveData,
    check_new,
    import_wave,
    prepare_import,
)
from surveys.imports.toml_reading import MappingRefused, read_mapping
from surveys.imports.words import summary_lines, table_words


class Command(BaseCommand):
    help = "Lees een eerdere meting in uit een CSV- of Excel-bestand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--wave", required=True, metavar="CODE")
        parser.add_argument("--mapping", required=True, type=Path, metavar="MAPPING.toml")
        parser.add_argument("--title", default="")
        parser.add_argument("--opens", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--closes", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="kijk alleen, bewaar niets")
        parser.add_argument("--rejects", type=Path, metavar="OUT.csv")
        parser.add_argument("--replace", action="store_true", help="vervang een eerdere import")
        parser.add_argument("--max-mb", type=int, default=settings.MAX_IMPORT_BYTES // 1_048_576)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepared = self._prepare(options)
            self._report(prepared)
            self._write_rejects(prepared, options["rejects"])
            check_new(prepared, replace=options["replace"])
            if options["dry_run"]:
                self.stdout.write(_("Proef: er is niets bewaard."))
                return
            run = import_wave(prepared, today=timezone.localdate(), replace=options["replace"])
        except MappingRefused as error:
            raise CommandError("\n".join(error.problems)) from error
        except ImportRefused as error:
            way_out = _(" Vervangen doet u met --replace.") if error.replaceable else ""
            raise CommandError(error.message + way_out) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Meting {code} is ingelezen: {imported} inzendingen.").format(
                code=run.wave.code, imported=run.imported
            )
        )

    def _prepare(self, options: dict[str, Any]) -> Prepared:
        mapping = read_mapping(options["mapping"].read_text(encoding="utf-8"))
        table = read_table(
            options["file"], wish=mapping.wish, max_bytes=options["max_mb"] * 1_048_576
        )
        self.stdout.write(f"{options['file'].name}: {table.detected}")
        self.stdout.write(table_words(table))
        wave = WaveData(
            code=options["wave"],
            title=options["title"],
            opens_on=options["opens"],
            closes_on=options["closes"],
        )
        return prepare_import(
            table, mapping, wave, file_name=options["file"].name, today=timezone.localdate()
        )

    def _report(self, prepared: Prepared) -> None:
        for line in summary_lines(prepared.outcome):
            self.stdout.write(line)
        if prepared.unused:
            self.stdout.write(
                _("Kolommen die de koppeling niet noemt: {columns}").format(
                    columns=", ".join(prepared.unused)
                )
            )

    def _write_rejects(self, prepared: Prepared, path: Path | None) -> None:
        if path is None:
            return
        with path.open("w", encoding="utf-8", newline="") as target:
            write_rejects(prepared.outcome.rejections, target)
        self.stdout.write(_("Lijst met wat niet is gebruikt: {path}").format(path=path))
