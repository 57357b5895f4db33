"""The questions, one theme per screen: django-formtools' wizard on a storage of ours.

Which screens there are follows from the questionnaire and the complex, so `form_list` holds only the last
look; and the address, not a hidden field, says which screen was sent, so Back and a second tab are safe.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from formtools.wizard.views import NamedUrlCookieWizardView, WizardView

from surveys.respondent import screens
from surveys.respondent.forms import StepForm
from surveys.respondent.public import page
from surveys.respondent.review import review
from surveys.respondent.sheet import CHECK, PER_MEASURE, Sheet, Step
from surveys.respondent.still import still_page
from surveys.respondent.storage import DeviceStorage
from surveys.services.responding import submit_response

BACK, LATER, STAY = "terug", "later", "blijf"  # `?dan=`: where to go after keeping this screen


def _of_a_known_screen(answer: Callable[["Interview", str], HttpResponseBase]) -> Any:
    """`get` or `post` of a screen that this resident has; elsewhere, with nothing kept, they start again."""

    @wraps(answer)
    def guarded(wizard: "Interview", request: HttpRequest, *, step: str) -> HttpResponseBase:
        if refused := wizard._refused():
            return refused
        if step not in wizard.get_form_list():
            return HttpResponseRedirect(wizard.get_step_url(wizard.steps.current))
        wizard.storage.current_step = step
        return answer(wizard, step)

    return guarded


class Interview(NamedUrlCookieWizardView):
    storage_name = "surveys.respondent.storage.DeviceStorage"
    storage: DeviceStorage
    sheet: Sheet

    @_of_a_known_screen
    def get(self, step: str) -> HttpResponseBase:
        if step == CHECK:
            return self._last_look()
        data = self.storage.get_step_data(step)
        return self.render(self.get_form(step, data=data) if data else None)

    @_of_a_known_screen
    def post(self, step: str) -> HttpResponseBase:
        if step == CHECK:
            return self._sent()
        form = self.get_form(step, data=self.request.POST)
        then = self.request.GET.get("dan", "")
        if form.is_valid() or (then in (BACK, LATER, STAY) and form.fits):
            self._keep(step, form)
            return self._go_on(step, then)
        return self.render(form)

    # What formtools asks of us

    def get_form_list(self) -> dict[str, type[forms.Form]]:
        if not hasattr(self, "_resolved_form_list"):
            self._steps = {step.name: step for step in self.sheet.steps(self._measures_seen())}
            self._resolved_form_list = dict.fromkeys(self._steps, StepForm) | {CHECK: forms.Form}
        return self._resolved_form_list

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> str | None:
        return None

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> Any:
        if step == CHECK:
            return forms.Form(data={})  # pressing the button is all there is to it
        return super().get_form(step, data, files)

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {"step": self._steps[step or self.steps.current]}

    def get_step_url(self, step: str) -> str:
        return screens.step_address(step, self._language)

    def render(self, form: StepForm | None = None, **kwargs: Any) -> HttpResponse:
        """The screen; while unanswered it is the same for every resident of the complex."""
        step = self._steps[self.steps.current]
        then = CHECK if self.request.GET.get("dan") == CHECK else ""
        if form is not None:
            return page(self.request, "step.html", self._screen(step, then, form))
        codes = tuple(question.code for question in step.questions)
        key = (self.sheet.place, self._tent, then, codes)
        return still_page(self.request, "step.html", lambda: self._screen(step, then), key=key)

    def _screen(self, step: Step, then: str, form: StepForm | None = None) -> dict[str, Any]:
        themes = self.sheet.themes()
        return self._around() | {
            "heading": step.words("heading", self._language),
            "intro": step.words("intro", self._language),
            "title": step.words("title", self._language),
            "number": themes.index(step.theme) + 1,
            "total": len(themes),
            "questions": screens.drawn(step, self._language, form),
            "errors": screens.errors(step, self._language, form),
            "first": step.name == self.steps.first,
            "then": then,
        }

    def render_done(self, form: forms.Form, **kwargs: Any) -> HttpResponseBase:
        """Check every screen again and send; formtools would send on a GET, which a prefetch makes too."""
        response: HttpResponseBase = WizardView.render_done(self, form, **kwargs)
        return response

    def done(self, form_list: list[forms.Form], **kwargs: Any) -> HttpResponseBase:
        answers: dict[str, Any] = {}
        texts: dict[str, str] = {}
        for form in form_list:
            if isinstance(form, StepForm):
                answers |= form.answers()
                texts |= form.texts()
        assert self.storage.sitting is not None  # noqa: S101  (_refused came first)
        outcome = submit_response(
            self.storage.sitting.code, answers=answers, texts=texts, now=timezone.now()
        )
        self.storage.leave_receipt(str(outcome))
        return redirect("respondent:thanks")

    # Ours

    @property
    def _language(self) -> str:
        return (get_language() or "nl")[:2]

    @property
    def _tent(self) -> bool:
        return bool(self.storage.sitting and self.storage.sitting.tent)

    def _refused(self) -> HttpResponseBase | None:
        """Start again, politely, when this device keeps nothing that this program can go on with."""
        sitting = self.storage.sitting
        sheet = sitting.sheet if sitting else None
        if sitting is None or sheet is None or not sitting.code:
            if sitting is not None and sitting.sent:
                return redirect("respondent:thanks")
            self.storage.sitting = None
            return redirect(reverse("respondent:start") + "?nu=opnieuw")
        self.sheet = sheet
        if self._language not in sheet.languages:
            return redirect(
                screens.in_language(self.request.path, self._language, sheet.languages[0])
            )
        sitting.lang = self._language
        return None

    def _measures_seen(self) -> set[int]:
        seen: set[int] = set()
        for data in self.storage.data[self.storage.step_data_key].values():
            for variable in self.sheet.measure_variables():
                seen |= {int(value) for value in data.get(variable, [])}
        return seen

    def _keep(self, step: str, form: StepForm) -> None:
        self.storage.set_step_data(step, form.kept())
        del self._resolved_form_list  # an answer may open or close the screen after it

    def _go_on(self, step: str, then: str) -> HttpResponseBase:
        if then == LATER:
            return redirect("respondent:later")
        target = {BACK: self.get_prev_step(step) or step, STAY: step}.get(then)
        if target is None:
            follows = then == CHECK and self.get_next_step(step) == step + PER_MEASURE
            target = CHECK if then == CHECK and not follows else self.get_next_step(step)
        self.storage.current_step = target
        query = f"?dan={CHECK}" if then == CHECK and target != CHECK else ""
        return HttpResponseRedirect(self.get_step_url(target) + query)

    def _last_look(self) -> HttpResponse:
        self.get_form_list()
        steps = self._steps.values()
        sections = review(steps, self._language, self.storage.get_step_data, self.get_step_url)
        mine = render_to_string("respondent/answers.html", {"sections": sections})
        key = (self.sheet.place, self._tent)
        return still_page(self.request, "check.html", self._around, key=key, mine=mine)

    def _sent(self) -> HttpResponseBase:
        return self.render_done(self.get_form(CHECK))

    def _around(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "tent": self._tent,
            "languages": screens.other_languages(self.request.path, self.sheet.languages),
        }


def interview_view() -> Any:
    """The wizard as a view function."""
    return Interview.as_view(
        [(CHECK, forms.Form)], url_name="respondent:step", done_step_name="verzonden"
    )
