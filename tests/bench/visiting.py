"""A signed-in member of staff who asks for one page, again and again."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.signing_in import force_login


def visitor(address: str) -> Callable[[], None]:
    """A function that asks for this page and stops the bench when the answer is not 200."""
    client = Client(headers={"host": "127.0.0.1"})
    known = User.objects.filter(email="bench@zilverbeek.example").first()
    force_login(
        client,
        known or User.objects.create_user("bench@zilverbeek.example", name="Bench", roles=Role),
    )

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")

    return ask
