"""Free texts of a closed wave: read each, shorten it, release or withhold it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from complexes.context import current_corporation
from surveys.models import FreeText, Wave
from surveys.results import NotInWave, unit_result
from surveys.services.names import pieces
from surveys.services.texts import (
    AlreadyJudgedError,
    TextError,
    WordsAddedError,
    read_texts,
    release_text,
    undo_text,
    withhold_text,
)
from surveys.text_forms import ReleaseForm, TextFilterForm
from ui.lists import Column, listing

if TYPE_CHECKING:
    from proof.audit import Actor

COLUMNS = (
    Column("tekst", gettext_lazy("Wat iemand schreef"), ("pk",)),
    Column("stand", gettext_lazy("Stand"), ("state",)),
)


@requires(Right.READ_TEXTS)
def text_list(request: HttpRequest, code: str) -> HttpResponse:
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=code)
    texts = FreeText.objects.visible_to(request.user).filter(wave=wave)
    counts = texts.per_state()
    state = TextFilterForm(request.GET).state
    found = listing(
        texts.filter(state=state) if state else texts,
        request.GET,
        columns=COLUMNS,
        default="tekst",
    )
    tabs: list[tuple[str, object, int]] = [
        (value, label, counts.get(value, 0)) for value, label in FreeText.State.choices
    ]
    tabs.append((TextFilterForm.ALL, _("alle"), sum(counts.values())))
    context = {"wave": wave, "listing": found, "tabs": tabs, "state": state or TextFilterForm.ALL}
    if found.total:
        read_texts(wave, by=request.user)
    return render(request, "surveys/text_list.html", context)


@requires(Right.READ_TEXTS)
def text_review(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Read one text; sending the form releases it in the words of the form."""
    text = _text(request, code, pk)
    if request.method != "POST":
        read_texts(text.wave, by=request.user)
    known = _known_names(text)
    form = ReleaseForm(request.POST or None, known=known, initial={"words": text.text})
    if request.method == "POST" and form.is_valid() and _released(text, form, by=request.user):
        messages.success(request, _("Vrijgegeven: deze tekst komt zo in het rapport."))
        return _next(request, text)
    context = {
        "text": text,
        "form": form,
        "pieces": pieces(text.text, known=known),
        "place": _place(text),
        "left": FreeText.objects.visible_to(request.user)
        .filter(wave=text.wave, state=FreeText.State.UNREAD)
        .count(),
        "releasable": text.state == FreeText.State.UNREAD,
    }
    return render(request, "surveys/text_review.html", context)


@requires(Right.READ_TEXTS)
@require_POST
def text_withhold(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    text = _text(request, code, pk)
    try:
        withhold_text(text, by=request.user)
    except AlreadyJudgedError:
        messages.error(request, _already_judged())
        return redirect("surveys:text_review", code, pk)
    messages.success(request, _("Deze tekst komt nergens in. U kunt dat terugdraaien."))
    return _next(request, text)


@requires(Right.READ_TEXTS)
@require_POST
def text_undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    text = _text(request, code, pk)
    try:
        undo_text(text, by=request.user)
    except AlreadyJudgedError:
        messages.error(request, _already_judged())
    else:
        messages.success(request, _("Teruggezet: de tekst is weer ongelezen."))
    return redirect("surveys:text_review", code, pk)


def _text(request: HttpRequest, code: str, pk: int) -> FreeText:
    texts = FreeText.objects.visible_to(request.user).select_related("wave", "complex")
    return get_object_or_404(texts, wave__code=code, pk=pk)


def _released(text: FreeText, form: ReleaseForm, *, by: "Actor") -> bool:
    """Release, or put the reason why not at the field."""
    try:
        release_text(text, words=form.cleaned_data["words"], by=by)
    except WordsAddedError as error:
        words = ", ".join(f"«{word}»" for word in error.words[:5])
        form.add_error(
            "words",
            _("Dit schreef de bewoner niet: %(words)s. Haal het weg, of zet het tussen haken.")
            % {"words": words},
        )
    except AlreadyJudgedError:
        text.refresh_from_db()
        form.add_error(None, _already_judged())
    except TextError:
        form.add_error("words", form.fields["words"].error_messages["required"])
    else:
        return True
    return False


def _next(request: HttpRequest, text: FreeText) -> HttpResponse:
    """The next unread text of the wave, or the list when all have been read."""
    unread = FreeText.objects.visible_to(request.user).filter(
        wave=text.wave, state=FreeText.State.UNREAD
    )
    following = unread.filter(pk__gt=text.pk).order_by("pk").first() or unread.first()
    if following:
        return redirect("surveys:text_review", text.wave.code, following.pk)
    return redirect(reverse("surveys:text_list", args=[text.wave.code]) + "?stand=alle")


def _known_names(text: FreeText) -> tuple[str, ...]:
    names = [current_corporation().name, current_corporation().municipality]
    if text.complex:
        names += [text.complex.name, text.complex.address, text.complex.place]
    return tuple(names)


def _place(text: FreeText) -> str:
    """Where this was written, as far as results may tell: a small complex goes by its group."""
    if text.complex is None:
        return ""
    try:
        result = unit_result(text.wave, text.complex)
    except NotInWave:
        return ""
    if result.visible:
        return text.complex.name
    return result.response.reported_with or _("een klein complex")


def _already_judged() -> str:
    return _("Iemand anders heeft deze tekst intussen beoordeeld. Hieronder staat hoe.")
