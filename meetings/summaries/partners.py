"""How it stands with the partners of a meeting: who answered what, and whose mail did not arrive."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from mail.models import OutgoingMail
from meetings.models import Meeting, Notice, Participation
from partners.models import Contact, Grant, Partner

KEY = "partner-notice:"  # and the number of a Notice: the key of its mail in the outbox
Answer = Participation.Answer


def counts(meeting: Meeting) -> dict[str, int]:
    """Invited, coming (a stand-in counts), not coming, and without an answer."""
    answers = list(meeting.participations.invited().values_list("answer", flat=True))
    return {
        "invited": len(answers),
        "coming": sum(one in (Answer.COMES, Answer.STAND_IN) for one in answers),
        "absent": answers.count(Answer.ABSENT),
        "silent": answers.count(Answer.NONE),
    }


def refused_mails(participations: Iterable[Participation]) -> dict[int, OutgoingMail]:
    """By participation: its newest mail, when the mail server refused that. Two queries."""
    newest: dict[int, int] = {}
    notices = Notice.objects.filter(participation__in=[one.pk for one in participations])
    for notice, participation in notices.order_by("pk").values_list("pk", "participation"):
        newest[participation] = notice
    keys = {f"{KEY}{notice}": participation for participation, notice in newest.items()}
    refused = OutgoingMail.objects.filter(key__in=keys, state=OutgoingMail.State.REFUSED)
    return {keys[mail.key]: mail for mail in refused.defer("text", "calendar")}


def candidates(meeting: Meeting, today: date) -> QuerySet[Contact]:
    """Contacts who are not on the list yet; `is_near`: of a partner with access to one of the complexes."""
    near = Grant.objects.in_force(today).filter(
        complex__in=meeting.complexes.all(), partner=OuterRef("partner")
    )
    listed = meeting.participations.standing().values("contact")
    return Contact.objects.present().exclude(pk__in=listed).annotate(is_near=Exists(near))


def partners_without_contact(meeting: Meeting, today: date) -> QuerySet[Partner]:
    """Partners with access to one of the complexes for whom nobody can be invited."""
    granted = Grant.objects.in_force(today).filter(complex__in=meeting.complexes.all())
    present = Contact.objects.present().filter(partner=OuterRef("pk"))
    found = Partner.objects.active().filter(pk__in=granted.values("partner"))
    return found.exclude(Exists(present))
