from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services.people import disable, enable
from ui.refusals import Refused


class Command(BaseCommand):
    help = "End an account: nobody can sign in with it, and whoever is signed in is signed out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--again", action="store_true", help="let the account sign in again")

    def handle(self, *args: Any, email: str, again: bool, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"There is no account {email}.")
        try:
            (enable if again else disable)(user, actor=None, now=timezone.now())
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{email} can {'sign in again' if again else 'no longer sign in'}.")
