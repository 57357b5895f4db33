"""The audit log: who did what with which thing, and when. Never what stood in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from proof.querysets import AuditQuerySet


class Verb(models.TextChoices):
    """What somebody did. Reading counts too, where it shows more than a page of figures."""

    EXPORTED = "exported", _("maakte een export van")
    IMPORTED = "imported", _("las in")
    PUBLISHED = "published", _("gaf uit")
    OPENED_REPORT = "opened_report", _("opende het rapport")
    SHARED = "shared", _("deelde")
    UNSHARED = "unshared", _("trok het delen in van")
    READ_TEXTS = "read_texts", _("las antwoorden in eigen woorden van")
    LOOKED_AT = "looked_at", _("bekeek")
    REMOVED = "removed", _("wiste")
    JUDGED_TEXT = "judged_text", _("beoordeelde een antwoord in eigen woorden van")
    OPENED_WAVE = "opened_wave", _("opende")
    EXTENDED_WAVE = "extended_wave", _("verlengde")
    CLOSED_WAVE = "closed_wave", _("sloot")
    ISSUED_CODES = "issued_codes", _("maakte codes voor")
    INVITED = "invited", _("nodigde uit")
    WITHDREW = "withdrew", _("trok in")
    JOINED = "joined", _("nam de uitnodiging aan:")
    RESET_FACTOR = "reset_factor", _("wiste de tweede stap van")
    CHANGED_FACTOR = "changed_factor", _("wijzigde de tweede stap van")
    CHANGED_RIGHTS = "changed_rights", _("wijzigde de rollen van")
    DISABLED = "disabled", _("sloot af")
    ENABLED = "enabled", _("liet weer toe")
    GRANTED = "granted", _("gaf toegang aan")
    CHANGED_SETTINGS = "changed_settings", _("wijzigde de instellingen van")
    CHANGED_PERIOD = "changed_period", _("wijzigde de bewaartermijn van")
    HELD = "held", _("hield vast")
    RELEASED_HOLD = "released_hold", _("liet weer los")
    CONFIRMED_REMOVAL = "confirmed_removal", _("bevestigde het opruimen van")
    PLANNED_MEETING = "planned_meeting", _("plande")
    MOVED_MEETING = "moved_meeting", _("verzette")
    ANNOUNCED_MEETING = "announced_meeting", _("kondigde aan")
    CANCELLED_MEETING = "cancelled_meeting", _("gelastte af")
    HELD_MEETING = "held_meeting", _("rondde af")


def verbs() -> list[tuple[str, object]]:
    """The choices of a line; asked for each time, so that a new verb is no change of the database."""
    return list(Verb.choices)


class AuditEntry(models.Model):
    """One line. `actor_name` and `words` stay as they were, whatever happens to the account or the thing.

    The database itself refuses to change a line, or to delete one before its time: see proof.guards.
    """

    at = models.DateTimeField(_("wanneer"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor_name = models.CharField(_("wie"), max_length=120, blank=True)
    verb = models.CharField(_("wat"), max_length=24, choices=verbs)
    kind = models.CharField(max_length=40, blank=True)  # model name of the thing, in lower case
    key = models.CharField(max_length=60, blank=True)  # its primary key
    words = models.CharField(_("waarvan"), max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)  # facts, never content

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel in het logboek")
        verbose_name_plural = _("logboek")
        ordering = ["-at", "-pk"]
        indexes = [  # one per filter and per column that can be sorted: a million lines stay quick
            models.Index(fields=["at", "id"], name="audit_by_moment"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_by_actor"),
            models.Index(fields=["actor_name", "-at", "-id"], name="audit_by_name"),
            models.Index(fields=["verb", "-at", "-id"], name="audit_by_verb"),
            models.Index(fields=["kind", "-at", "-id"], name="audit_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_verb_display()} {self.words}"
