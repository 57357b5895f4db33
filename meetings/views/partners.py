"""Which partners come to a meeting: the list, choosing, looking at the mails and sending them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from mail.services import is_held_up
from meetings.forms.partners import ChooseForm, ParticipationForm
from meetings.models import Meeting, Participation
from meetings.services import partners as services
from meetings.services.answers import answer
from meetings.services.errors import MeetingError
from meetings.services.partner_mail import Kind, preview, still_to_tell
from meetings.summaries import partners as summaries
from meetings.summaries.expected import contacts
from meetings.views.fetching import actor, meeting_of
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("partner", gettext_lazy("Partner"), ("contact__partner__name", "contact__name")),
    Column("naam", gettext_lazy("Contactpersoon"), ("contact__name",)),
    Column("antwoord", gettext_lazy("Antwoord"), ("answer", "contact__partner__name")),
    Column("uitgenodigd", gettext_lazy("Uitgenodigd"), ("invited_at", "contact__name")),
    Column("doen", gettext_lazy("Doen")),
)
PRESENCE = Column("erbij", gettext_lazy("Was erbij"), ("was_there", "contact__partner__name"))
CANDIDATES = (
    Column("kies", gettext_lazy("Kies")),
    Column("partner", gettext_lazy("Partner"), ("-is_near", "partner__name", "name")),
    Column("naam", gettext_lazy("Contactpersoon"), ("name",)),
    Column("email", gettext_lazy("E-mailadres"), ("email",)),
)

MOST_DIGITS = 18  # that a database knows


@requires(Right.SEE_MEETINGS)
def participations(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was chosen, what they answered, and what has still to be sent."""
    meeting, now = meeting_of(request, pk), timezone.now()
    begun = meeting.starts_at <= now and meeting.state != Meeting.State.CANCELLED
    rows = Participation.objects.visible_to(request.user).standing().filter(meeting=meeting)
    columns = (*COLUMNS[:-1], PRESENCE, COLUMNS[-1]) if begun else COLUMNS
    shown = summaries.with_change(rows).select_related("contact__partner")
    found = listing(shown, request.GET, columns=columns, default="partner")
    refused = summaries.refused_mails(found.page)
    context = {
        "meeting": meeting,
        "listing": found,
        "rows": [(one, refused.get(one.pk, [])) for one in found.page],
        "counts": contacts(meeting),
        "waiting": _kinds(meeting),
        "is_open": meeting.is_coming and meeting.ends_at > now,
        "begun": begun,
    }
    return render(request, "meetings/partners/participations.html", context)


@requires(Right.PLAN_MEETINGS)
def participation_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Contacts of partners at these complexes first; nobody is told anything yet."""
    meeting, today = meeting_of(request, pk), timezone.localdate()
    candidates = summaries.candidates(meeting, today).select_related("partner")
    form = ChooseForm(request.POST if request.method == "POST" else None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        asked, contacts = form.cleaned_data["expected"], form.cleaned_data["contact"]
        try:
            number = services.choose(meeting, contacts, expected=asked, now=timezone.now())
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _chosen_words(number))
            return redirect("meetings:participations", pk)
    context = {
        "meeting": meeting,
        "form": form,
        "listing": listing(candidates, request.GET, columns=CANDIDATES, default="partner"),
        "without_contact": summaries.partners_without_contact(meeting, today),
    }
    return render(request, "meetings/partners/choose.html", context)


@requires(Right.PLAN_MEETINGS)
def partner_mails(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail that would go now, in full; then sending exactly those."""
    meeting = meeting_of(request, pk)
    if request.method == "POST":
        try:
            number = services.send_waiting(
                meeting,
                seen=request.POST.get("gezien", ""),
                by=actor(request),
                now=timezone.now(),
            )
        except MeetingError as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:partner_mails", pk)
        messages.success(request, _sent_words(number))
        return redirect("meetings:participations", pk)
    letters = preview(meeting, timezone.now())
    context = {"meeting": meeting, "letters": letters, "seen": services.mark(letters)}
    return render(request, "meetings/partners/mails.html", context)


