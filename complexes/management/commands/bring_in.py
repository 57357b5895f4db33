"""`manage.py bring_in complexen FILE [--dry-run]`: what the page «Gegevens inlezen» does, from a terminal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complexes.imports.intakes import all_intakes, intake_of
from complexes.imports.services import NothingToDo, bring_in
from sheets.errors import ImportRefused
from sheets.reading import read_table
from sheets.records import Plan


class Command(BaseCommand):
    help = "Bring complexes and more in from CSV or XLSX: all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[intake.key for intake in all_intakes()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what it would do")

    def handle(self, *args: Any, kind: str, file: Path, dry_run: bool, **options: Any) -> None:
        intake = intake_of(kind)
        assert intake is not None  # noqa: S101 (the choices see to it)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            table = read_table(file)
            plan = intake.plan(table)
            self._tell(plan)
            if not dry_run and not plan.problems:
                bring_in(intake, table, seal=None, user=None)
        except ImportRefused as error:
            raise CommandError(error.message) from error
        except NothingToDo:
            self.stdout.write("Nothing to change.")
        if plan.problems:
            raise CommandError("Nothing was stored: put these lines right and try again.")

    def _tell(self, plan: Plan[Any]) -> None:
        for problem in plan.problems:
            cell = f"{problem.column} «{problem.value}»: " if problem.column else ""
            self.stdout.write(f"line {problem.line}: {cell}{problem.reason}")
        self.stdout.write(
            f"{plan.read} rows read = {len(plan.added)} new + {len(plan.changed)} changed + "
            f"{plan.same} the same + {plan.refused} refused"
        )
