"""One topic of the board: other words for it, or off the board."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.day import TopicLabelForm
from meetings.models import Topic
from meetings.services.board import remove_topic, rename_topic
from meetings.services.errors import MeetingError


def _topic(request: HttpRequest, pk: int, key: UUID) -> Topic:
    topics = Topic.objects.visible_to(request.user).select_related("meeting__venue")
    found: Topic = get_object_or_404(topics, meeting=pk, key=key)
    return found


@requires(Right.KEEP_DOOR)
def topic_edit(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    topic = _topic(request, pk, key)
    form = TopicLabelForm(request.POST or None, initial={"label": topic.label})
    if request.method == "POST" and form.is_valid():
        try:
            rename_topic(topic, form.cleaned_data["label"])
        except MeetingError as wrong:
            form.add_error("label", str(wrong))
        else:
            messages.success(request, _("Het onderwerp is gewijzigd."))
            return redirect("meetings:topics", pk)
    context = {"meeting": topic.meeting, "topic": topic, "form": form}
    return render(request, "meetings/topic_edit.html", context)


@requires(Right.KEEP_DOOR)
def topic_remove(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Asks first."""
    topic = _topic(request, pk, key)
    if request.method == "POST":
        try:
            remove_topic(topic)
        except MeetingError as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("Het onderwerp is van het bord gehaald."))
        return redirect("meetings:topics", pk)
    return render(request, "meetings/topic_remove.html", {"meeting": topic.meeting, "topic": topic})
