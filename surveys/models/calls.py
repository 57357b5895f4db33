"""Residents who want to be called. A table by itself: nothing in it leads to a wave, a complex or a code.

Its rows are written anew, shuffled and in one transaction, at every request and at every closing, so that
neither their order nor their transaction tells when somebody asked. See docs/privacy.md.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.querysets import CallRequestQuerySet


class CallRequest(models.Model):
    """A name and a number, apart from all answers. Weeks are their Mondays; nothing finer is kept."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random
    name = models.CharField(_("naam"), max_length=80, blank=True)
    phone = models.CharField(_("telefoon"), max_length=25)
    topic = models.CharField(_("waarover"), max_length=200, blank=True)
    week = models.DateField(_("week"))
    called_week = models.DateField(_("gebeld in"), null=True, blank=True)

    objects = CallRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugbelverzoek")
        verbose_name_plural = _("terugbelverzoeken")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(phone=""), name="call_request_has_a_number_to_call"
            ),
            models.CheckConstraint(
                condition=models.Q(called_week__isnull=True)
                | models.Q(called_week__gte=models.F("week")),
                name="resident_is_called_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return str(_("terugbelverzoek"))  # never the name or number: this may end up in a log
