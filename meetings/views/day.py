"""The day itself: where door list and board are found, and what was counted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from complexes.context import current_corporation
from meetings.forms.day import PaperCountForm, TopForm
from meetings.models import Meeting, Topic
from meetings.services.board import PLACES, choose_top
from meetings.services.door import count_paper
from meetings.services.errors import MeetingError
from meetings.summaries.door import attendance, per_entrance
from meetings.summaries.expected import expected
from meetings.views.fetching import meeting_of
from surveys.results.policy import policy_named


@requires(Right.SEE_MEETINGS)
def day(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    policy = policy_named(current_corporation().disclosure)
    context = {
        "meeting": meeting,
        "came": attendance(meeting),
        "expected": expected(meeting),
        "entrances": per_entrance(meeting, policy),
        "top": meeting.topics.in_the_top(),
        "named": meeting.topics.most_named().exists(),
    }
    return render(request, "meetings/day.html", context)


@requires(Right.KEEP_DOOR)
def paper_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Afterwards: who stands on the paper list without having signed up."""
    meeting = meeting_of(request, pk)
    form = PaperCountForm(request.POST or None, initial={"people": meeting.counted_on_paper})
    if request.method == "POST" and form.is_valid():
        count_paper(meeting, form.cleaned_data["people"])
        messages.success(request, _("De telling van papier is bewaard."))
        return redirect("meetings:day", meeting.pk)
    return render(request, "meetings/paper_count.html", {"meeting": meeting, "form": form})


@requires(Right.KEEP_DOOR)
def top_three(request: HttpRequest, pk: int) -> HttpResponse:
    """The residents' top three: proposed by how often a topic was named, corrected by who was there."""
    meeting = meeting_of(request, pk)
    on_board = Topic.objects.visible_to(request.user).filter(meeting=meeting)
    form = TopForm(request.POST or None, topics=on_board, initial=_proposed(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            choose_top(meeting, form.chosen)
        except MeetingError as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("De top 3 van de bewoners is bewaard."))
        return redirect("meetings:day", meeting.pk)
    context = {"meeting": meeting, "form": form, "counted": on_board.most_named()}
    return render(request, "meetings/top_three.html", context)


def _proposed(meeting: Meeting) -> dict[str, Topic]:
    chosen = list(meeting.topics.in_the_top()) or list(meeting.topics.most_named()[:PLACES])
    return dict(zip(("first", "second", "third"), chosen, strict=False))
