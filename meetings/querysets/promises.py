from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Promise  # noqa: F401 (a name in annotations)
    from partners.models import Contact


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def for_contact(self, contact: "Contact") -> Self:
        """What the organisation of this contact promised."""
        return self.filter(partner_id=contact.partner_id)

    def standing(self) -> Self:
        """Still to be kept."""
        return self.filter(state__in=self.model.STANDING)

    def overdue(self, today: date) -> Self:
        """Still standing after its day."""
        return self.standing().filter(due_on__lt=today)

    def in_stand(self, stand: str, today: date) -> Self:
        """As a list names it: "open", "te-laat", "klaar", "vervallen"; anything else is all of them."""
        if stand == "open":
            return self.standing()
        if stand == "te-laat":
            return self.overdue(today)
        if stand == "klaar":
            return self.filter(state="done")
        if stand == "vervallen":
            return self.filter(state__in=self.model.DROPPED)
        return self

    def with_names(self) -> Self:
        """With what a line of a list says: complex, owner and meeting."""
        return self.select_related("complex", "partner", "contact", "colleague", "meeting")

    def public(self) -> Self:
        return self.filter(is_public=True)

    def search(self, words: str) -> Self:
        """Promises whose words, complex, organisation or person hold every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(what__icontains=word)
                | Q(complex__name__icontains=word)
                | Q(complex__code__iexact=word)
                | Q(partner__name__icontains=word)
                | Q(contact__name__icontains=word)
                | Q(colleague__name__icontains=word)
            )
        return found
