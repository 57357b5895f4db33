"""Mail on its way out. What it says is kept until it is sent and not a moment longer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mail.querysets import OutgoingMailQuerySet


class OutgoingMail(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("wacht")
        SENDING = "sending", _("wordt verstuurd")
        SENT = "sent", _("verstuurd")
        LATE = "late", _("te laat, niet verstuurd")
        REFUSED = "refused", _("geweigerd")

    class Trouble(models.TextChoices):
        UNREACHABLE = "unreachable", _("de mailserver is niet bereikbaar")
        POSTPONED = "postponed", _("de mailserver neemt nu niets aan")
        ADDRESS = "address", _("de mailserver weigert dit adres")
        GAVE_UP = "gave_up", _("vijf dagen lang niet gelukt")

    class CalendarMethod(models.TextChoices):
        REQUEST = "REQUEST", _("uitnodiging")
        CANCEL = "CANCEL", _("afzegging")

    UNSENT = (State.WAITING, State.SENDING)

    key = models.CharField(_("sleutel"), max_length=150, unique=True)
    to = models.EmailField(_("aan"), max_length=254)
    subject = models.CharField(_("onderwerp"), max_length=200)
    text = models.TextField(_("tekst"), blank=True)
    calendar = models.TextField(_("agenda"), blank=True)
    calendar_method = models.CharField(
        _("vraag aan de agenda"), max_length=7, choices=CalendarMethod.choices, blank=True
    )
    state = models.CharField(
        _("stand"), max_length=10, choices=State.choices, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    trouble = models.CharField(_("oorzaak"), max_length=12, choices=Trouble.choices, blank=True)
    created_at = models.DateTimeField(_("geschreven op"))
    next_try_at = models.DateTimeField(_("volgende poging"))
    expires_at = models.DateTimeField(_("heeft geen zin meer na"), null=True, blank=True)
    ended_at = models.DateTimeField(_("afgehandeld op"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgaande mail")
        verbose_name_plural = _("uitgaande mail")
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_by_turn")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending"), ended_at__isnull=True)
                | Q(
                    state__in=("sent", "late", "refused"),
                    ended_at__isnull=False,
                    text="",
                    calendar="",
                ),
                name="mail_that_is_done_with_keeps_no_text",
            ),
            models.CheckConstraint(
                condition=Q(calendar="") | Q(calendar_method__in=("REQUEST", "CANCEL")),
                name="calendar_in_a_mail_says_what_it_asks",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
