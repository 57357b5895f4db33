from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services.people import invite
from ui.refusals import Refused


class Command(BaseCommand):
    help = "Invite the first administrator: prints the link and mails it. Refused when there is one already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if User.objects.with_role(Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already, who can invite others.")
        try:
            validate_email(email)
            _invitation, link = invite(email, [Role.ADMINISTRATOR], actor=None, now=timezone.now())
        except (ValidationError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{email} makes the account within seven days, by this link:\n{link}")
