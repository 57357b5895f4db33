from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Feedback  # noqa: F401 (a name in annotations)


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def published(self) -> Self:
        """What residents may read, newest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at")
