"""Reusable filters over waves and what belongs to them. `visible_to(user)` is how views fetch."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import may
from accounts.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from complexes.models import Complex
    from surveys.models import (  # noqa: F401 (names in annotations)
        CallRequest,
        FreeText,
        ImportMapping,
        LetterAddress,
        Questionnaire,
        Wave,
    )


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every wave for staff who may see waves, none for anybody else."""
        return self if may(user, Right.SEE_WAVES) else self.none()

    def search(self, words: str) -> Self:
        """Waves whose code or title holds every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(code__icontains=word) | Q(title__icontains=word))
        return found

    def closed(self) -> Self:
        """Closed waves, oldest first: the order of a comparison over time."""
        return self.filter(state="closed").order_by("closes_on", "pk")

    def closed_in(self, complex_: "Complex") -> Self:
        """Closed waves in which this complex took part, oldest first."""
        return self.closed().filter(wave_complexes__complex=complex_)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every questionnaire for staff who may see waves, none for anybody else."""
        return self if may(user, Right.SEE_WAVES) else self.none()

    def with_use(self) -> Self:
        """Adds `wave_count`, and `open_count`: how many of those waves are open now."""
        asked_now = models.Q(waves__state__in=["open", "closing"])
        return self.annotate(
            wave_count=models.Count("waves", distinct=True),
            open_count=models.Count("waves", filter=asked_now, distinct=True),
        )


class FreeTextQuerySet(models.QuerySet["FreeText"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Texts of closed waves for who may read them; before closing there is nothing to read."""
        return self.filter(wave__state="closed") if may(user, Right.READ_TEXTS) else self.none()

    def search(self, words: str) -> Self:
        """Texts that hold every word."""
        found = self
        for word in words.split():
            found = found.filter(text__icontains=word)
        return found

    def per_state(self) -> dict[str, int]:
        """How many texts stand in each state, in one query."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every saved mapping for staff who may see waves, none for anybody else."""
        return self if may(user, Right.SEE_WAVES) else self.none()

    def search(self, words: str) -> Self:
        """Mappings whose name holds every word."""
        found = self
        for word in words.split():
            found = found.filter(name__icontains=word)
        return found


class CallRequestQuerySet(models.QuerySet["CallRequest"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every request for who may call residents back, none for anybody else."""
        return self if may(user, Right.CALL_BACK) else self.none()

    def waiting(self) -> Self:
        return self.filter(called_week__isnull=True)

    def called(self) -> Self:
        return self.filter(called_week__isnull=False)

    def outlived(self, *, called: date, asked: date) -> Self:
        """Called in or before the one week, or asked in or before the other."""
        return self.filter(Q(called_week__lte=called) | Q(week__lte=asked))

    def search(self, words: str) -> Self:
        """Requests whose name, number or topic holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word) | Q(phone__icontains=word) | Q(topic__icontains=word)
            )
        return found


class LetterAddressQuerySet(models.QuerySet["LetterAddress"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Addresses of waves that can still send letters, for who runs waves."""
        sending = self.filter(place__wave__state__in=["draft", "open"])
        return sending if may(user, Right.RUN_WAVES) else self.none()

    def of_wave(self, wave: "Wave") -> Self:
        return self.filter(place__wave=wave)
