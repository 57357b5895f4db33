"""A contact's own page: opened by the signed link in the mail, without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import links
from meetings.forms.partners import AnswerForm
from meetings.models import Meeting, Participation
from meetings.services.answers import answer
from meetings.services.errors import MeetingError
from ui.forms import atomic_post


@login_not_required
@atomic_post
def invitation(request: HttpRequest, signed: str) -> HttpResponse:
    """Yes, no or somebody else, to be changed until it is over. Looking at it answers nothing."""
    one = _opened(signed)
    if one is None:
        return render(request, "meetings/partners/invitation_old.html", status=410)
    is_open = one.meeting.is_coming and one.meeting.ends_at > timezone.now()
    form = AnswerForm(request.POST if request.method == "POST" else None, instance=one)
    if request.method == "POST" and is_open and form.is_valid():
        try:
            answer(one, form.reply, now=timezone.now())
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Uw antwoord is bewaard. Dank u wel."))
            return redirect("meetings:invitation", signed)
    stored = one if request.method != "POST" else Participation.objects.get(pk=one.pk)
    context = {
        "participation": one,
        "meeting": one.meeting,
        "form": form,
        "stored": stored,
        "is_open": is_open,
        "cancelled": one.meeting.state == Meeting.State.CANCELLED,
    }
    return render(request, "meetings/partners/invitation.html", context)


def _opened(signed: str) -> Participation | None:
    """What a signed address leads to; None when it was ours and counts no more, 404 when it never was."""
    found = links.opened(signed)
    if found is None:
        raise Http404
    number, link_round = found
    rows = Participation.objects.select_related("meeting__venue", "contact__partner")
    one = get_object_or_404(rows, pk=number)
    return one if one.link_round == link_round and one.taken_off_at is None else None
