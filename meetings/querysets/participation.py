from typing import TYPE_CHECKING, Self

from django.db import models

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

    def for_contact(self, contact: "Contact") -> Self:
        """What this contact was asked for."""
        return self.invited().filter(contact=contact)