@requires(Right.PLAN_MEETINGS)
@atomic_post
def participation_edit(request: HttpRequest, meeting_pk: int, pk: int) -> HttpResponse:
    """What is asked of a contact, and an answer that came by telephone."""
    one = _participation(request, meeting_pk, pk)
    form = ParticipationForm(request.POST if request.method == "POST" else None, instance=one)
    if request.method == "POST" and form.is_valid():
        try:
            if form.has_new_answer:
                answer(one, form.reply, now=timezone.now())
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            services.ask(one, form.cleaned_data["expected"])
            messages.success(request, _("%(name)s is bewaard.") % {"name": one.contact.name})
            return redirect("meetings:participations", one.meeting_id)
    context = {"meeting": one.meeting, "participation": one, "form": form}
    return render(request, "meetings/partners/participation_form.html", context)


@requires(Right.PLAN_MEETINGS)
def participation_resend(request: HttpRequest, meeting_pk: int, pk: int) -> HttpResponse:
    """The invitation once more, with a new link."""
    one = _participation(request, meeting_pk, pk)
    if request.method == "POST":
        said = {"name": one.contact.name}
        try:
            seen = _number(request.POST.get("ronde", ""))
            is_new = services.send_again(one, seen_round=seen, now=timezone.now())
        except MeetingError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(name)s krijgt een nieuwe mail. De oude link werkt niet meer.")
            messages.success(request, words % said if is_new else _("Dat was al verstuurd."))
        return redirect("meetings:participations", one.meeting_id)
    letter = services.again(one)
    context = {"meeting": one.meeting, "participation": one, "letters": [letter]}
    return render(request, "meetings/partners/resend.html", context)


@requires(Right.PLAN_MEETINGS)
def participation_take_off(request: HttpRequest, meeting_pk: int, pk: int) -> HttpResponse:
    """Asks first, and shows the mail that tells it."""
    one = _participation(request, meeting_pk, pk)
    if request.method == "POST":
        services.take_off(one, now=timezone.now())
        words = _("%(name)s staat niet meer op de lijst.") % {"name": one.contact.name}
        messages.success(request, words)
        return redirect("meetings:participations", one.meeting_id)
    letters = services.farewells(one, timezone.now())
    context = {"meeting": one.meeting, "participation": one, "letters": letters}
    return render(request, "meetings/partners/take_off.html", context)


@requires(Right.PLAN_MEETINGS)
@require_POST
def participation_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the rows of one page: who was there."""
    meeting = meeting_of(request, pk)
    shown, there = (_numbers(request.POST.getlist(name)) for name in ("getoond", "erbij"))
    try:
        services.note_presence(meeting, shown=shown, there=there, now=timezone.now())
    except MeetingError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bewaard wie erbij was."))
    return redirect("meetings:participations", pk)


def _participation(request: HttpRequest, meeting_pk: int, pk: int) -> Participation:
    """One that is on the list of this meeting."""
    rows = Participation.objects.visible_to(request.user).standing()
    found = rows.select_related("meeting__venue", "contact__partner")
    return get_object_or_404(found, meeting=meeting_pk, pk=pk)


def _number(text: str) -> int:
    """Minus one, which is the number of nothing, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def _numbers(texts: list[str]) -> set[int]:
    return {number for number in map(_number, texts) if number >= 0}


def _kinds(meeting: Meeting) -> list[str]:
    """How many of each kind of mail wait, in words."""
    kinds = [kind for _recipient, kind in still_to_tell(meeting, timezone.now())]
    words = {
        Kind.INVITATION: lambda n: ngettext("%d uitnodiging", "%d uitnodigingen", n),
        Kind.UPDATE: lambda n: ngettext("%d wijziging", "%d wijzigingen", n),
        Kind.CANCELLATION: lambda n: ngettext("%d afzegging", "%d afzeggingen", n),
    }
    return [say(n) % n for kind, say in words.items() if (n := kinds.count(kind))]


def _chosen_words(number: int) -> str:
    words = ngettext(
        "%(number)d contactpersoon staat op de lijst. Er is nog niets verstuurd.",
        "%(number)d contactpersonen staan op de lijst. Er is nog niets verstuurd.",
        number,
    )
    return words % {"number": number}


def _sent_words(number: int) -> str:
    words = ngettext("%(number)d mail is verstuurd.", "%(number)d mails zijn verstuurd.", number)
    if is_held_up():
        words = f"{words} {_('De mail gaat later: de mailserver neemt nu even niets aan.')}"
    return words % {"number": number}
