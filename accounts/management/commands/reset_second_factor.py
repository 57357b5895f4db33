from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services.people import reset_factor


class Command(BaseCommand):
    help = "Forget somebody's second factor, when no administrator can: it is set up anew at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.staff().filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        reset_factor(user, actor=None, now=timezone.now())
        self.stdout.write(f"{email} sets up a second factor at the next sign-in.")
