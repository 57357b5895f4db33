from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, Value, When

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Feedback  # noqa: F401 (a name in annotations)


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def public(self) -> Self:
        """What residents may read, newest first."""
        found = self.filter(published_at__isnull=False, withdrawn_at__isnull=True)
        return found.order_by("-published_at", "-pk")

    def search(self, words: str) -> Self:
        """Letters whose complex, by name or code, or meeting holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(complex__name__icontains=word)
                | Q(complex__code__iexact=word)
                | Q(meeting__title__icontains=word)
            )
        return found

    def with_state(self) -> Self:
        """Adds `rank`, to sort on: being made, public, withdrawn."""
        rank = Case(
            When(published_at__isnull=True, then=Value(0)),
            When(withdrawn_at__isnull=True, then=Value(1)),
            default=Value(2),
        )
        return self.annotate(rank=rank)
