"""`manage.py retention [--dry-run]`: the nightly run; prints what went, what is held and what waits."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from proof.models import RetentionRun
from proof.retention.running import Result, RetentionIsRunning, plan, run

Outcome = RetentionRun.Outcome


class Command(BaseCommand):
    help = "Removes everything whose time has come, and writes down what it did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            self._say(plan(now=now), dry=True)
            return
        try:
            result = run(now=now)
        except RetentionIsRunning as error:
            raise CommandError("Another run is at work.") from error
        self._say(result, dry=False)
        if result.outcome == Outcome.FAILED:
            raise CommandError("A part failed; the page Bewaartermijnen and the log say what.")

    def _say(self, result: Result, *, dry: bool) -> None:
        if not result.clock.is_trusted:
            last = f"{result.clock.last:%Y-%m-%d}" if result.clock.last else "unknown"
            self.stdout.write(
                f"The clock jumped (last known moment: {last}). Nothing is removed until an "
                "administrator confirms on the page Bewaartermijnen."
            )
        for one in result.outcomes:
            held = f", {one.look.held_count} held" if one.look.held else ""
            if one.outcome == Outcome.WAITING:
                words = f"{one.look.due} wait for confirmation"
            elif one.outcome == Outcome.FAILED:
                words = "failed"
            else:
                words = f"{one.look.due} due" if dry else f"{one.removed} removed"
            self.stdout.write(f"{one.look.rule.key}: {words}{held}")
        if dry:
            self.stdout.write("Dry run: nothing was changed.")
        elif not result.erased:
            self.stdout.write("Leftovers are not wiped yet; the next run does it.")
