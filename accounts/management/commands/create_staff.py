import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role

VARIABLE = "BUURTPEIL_STAFF_PASSWORD"


class Command(BaseCommand):
    help = f"Make an account for a member of staff; the password comes from {VARIABLE} or is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--role",
            action="append",
            required=True,
            choices=Role.values,
            dest="roles",
            help="what somebody does here; may be given more than once",
        )

    def handle(self, *args: Any, email: str, name: str, roles: list[str], **options: Any) -> None:
        if User.objects.filter(email__iexact=email.strip()).exists():
            raise CommandError(f"{email} has an account already. `disable_staff` ends one.")
        user = User(email=email.strip().lower(), name=name.strip())
        for role in roles:
            setattr(user, Role(role).field, True)
        password = os.environ.get(VARIABLE) or self.ask()
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        self.stdout.write(f"{user.email} can sign in.")

    def ask(self) -> str:
        """The password, typed twice; raises CommandError when the two differ or nobody can type."""
        try:
            password = getpass.getpass("Password: ")
            again = getpass.getpass("Password, again: ")
        except EOFError:
            raise CommandError(f"No terminal to ask for a password: set {VARIABLE}.") from None
        if password != again:
            raise CommandError("The two passwords differ; no account was made.")
        return password
