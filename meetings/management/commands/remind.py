"""`manage.py remind`: once a day, what people must be reminded of about meetings and promises."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.services.reminders import SENDERS


class Command(BaseCommand):
    help = "Reminds partners of meetings, and owners of promises, each once. It may be killed and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for name, send in SENDERS:
            try:
                self.stdout.write(f"{name}: {send(timezone.now())} reminders written.")
            except Exception:
                logging.getLogger(__name__).exception("reminders of %s", name)
                failed.append(name)
        if failed:
            raise CommandError(
                f"Not all reminders were written: {', '.join(failed)}. Run it again."
            )
