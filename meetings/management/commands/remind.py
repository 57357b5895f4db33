"""`manage.py remind`: once a day, what people must be reminded of about meetings."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.services.partner_reminders import remind


class Command(BaseCommand):
    help = "Reminds partners to answer and of the day, each once. It may be killed and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind(timezone.now())} reminders written.")
