"""Staff pages of questionnaires: choosing from the bank, and seeing what residents will see."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Right
from surveys.bank import BANK, THEMES
from surveys.models import Questionnaire
from surveys.questionnaire_forms import QuestionnaireForm
from surveys.questions import Question
from surveys.respondent.preview import EXAMPLE_MEASURES, example_sheet, screens_of
from surveys.services.questionnaires import (
    check_changeable,
    copy_questionnaire,
    delete_questionnaire,
)
from surveys.services.refusals import Refused
from ui.forms import atomic_post
from ui.lists import Column, row_listing

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("vragen", gettext_lazy("Vragen"), ("questions", "name"), numeric=True),
    Column("metingen", gettext_lazy("Metingen"), ("waves", "name"), numeric=True),
    Column("stand", gettext_lazy("Stand"), ("state", "name")),
)
BANK_COLUMNS = (
    Column("plaats", gettext_lazy("Code"), ("place",)),
    Column("thema", gettext_lazy("Thema"), ("theme", "place")),
    Column("vraag", gettext_lazy("Vraag"), ("words",)),
    Column("antwoorden", gettext_lazy("Antwoorden en punten")),
)


@dataclass(frozen=True)
class Row:
    """A questionnaire in the list."""

    questionnaire: Questionnaire
    name: str
    questions: int
    waves: int
    state: str

    def __str__(self) -> str:
        return f"{self.name} {' '.join(self.questionnaire.codes)}"


@dataclass(frozen=True)
class BankRow:
    """A question in the bank's list, findable by every word of it."""

    question: Question
    place: int
    theme: str
    words: str

    def __str__(self) -> str:
        options = " ".join(option.says("nl") for option in self.question.options)
        items = " ".join(item.says("nl") for item in self.question.items)
        return f"{self.question.code} {self.theme} {self.words} {items} {options}"


@requires(Right.SEE_WAVES)
@require_safe
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    found = Questionnaire.objects.visible_to(request.user).with_use()
    rows = [_row(one) for one in found]
    listing = row_listing(rows, request.GET, columns=COLUMNS, default="naam")
    return render(request, "surveys/questionnaire_list.html", {"listing": listing})


def _row(one: Questionnaire) -> Row:
    return Row(
        questionnaire=one,
        name=one.name,
        questions=len(one.document().questions),
        waves=one.wave_count,  # type: ignore[attr-defined]
        state=_state(one),
    )


def _state(one: Questionnaire) -> str:
    if one.open_count:  # type: ignore[attr-defined]
        return _("in gebruik")
    return _("hoort bij Buurtpeil") if one.shipped else _("te wijzigen")


@requires(Right.SEE_WAVES)
@require_safe
def question_bank(request: HttpRequest) -> HttpResponse:
    rows = [
        BankRow(question, place, THEMES[question.theme]["title"]["nl"], question.says("nl"))
        for place, question in enumerate(BANK.values(), start=1)
    ]
    listing = row_listing(rows, request.GET, columns=BANK_COLUMNS, default="plaats", per_page=40)
    return render(request, "surveys/questionnaire_bank.html", {"listing": listing})


@requires(Right.RUN_WAVES)
@atomic_post
def questionnaire_create(request: HttpRequest) -> HttpResponse:
    return _form(request, Questionnaire())


@requires(Right.RUN_WAVES)
@atomic_post
def questionnaire_edit(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Questionnaire.objects.visible_to(request.user)
    if request.method == "POST":
        visible = visible.select_for_update()
    questionnaire = get_object_or_404(visible, pk=pk)
    try:
        check_changeable(questionnaire)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(questionnaire)
    return _form(request, questionnaire)


def _form(request: HttpRequest, questionnaire: Questionnaire) -> HttpResponse:
    name = questionnaire.name
    form = QuestionnaireForm(request.POST or None, instance=questionnaire)
    if request.method == "POST" and form.is_valid():
        stored = form.save()
        messages.success(request, _("%(name)s is bewaard.") % {"name": stored.name})
        return redirect(stored)
    context = {"form": form, "questionnaire": questionnaire, "name": name}
    return render(request, "surveys/questionnaire_form.html", context)


@requires(Right.RUN_WAVES)
@require_POST
def questionnaire_copy(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    copy = copy_questionnaire(source)
    messages.success(request, _("Kopie gemaakt. Geef haar een naam en kies de vragen."))
    return redirect("surveys:questionnaire_edit", copy.pk)


@requires(Right.RUN_WAVES)
def questionnaire_delete(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    name, refusal = questionnaire.name, ""
    if request.method == "POST":
        try:
            delete_questionnaire(questionnaire)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("%(name)s is verwijderd.") % {"name": name})
            return redirect("surveys:questionnaire_list")
    context = {"questionnaire": questionnaire, "refusal": refusal}
    template = "surveys/questionnaire_delete.html"
    return render(request, template, context, status=409 if refusal else 200)


@requires(Right.SEE_WAVES)
@require_safe
def questionnaire_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """As residents see it on a phone."""
    found = Questionnaire.objects.visible_to(request.user).with_use()
    questionnaire = get_object_or_404(found, pk=pk)
    language = spoken(request)
    context = {
        "questionnaire": questionnaire,
        "screens": screens_of(example_sheet(questionnaire.document()), language),
        "example_measures": "M1" in questionnaire.codes and list(EXAMPLE_MEASURES.values()),
    }
    return render(request, "surveys/questionnaire_detail.html", context | language_choice(language))


@requires(Right.SEE_WAVES)
@require_safe
def questionnaire_print(request: HttpRequest, pk: int) -> HttpResponse:
    """As residents see it on paper."""
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    language = spoken(request)
    context = {
        "title": questionnaire.name,
        "back": questionnaire.get_absolute_url(),
        "screens": screens_of(example_sheet(questionnaire.document()), language),
    }
    return render(request, "surveys/questionnaire_print.html", context | language_choice(language))


def spoken(request: HttpRequest) -> str:
    """The language of a preview: `?taal=`, Dutch unless it is one of ours."""
    asked = request.GET.get("taal", "nl")
    return asked if asked in dict(settings.LANGUAGES) else "nl"


def language_choice(language: str) -> dict[str, object]:
    return {"language": language, "all_languages": settings.LANGUAGES}
