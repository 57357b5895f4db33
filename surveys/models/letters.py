"""Addresses to send letters to. A table by itself: nothing in it leads to a code, an answer or a person.

They are kept for the letters of one wave only: see surveys.services.letters and docs/privacy.md.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.waves import WaveComplex
from surveys.querysets import LetterAddressQuerySet


class LetterAddress(models.Model):
    """One dwelling that gets a letter. No name, and no order that codes could be laid beside."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random
    place = models.ForeignKey(WaveComplex, on_delete=models.CASCADE, related_name="addresses")
    line = models.CharField(_("straat en huisnummer"), max_length=70)
    postcode = models.CharField(_("postcode"), max_length=7)
    town = models.CharField(_("plaats"), max_length=40)
    imported_on = models.DateField(_("ingelezen op"))

    objects = LetterAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("adres voor een brief")
        verbose_name_plural = _("adressen voor brieven")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "line", "postcode"], name="address_gets_one_letter_of_a_wave"
            ),
        ]

    def __str__(self) -> str:
        return str(_("adres"))  # never the address itself: this may end up in a log
