from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import AdvanceQuestion, Registration  # noqa: F401 (names in annotations)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who comes, for who stands at the door; others see totals."""
        return self if may(user, Right.KEEP_DOOR) else self.none()

    def standing(self) -> Self:
        """Seated or waiting: not withdrawn."""
        return self.exclude(state="withdrawn")

    def seated(self) -> Self:
        return self.filter(state="seated")

    def waiting(self) -> Self:
        """In the order in which they came."""
        return self.filter(state="waiting").order_by("created_at", "key")

    def at_the_door(self) -> Self:
        """Who may come in by name: not withdrawn, or inside all the same."""
        inside = Q(check_ins__undone=False, check_ins__isnull=False)
        return self.filter(~Q(state="withdrawn") | inside).distinct()

    def search(self, words: str) -> Self:
        """Registrations whose name, address or number holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word) | Q(email__icontains=word) | Q(phone__icontains=word)
            )
        return found


class AdvanceQuestionQuerySet(models.QuerySet["AdvanceQuestion"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For who stands at the door: a resident may have written a name."""
        return self if may(user, Right.KEEP_DOOR) else self.none()

    def search(self, words: str) -> Self:
        """Questions whose words or name hold every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(text__icontains=word) | Q(name__icontains=word))
        return found
