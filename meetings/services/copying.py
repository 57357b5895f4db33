"""The next meeting, after the example of an earlier one."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.roles import Right
from meetings.models import Meeting, Participation, Preparation, ProgrammeItem, TeamMember
from meetings.querysets.participation import ParticipationQuerySet
from meetings.services.errors import InThePast
from meetings.services.preparations import save_preparation
from partners.models import Contact
from proof.audit import record
from proof.models import Verb


@transaction.atomic
def copy_meeting(
    original: Meeting, starts_at: datetime, ends_at: datetime, *, by: User | None, now: datetime
) -> Meeting:
    """A new meeting with the same plan. Evidence, answers and residents stay with the old one.

    A venue, colleague or contact that is no longer there does not come along.
    """
    if starts_at <= now:
        raise InThePast
    copied = Meeting.objects.create(
        kind=original.kind,
        title=original.title,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=original.venue if original.venue and not original.venue.ended_on else None,
        spot=original.spot,
        aims=original.aims,
        takes_registrations=original.takes_registrations,
        capacity=original.capacity,
        copied_from=original,
        created_by=by,
    )
    if original.register_until:
        copied.register_until = copied.day + (original.register_until - original.day)
        copied.save(update_fields=["register_until"])
    copied.complexes.set(original.complexes.all())
    colleagues = _colleagues()
    _copy_team(original, copied, colleagues)
    _copy_preparations(original, copied, colleagues)
    _copy_programme(original, copied, colleagues)
    _copy_contacts(original, copied)
    record(by, Verb.PLANNED_MEETING, copied, now=now, day=copied.day.isoformat(), copy=True)
    return copied


def taken_along(original: Meeting) -> dict[str, int]:
    """How many of each a copy takes along now."""
    return {
        "complexes": original.complexes.count(),
        "team": original.team.filter(user__in=_colleagues()).count(),
        "preparations": original.preparations.count(),
        "items": original.programme.filter(source=ProgrammeItem.Source.OWN).count(),
        "contacts": _contacts(original).count(),
    }


def _colleagues() -> set[int]:
    """Who may still help at a meeting."""
    return set(User.objects.with_right(Right.SEE_MEETINGS).values_list("pk", flat=True))


def _copy_team(original: Meeting, copied: Meeting, colleagues: set[int]) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(meeting=copied, user_id=one.user_id, task=one.task)
        for one in original.team.all()
        if one.user_id in colleagues
    )


def _copy_preparations(original: Meeting, copied: Meeting, colleagues: set[int]) -> None:
    for one in original.preparations.all():
        save_preparation(
            Preparation(
                meeting=copied,
                kind=one.kind,
                title=one.title,
                offset_days=one.offset_days,
                owner_id=one.owner_id if one.owner_id in colleagues else None,
            )
        )


def _copy_programme(original: Meeting, copied: Meeting, colleagues: set[int]) -> None:
    own = original.programme.filter(source=ProgrammeItem.Source.OWN).select_related("partner")
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            meeting=copied,
            position=one.position,
            title=one.title,
            words=one.words,
            minutes=one.minutes,
            owner_id=one.owner_id if one.owner_id in colleagues else None,
            partner=one.partner if one.partner and not one.partner.ended_on else None,
            is_public=one.is_public,
        )
        for one in own
    )


def _copy_contacts(original: Meeting, copied: Meeting) -> None:
    """Chosen, not invited: the organiser looks first."""
    Participation.objects.bulk_create(
        Participation(meeting=copied, contact_id=one.contact_id, expected=one.expected)
        for one in _contacts(original)
    )


def _contacts(original: Meeting) -> ParticipationQuerySet:
    """Those who were asked and are still there."""
    standing: ParticipationQuerySet = original.participations.standing()
    return standing.filter(contact__in=Contact.objects.present())
