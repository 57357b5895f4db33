"""Making a letter “u zei – wij doen”, publishing it and taking it away."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from complexes.models import Complex
from meetings.models import Feedback, FeedbackLine, Meeting, Preparation
from meetings.services import order
from meetings.services.errors import MeetingError
from meetings.services.printing import letter_pdf, poster_pdf
from meetings.summaries.door import attendance
from meetings.summaries.letters import Letter, composed, fingerprint, frozen
from meetings.summaries.offers import TOP, latest_result, people_who_answered, topics_of
from proof.audit import record
from proof.models import Verb
from surveys.services.names import hints
from ui import numbers

LOOK_AGAIN = timedelta(weeks=12)


class AlreadyPublic(MeetingError):  # noqa: N818 - a state, said in words
    """A public letter is not changed."""


class NothingToSay(MeetingError):  # noqa: N818 - a state, said in words
    """A letter without a line."""


class NotForResidents(MeetingError):  # noqa: N818 - a state, said in words
    """A promise in the letter is no longer public."""


class ChangedMeanwhile(MeetingError):  # noqa: N818 - a state, said in words
    """The letter is not the one that was looked at."""


@transaction.atomic
def start(complex_: Complex, meeting: Meeting | None, *, now: datetime) -> Feedback:
    """The letter of this complex after this meeting: the one there is, or a new one with a proposal in it."""
    Complex.objects.select_for_update().get(
        pk=complex_.pk
    )  # two colleagues begin at once: one letter
    standing = Feedback.objects.filter(complex=complex_, meeting=meeting)
    if meeting is None:
        standing = standing.filter(published_at__isnull=True)
    if found := standing.first():
        return found
    latest = latest_result(complex_)
    feedback = Feedback.objects.create(
        complex=complex_,
        meeting=meeting,
        wave=latest[0] if latest else None,
        look_again_on=timezone.localdate(now) + LOOK_AGAIN,
    )
    feedback.intro = _proposal(feedback)
    feedback.save(update_fields=["intro"])
    _propose_lines(feedback)
    return feedback


def _proposal(feedback: Feedback) -> str:
    """An introduction in plain words from what is known; staff change it as they like."""
    parts = []
    if (people := people_who_answered(feedback.complex)) and feedback.wave:
        said = {"people": people, "month": numbers.month(feedback.wave.closes_on)}
        words = _("In %(month)s vulden %(people)s de vragenlijst in. Dank u wel!")
        parts.append(words % said)
    if feedback.meeting:
        parts.append(_about(feedback.meeting))
    parts.append(_("Hieronder leest u wat u zei en wat wij doen."))
    return " ".join(parts)


def _about(meeting: Meeting) -> str:
    said: dict[str, Any] = {
        "day": numbers.day(meeting.day),
        "kind": meeting.get_kind_display(),
    }
    came = attendance(meeting).total
    if came > 1:
        return _("Op %(day)s kwamen %(n)s bewoners naar de %(kind)s.") % (said | {"n": came})
    return _("Op %(day)s was de %(kind)s.") % said


def _propose_lines(feedback: Feedback) -> None:
    """A line for each promise that came of one of the top three topics."""
    for topic in topics_of(feedback)[:TOP]:
        kept = topic.promises.filter(complex=feedback.complex, is_public=True)
        for promise in kept.order_by("due_on", "pk"):
            position = order.next_position(feedback.lines.all())
            feedback.lines.create(said=topic.label, promise=promise, position=position)


def locked(feedback: Feedback) -> Feedback:
    """The letter to change, locked until the transaction ends. Raises AlreadyPublic."""
    found = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if found.is_public:
        raise AlreadyPublic(_("Deze brief is openbaar en verandert niet meer. Haal hem eerst weg."))
    return found


@transaction.atomic
def save_intro(feedback: Feedback, words: dict[str, Any]) -> None:
    """Keep how the letter begins and when to look again. Raises AlreadyPublic."""
    found = locked(feedback)
    found.intro, found.look_again_on = words["intro"], words["look_again_on"]
    found.save(update_fields=["intro", "look_again_on"])


@transaction.atomic
def save_line(line: FeedbackLine) -> FeedbackLine:
    """Keep a line; a new one comes last. Raises AlreadyPublic."""
    feedback = locked(line.feedback)
    if line.pk is None:
        line.position = order.next_position(feedback.lines.all())
    line.save()
    return line


@transaction.atomic
def move_line(line: FeedbackLine, *, up: bool) -> None:
    """Change places with the line above or below; at the end nothing happens. Raises AlreadyPublic."""
    order.move(locked(line.feedback).lines.all(), line.pk, up=up)


@transaction.atomic
def remove_line(line: FeedbackLine) -> None:
    """Raises AlreadyPublic."""
    locked(line.feedback)
    line.delete()


@transaction.atomic
def delete_draft(feedback: Feedback) -> None:
    """Throw away a letter that nobody outside has read. Raises AlreadyPublic."""
    found = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if found.published_at:
        raise AlreadyPublic(_("Deze brief is openbaar geweest en blijft bewaard."))
    found.delete()


def publish(
    feedback: Feedback, *, by: User | None, now: datetime, seen: str | None = None
) -> Feedback:
    """Freeze the letter and put it on the page of the complex. `seen`: fingerprint of what was looked at.

    Raises NothingToSay, NotForResidents, DoesNotFit, ChangedMeanwhile, AlreadyPublic; then nothing has changed.
    """
    today = timezone.localdate(now)
    letter = check(feedback, today=today)  # sets two pages: before anything is locked
    with transaction.atomic():
        found = locked(feedback)
        final = composed(found, today=today)
        if final != letter or seen not in (None, fingerprint(final)):
            raise ChangedMeanwhile(
                _("De brief is intussen gewijzigd. Kijk hem nog eens na en maak hem dan openbaar.")
            )
        found.content = frozen(final)
        found.published_at, found.published_by = now, by
        found.withdrawn_at = found.withdrawn_by = None
        found.save()
        record(by, Verb.PUBLISHED, found, now=now)
        if found.meeting:
            _tick_off(found.meeting, now)
    return found


def check(feedback: Feedback, *, today: date) -> Letter:
    """The letter, when it can be published. Raises NothingToSay, NotForResidents, DoesNotFit."""
    lines = list(feedback.lines.select_related("promise"))
    if not lines:
        raise NothingToSay(_("Er staat nog niets in. Kies eerst wat u zei en wat wij doen."))
    for line in lines:
        if line.promise and not line.promise.is_public:
            raise NotForResidents(
                _("De afspraak „%(what)s” is niet voor bewoners. Haal die regel weg.")
                % {"what": line.promise.what}
            )
    letter = composed(feedback, today=today)
    letter_pdf(letter)
    poster_pdf(letter)
    return letter


def suspect_words(letter: Letter) -> tuple[str, ...]:
    """Words in it that may name a person or a dwelling: a hint for who reads it over, never a filter.

    A bare number is none here: a letter counts residents and dwellings in every other sentence.
    """
    partners = {line.promised.who for line in letter.lines if line.promised}
    known = {letter.complex_name, letter.address, letter.corporation, *partners}
    texts = [letter.intro]
    for line in letter.lines:
        texts += [line.said, line.answer]
        if line.promised:
            texts += [line.promised.what, line.promised.reason]
    found = [text[one.start : one.end] for text in texts for one in hints(text, known=known)]
    return tuple(dict.fromkeys(words for words in found if not words.isdecimal()))


def _tick_off(meeting: Meeting, now: datetime) -> None:
    """The letter was one of the things to do for a meeting: done once every complex has its own."""
    if meeting.complexes.exclude(
        pk__in=Feedback.objects.public().filter(meeting=meeting).values("complex")
    ).exists():
        return
    waiting = meeting.preparations.filter(
        kind=Preparation.Kind.FEEDBACK, state=Preparation.State.OPEN
    )
    waiting.update(state=Preparation.State.DONE, ended_at=now)


@transaction.atomic
def withdraw(feedback: Feedback, *, by: User, now: datetime) -> None:
    """From this moment it is not on the public page. What was printed stays as it was."""
    standing = Feedback.objects.public().filter(pk=feedback.pk)
    if standing.update(withdrawn_at=now, withdrawn_by=by):
        record(by, Verb.WITHDREW, feedback, now=now)
