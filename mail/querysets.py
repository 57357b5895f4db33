from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from mail.models import OutgoingMail  # noqa: F401 (a name in annotations)

PATIENCE = timedelta(minutes=2)  # a worker takes seconds; longer means that something is wrong


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unsent(self) -> Self:
        """Still to go: waiting, or in the hands of a worker that may have died."""
        return self.filter(state__in=self.model.UNSENT)

    def due(self, now: datetime) -> Self:
        """Whose turn it is. A mail being sent is due again when its worker has not reported in time."""
        return self.unsent().filter(next_try_at__lte=now)

    def stuck(self) -> Self:
        """What an administrator must know of: not gone yet, refused, or too late."""
        return self.exclude(state=self.model.State.SENT).exclude(to="")

    def held_up(self, now: datetime) -> Self:
        """Waiting longer than it should, or tried in vain."""
        late = Q(created_at__lt=now - PATIENCE)
        return self.filter(state=self.model.State.WAITING).filter(late | Q(tries__gt=0))

    def search(self, words: str) -> Self:
        """Mail whose address or subject holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(to__icontains=word) | Q(subject__icontains=word))
        return found
