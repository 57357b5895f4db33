"""Letters “u zei – wij doen” as staff see them: of a meeting, all of them, and one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.roles import Right
from meetings.models import Feedback
from meetings.services import feedback as services
from meetings.services.errors import MeetingError
from meetings.services.evaluating import is_open
from meetings.services.printing import letter_pdf, poster_pdf
from meetings.summaries.letters import Letter, composed, fingerprint, letter_of
from meetings.summaries.opinions import opinions_of
from meetings.views.fetching import actor, letter_asked, meeting_of
from ui.forms import atomic_post
from ui.lists import Column, listing
from ui.pdf import pdf_answer

COLUMNS = (
    Column("complex", gettext_lazy("Complex"), ("complex__name", "-pk")),
    Column("bijeenkomst", gettext_lazy("Bijeenkomst"), ("meeting__starts_at", "-pk")),
    Column("stand", gettext_lazy("Stand"), ("rank", "-published_at", "-pk")),
    Column("openbaar", gettext_lazy("Openbaar sinds"), ("published_at", "-pk")),
)


@requires(Right.SEE_MEETINGS)
def of_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter for each complex of a meeting, and what residents thought of the meeting."""
    meeting = meeting_of(request, pk)
    today = timezone.localdate()
    letters = {one.complex_id: one for one in meeting.feedback.all()}
    context = {
        "meeting": meeting,
        "letters": [(one, letters.get(one.pk)) for one in meeting.complexes.order_by("name")],
        "opinions": opinions_of(meeting, today),
        "asks_now": is_open(meeting, today),
        "is_over": meeting.ends_at < timezone.now(),
    }
    return render(request, "meetings/feedback_of_meeting.html", context)


@requires(Right.SEE_MEETINGS)
def feedback_list(request: HttpRequest) -> HttpResponse:
    letters = Feedback.objects.visible_to(request.user).with_state()
    letters = letters.select_related("complex", "meeting").defer("content")
    found = listing(letters, request.GET, columns=COLUMNS, default="stand")
    return render(request, "meetings/feedback_list.html", {"listing": found})


@requires(Right.SEE_MEETINGS)
def feedback_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it is or was public, or as it would be."""
    feedback = letter_asked(request, pk)
    letter = letter_of(feedback, today=timezone.localdate())
    return render(
        request, "meetings/feedback_detail.html", {"feedback": feedback, "letter": letter}
    )


@requires(Right.ANSWER_RESIDENTS)
def feedback_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows every word that will be public, says what is in the way, and asks."""
    feedback = letter_asked(request, pk)
    if feedback.is_public:
        return redirect(feedback)
    if request.method == "POST":
        return _published(request, feedback)
    letter, refused = composed(feedback, today=timezone.localdate()), ""
    try:
        services.check(feedback, today=timezone.localdate())
    except MeetingError as error:
        refused = str(error)
    context = {
        "feedback": feedback,
        "letter": letter,
        "seen": fingerprint(letter),
        "refused": refused,
        "suspect": services.suspect_words(letter),
        "standing": Feedback.objects.public().filter(complex=feedback.complex).first(),
    }
    return render(request, "meetings/feedback_publish.html", context)


def _published(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    user, seen = actor(request), request.POST.get("seen", "")
    try:
        services.publish(feedback, by=user, now=timezone.now(), seen=seen)
    except MeetingError as error:
        messages.error(request, str(error))
        return redirect("meetings:feedback_publish", feedback.pk)
    messages.success(request, _("De brief staat op de bladzijde van het complex."))
    return redirect(feedback)


@requires(Right.ANSWER_RESIDENTS)
@atomic_post
def feedback_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    feedback = letter_asked(request, pk)
    if not feedback.is_public:
        return redirect(feedback)
    if request.method == "POST":
        services.withdraw(feedback, by=actor(request), now=timezone.now())
        messages.success(request, _("De brief is weggehaald van de openbare bladzijde."))
        return redirect(feedback)
    return render(request, "meetings/feedback_withdraw.html", {"feedback": feedback})


@requires(Right.SEE_MEETINGS)
def feedback_letter(request: HttpRequest, pk: int) -> HttpResponse:
    return _printed(request, pk, poster=False)


@requires(Right.SEE_MEETINGS)
def feedback_poster(request: HttpRequest, pk: int) -> HttpResponse:
    return _printed(request, pk, poster=True)


def _printed(request: HttpRequest, pk: int, *, poster: bool) -> HttpResponse:
    feedback = letter_asked(request, pk)
    letter = letter_of(feedback, today=timezone.localdate())
    try:
        pdf = poster_pdf(letter) if poster else letter_pdf(letter)
    except MeetingError as error:
        messages.error(request, str(error))
        return redirect(feedback)
    return pdf_answer(pdf, _file_name(letter, poster=poster), inline=True)


def _file_name(letter: Letter, *, poster: bool) -> str:
    kind = "poster" if poster else "brief"
    return f"u-zei-wij-doen-{letter.complex_code}-{letter.written_on:%Y-%m-%d}-{kind}.pdf"
