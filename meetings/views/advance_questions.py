"""Questions that residents asked beforehand. Nothing tells who asked, unless they wrote a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from meetings.models import AdvanceQuestion
from meetings.services.asking import set_aside
from meetings.views.fetching import meeting_of
from proof.audit import record
from proof.models import Verb
from ui.lists import Column, listing, posted_search

COLUMNS = (
    Column("vraag", gettext_lazy("Vraag"), ("text",)),
    Column("naam", gettext_lazy("Naam, als die is gegeven"), ("name",)),
    Column("daarna", gettext_lazy("Daarna")),
)
ASIDE = "opzij"  # `?stand=`


@requires(Right.KEEP_DOOR)
@never_cache
def advance_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Those for the meeting, or with `?stand=opzij` those set aside. Searching is posted."""
    meeting = meeting_of(request, pk)
    questions = AdvanceQuestion.objects.visible_to(request.user).filter(meeting=meeting)
    aside = request.GET.get("stand") == ASIDE
    chosen = questions.filter(is_set_aside=aside)
    found = listing(chosen, posted_search(request), columns=COLUMNS, default="vraag")
    if found.total:
        record(request.user, Verb.LOOKED_AT, meeting, words=_("vragen vooraf voor %s") % meeting)
    context = {
        "meeting": meeting,
        "listing": found,
        "aside": aside,
        "aside_count": questions.filter(is_set_aside=True).count(),
        "open_count": questions.filter(is_set_aside=False).count(),
    }
    return render(request, "meetings/advance_questions.html", context)


@requires(Right.KEEP_DOOR)
@require_POST
def advance_question_aside(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Set aside, or with `terug` back again; what is set aside is still there to read."""
    questions = AdvanceQuestion.objects.visible_to(request.user)
    found = get_object_or_404(questions, pk=key, meeting_id=pk)
    aside = "terug" not in request.POST
    set_aside(found, aside=aside)
    said = _("De vraag ligt opzij.") if aside else _("De vraag hoort weer bij de bijeenkomst.")
    messages.success(request, said)
    return redirect("meetings:advance_questions", pk)
