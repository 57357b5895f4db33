from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Venue  # noqa: F401 (a name in annotations)


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def in_use(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def search(self, words: str) -> Self:
        """Venues whose name, address or place holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word) | Q(address__icontains=word) | Q(place__icontains=word)
            )
        return found
