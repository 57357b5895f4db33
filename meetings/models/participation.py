"""A partner's contact at a meeting: asked, answered, there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.querysets.participation import ParticipationQuerySet
from partners.models import Contact


class Participation(models.Model):
    """Chosen first, invited when the organiser sends, answered by the contact. Taken off: the record stays."""

    class Answer(models.TextChoices):
        NONE = "none", _("nog geen antwoord")
        COMES = "comes", _("komt")
        STAND_IN = "stand_in", _("stuurt iemand anders")
        ABSENT = "absent", _("komt niet")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="participations")
    expected = models.CharField(
        _("wat vraagt u"),
        max_length=300,
        blank=True,
        help_text=_("Bijvoorbeeld: vertellen wat de wijkagent in het complex doet."),
    )
    answer = models.CharField(
        _("antwoord"), max_length=8, choices=Answer.choices, default=Answer.NONE
    )
    stand_in_name = models.CharField(_("wie komt er"), max_length=120, blank=True)
    stand_in_email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    remark = models.CharField(_("opmerking"), max_length=500, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    was_there = models.BooleanField(_("was er"), null=True, blank=True)
    # Part of the signed link to the personal page: raising it makes every earlier link worthless.
    link_round = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelname")
        verbose_name_plural = _("deelnames")
        ordering = ["contact__partner__name", "contact__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "contact"], name="contact_is_once_at_a_meeting"
            ),
            models.CheckConstraint(
                condition=(Q(answer="stand_in") & ~Q(stand_in_name=""))
                | (~Q(answer="stand_in") & Q(stand_in_name="", stand_in_email="")),
                name="only_who_sends_somebody_names_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} – {self.meeting}"
