"""What tests of meetings share: who is signed in, who comes, and what a tablet or form sends at the door."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from meetings.models import Meeting, Registration
from meetings.services.sign_up import Entry, Household, register
from tests.factories import UserFactory


def client_as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def client_of(*roles: Role, **more: Any) -> Client:
    """A new colleague with these roles, signed in."""
    return client_as(UserFactory(roles=roles, **more))


def comes(
    meeting: Meeting,
    name: str = "Anna",
    people: int = 1,
    *,
    minutes: int = 0,
    email: str | None = None,
    entry: Entry | None = None,
    **more: Any,
) -> Registration:
    """Signed up so many minutes later than the first."""
    email = f"{name.lower()}@voorbeeld.example" if email is None else email
    household = Household(name, email, people=people, **more)
    now = timezone.now() + timedelta(minutes=minutes)
    return register(meeting, household, entry=entry, now=now)


def household(
    registration: Registration, people: int = 2, key: uuid.UUID | None = None
) -> dict[str, Any]:
    return {
        "kind": "household",
        "key": str(key or uuid.uuid4()),
        "registration": str(registration.pk),
        "people": people,
    }


def person(people: int = 1, key: uuid.UUID | None = None, **rest: Any) -> dict[str, Any]:
    return {"kind": "person", "key": str(key or uuid.uuid4()), "people": people} | rest


def last_sunday(year: int, month: int) -> date:
    """Of a month of 31 days: in March and October the clock is changed then."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)
