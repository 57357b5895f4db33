from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import CheckIn, Topic  # noqa: F401 (names in annotations)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def counting(self) -> Self:
        """What was not undone."""
        return self.filter(undone=False)

    def loose(self) -> Self:
        """People without a name: not signed up, or of a registration that was deleted."""
        return self.filter(registration__isnull=True)


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The board, for who keeps it; others see the top three."""
        return self if may(user, Right.KEEP_DOOR) else self.none()

    def with_count(self) -> Self:
        """Adds `count`: residents who named it."""
        return self.annotate(count=Count("ticks", filter=Q(ticks__undone=False), distinct=True))

    def with_undoable(self) -> Self:
        """Adds `undoable`: the key of a tick that may be undone, or None. They are all alike."""
        ticks: Any = self.model._meta.get_field("ticks").related_model
        counting = ticks.objects.filter(topic=OuterRef("pk"), undone=False)
        return self.annotate(undoable=Subquery(counting.values("key")[:1]))

    def in_the_top(self) -> Self:
        return self.filter(rank__isnull=False).order_by("rank")

    def most_named(self) -> Self:
        """Topics that somebody named, most often first."""
        named = self.with_count().filter(count__gt=0)
        return named.order_by(F("count").desc(), "pk")

    def search(self, words: str) -> Self:
        """Topics whose label or notes hold every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(label__icontains=word)
                | Q(pk__in=self.model.objects.filter(notes__text__icontains=word).values("pk"))
            )
        return found
