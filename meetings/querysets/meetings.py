from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Meeting, Preparation  # noqa: F401 (names in annotations)

COMING = ("planned", "announced")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every meeting for staff who may see meetings, none for anybody else."""
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def coming(self) -> Self:
        """Being prepared or announced, also when the day has passed and nobody has said that it was held."""
        return self.filter(state__in=COMING)

    def public(self) -> Self:
        """What residents may know of: see Meeting.is_public."""
        return self.filter(Q(announced_at__isnull=False) | Q(state="held"))

    def held(self) -> Self:
        return self.filter(state="held")

    def to_come(self, now: datetime) -> Self:
        """Not called off, and not over yet."""
        return self.filter(state__in=COMING, ends_at__gt=now)

    def search(self, words: str) -> Self:
        """Meetings whose title, venue, spot or complex holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(spot__icontains=word)
                | Q(venue__name__icontains=word)
                | Q(pk__in=self.model.objects.filter(complexes__name__icontains=word).values("pk"))
                | Q(pk__in=self.model.objects.filter(complexes__code__iexact=word).values("pk"))
            )
        return found

    def with_totals(self, today: date) -> Self:
        """Adds `late_count`: preparations that should have been done before today."""
        late = Q(preparations__state="open", preparations__due_on__lt=today)
        return self.annotate(late_count=Count("preparations", filter=late, distinct=True))


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self if may(user, Right.SEE_MEETINGS) else self.none()

    def workable_by(self, user: "User") -> Self:
        """What this colleague may mark as done: everything for who plans, else what is theirs to do."""
        visible = self.visible_to(user)
        return visible if may(user, Right.PLAN_MEETINGS) else visible.filter(owner=user)

    def open(self) -> Self:
        """To be done, of meetings that go on or were held."""
        return self.filter(state="open").exclude(meeting__state="cancelled")

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)
