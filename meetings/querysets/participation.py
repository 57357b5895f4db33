from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Participation  # noqa: F401 (a name in annotations)
    from partners.models import Contact


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def standing(self) -> Self:
        """Chosen and not taken off again."""
        return self.filter(taken_off_at__isnull=True)

    def invited(self) -> Self:
        return self.standing().filter(invited_at__isnull=False)

    def search(self, words: str) -> Self:
        """Of contacts whose name, address, organisation or stand-in holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(contact__name__icontains=word)
                | Q(contact__email__icontains=word)
                | Q(contact__partner__name__icontains=word)
                | Q(stand_in_name__icontains=word)
            )
        return found

    def for_contact(self, contact: "Contact") -> Self:
        """What this contact was asked for."""
        return self.invited().filter(contact=contact)
