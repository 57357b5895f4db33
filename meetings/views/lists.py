"""Door list and board as plain pages: on paper, without a tablet, without JavaScript."""

import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import requires
from accounts.roles import Right
from complexes.context import current_corporation
from meetings.forms.batches import BOARD, DOOR, read_row
from meetings.models import CheckIn, Meeting, Registration, TallyNote, Topic
from meetings.services.batches import Answer, Outcome
from meetings.services.board import Noted, take_tally
from meetings.services.door import take_arrivals
from meetings.services.errors import MeetingError
from meetings.summaries.door import attendance, entrances_of
from meetings.summaries.known_names import known_names
from meetings.views.fetching import actor, meeting_of
from proof.audit import record
from proof.models import Verb
from surveys.services.names import hints
from ui.lists import Column, listing, posted_search
from ui.pdf import pdf_answer, pdf_from

ARRIVALS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("mensen", gettext_lazy("Mensen"), ("people", "name"), numeric=True),
    Column("stand", gettext_lazy("Stand"), ("state", "name")),
    Column("binnen", gettext_lazy("Binnen")),
)
TOPICS = (
    Column("onderwerp", gettext_lazy("Onderwerp"), ("label",)),
    Column("genoemd", gettext_lazy("Genoemd door"), ("count", "label"), numeric=True),
    Column("tellen", gettext_lazy("Tellen")),
)
BLANK_LINES = 5  # of twenty boxes


@requires(Right.KEEP_DOOR)
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed up, to tick off one by one.

    Searching is posted, as a name does not belong in an address. A form carries its own key, so that one
    that is sent again by reloading counts once; that is why the answer is the page itself.
    """
    meeting = meeting_of(request, pk)
    added = _take_arrival(request, meeting) if "kind" in request.POST else None
    found = listing(
        _at_the_door(request, meeting), posted_search(request), columns=ARRIVALS, default="naam"
    )
    for one in found.page:
        one.new_key = uuid.uuid4()
    if request.method == "GET":
        record(request.user, Verb.LOOKED_AT, meeting, words=_("deurlijst van %s") % meeting)
    context = {
        "meeting": meeting,
        "listing": found,
        "added": added,
        "new_key": uuid.uuid4(),
        "came": attendance(meeting),
        "loose": meeting.check_ins.counting().loose().order_by("people").first(),
        "entrances": entrances_of(meeting),
    }
    return render(request, "meetings/arrivals.html", context)


def _at_the_door(request: HttpRequest, meeting: Meeting):  # type: ignore[no-untyped-def]
    counting = Prefetch("check_ins", CheckIn.objects.counting(), to_attr="inside")
    registrations = Registration.objects.visible_to(request.user).filter(meeting=meeting)
    return registrations.at_the_door().prefetch_related(counting)


def _take_arrival(request: HttpRequest, meeting: Meeting) -> Answer | None:
    row = read_row(request.POST.dict(), DOOR)
    try:
        [answer] = take_arrivals(meeting, [row], by=actor(request))
    except MeetingError as wrong:
        messages.error(request, str(wrong))
        return None
    _say(request, answer)
    loose = request.POST["kind"] == "person" and answer.outcome == Outcome.TAKEN
    return answer if loose else None


def _say(request: HttpRequest, answer: Answer) -> None:
    if answer.outcome == Outcome.REFUSED:
        messages.error(request, answer.words)
    elif answer.words:
        messages.info(request, answer.words)


@requires(Right.KEEP_DOOR)
@require_GET
def door_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The door list on paper: names, numbers of people, boxes; no needs, no telephone numbers."""
    meeting = meeting_of(request, pk)
    registrations = Registration.objects.visible_to(request.user).filter(meeting=meeting)
    by_name = sorted(registrations.at_the_door(), key=lambda one: one.name.casefold())
    context = {
        "meeting": meeting,
        "corporation": current_corporation(),
        "seated": [one for one in by_name if one.state == Registration.State.SEATED],
        "waiting": [one for one in by_name if one.state == Registration.State.WAITING],
        "blank": range(BLANK_LINES),
    }
    pdf = pdf_from("meetings/door_paper.html", context)
    record(request.user, Verb.EXPORTED, meeting, words=_("papieren deurlijst van %s") % meeting)
    return pdf_answer(pdf, f"deurlijst-{meeting.day}.pdf", inline=True)


def _ask_about_names(request: HttpRequest, meeting: Meeting, row: object) -> None:
    """Gently, and afterwards: the note is kept, and may be taken off."""
    if not isinstance(row, Noted) or not row.text:
        return
    found = hints(row.text, known=known_names(meeting=meeting))
    if found:
        named = ", ".join(f"«{row.text[hint.start : hint.end]}»" for hint in found)
        words = _(
            "De aantekening is bewaard. Is iemand eraan te herkennen, door %(named)s? Haal hem dan weg."
        )
        messages.warning(request, words % {"named": named})


@requires(Right.KEEP_DOOR)
def topics(request: HttpRequest, pk: int) -> HttpResponse:
    """The board as a list, one form per tick."""
    meeting = meeting_of(request, pk)
    if request.method == "POST":
        try:
            row = read_row(request.POST.dict(), BOARD)
            [answer] = take_tally(meeting, [row])
            _say(request, answer)
            _ask_about_names(request, meeting, row)
        except MeetingError as wrong:
            messages.error(request, str(wrong))
        return redirect(request.get_full_path())
    on_board = Topic.objects.visible_to(request.user).filter(meeting=meeting)
    notes = Prefetch("notes", TallyNote.objects.exclude(text="").order_by("text"), "said")
    shown = on_board.with_count().with_undoable().prefetch_related(notes)
    found = listing(shown, request.GET, columns=TOPICS, default="-genoemd")
    for topic in found.page:
        topic.new_key, topic.tick_key = uuid.uuid4(), uuid.uuid4()
    context = {"meeting": meeting, "listing": found, "new_key": uuid.uuid4()}
    return render(request, "meetings/topics.html", context)
