"""Parts of forms that every app of the house uses."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, cast

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.numbers import day


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is sent is handled in one transaction; only looking at a page takes no lock."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date as a picker sends it, or as typed in Dutch where there is no picker: 28-11-2022."""

    widget = DateInput
    default_error_messages = {
        "invalid": gettext_lazy("Dit is geen datum. Schrijf bijvoorbeeld 28-11-2022."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d-%m-%y"])
        super().__init__(**kwargs)


class PhoneField(forms.CharField):
    """A telephone number as people write it; kept as it was written."""

    LEAST_DIGITS, MOST_DIGITS = 8, 15
    default_error_messages = {
        "wrong": gettext_lazy("Kijk uw nummer nog eens na. Bijvoorbeeld: 06 12 34 56 78."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 25, **kwargs})

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        digits = re.sub(r"[\s().-]", "", phone).removeprefix("+")
        right = digits.isascii() and digits.isdigit()
        if phone and not (right and self.LEAST_DIGITS <= len(digits) <= self.MOST_DIGITS):
            raise forms.ValidationError(self.error_messages["wrong"], code="wrong")
        return phone


class LongTextField(forms.CharField):
    """A text that may be long. What is too long comes back whole: the browser cuts nothing off.

    A line break counts as one sign, as the writer sees it.
    """

    default_error_messages = {
        "max_length": gettext_lazy(
            "Dit zijn %(show_value)d tekens en er passen er %(limit_value)d. Kort de tekst in of "
            "verdeel hem; wat u schreef staat er nog helemaal."
        ),
    }

    def __init__(self, *, rows: int = 5, max_length: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class GuardedForm(forms.Form):
    """A form in which two people cannot overwrite each other unseen; `initial` holds what is stored.

    It carries a hash of what was stored when the page was made. When that differs by the time it is sent,
    saving is refused once, what is stored now is said, and what was typed stays in the form; sending
    again saves. Save inside a transaction that locked what is stored.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_nothing_means(field)
        # Before validation: that already writes the new values into the instance of a model's form.
        self.stored = {name: self.initial.get(name) for name in self.guarded()}
        self.initial["seen"] = self.fingerprint

    def guarded(self) -> Iterable[str]:
        """Names in `initial` that somebody else may have changed meanwhile."""
        return list(self.initial)

    def is_new(self) -> bool:
        """Whether nothing is stored yet that anybody could have changed."""
        return False

    @property
    def fingerprint(self) -> str:
        kept = json.dumps(self.stored, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(kept.encode()).hexdigest()[:32]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.is_new() and cleaned.get("seen") != self.fingerprint:
            again: Any = self.data
            again = again.copy()
            again[self.add_prefix("seen")] = self.fingerprint
            self.data = again
            raise forms.ValidationError(self._what_changed(), code="changed_meanwhile")
        return cleaned

    def others_words(self) -> list[str]:
        """What is stored now and differs from what was typed, a piece per field."""
        return [
            f"{self.fields[name].label}: {self._as_words(name)}"
            for name in self.stored
            if name in self.fields and name in self.changed_data
        ]

    def _what_changed(self) -> str:
        others = self.others_words()
        words = _(
            "Iemand anders heeft dit intussen gewijzigd. Wat u invulde staat hieronder nog; "
            "bewaar nog eens om het toch zo op te slaan."
        )
        return f"{words} {_('Nu is opgeslagen:')} {'; '.join(others)}." if others else words

    def _as_words(self, name: str) -> str:
        field, value = self.fields[name], self.stored[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            chosen = field.queryset.filter(pk__in=value or []) if field.queryset is not None else []
            return ", ".join(map(str, chosen)) or _("leeg")
        if isinstance(field, forms.ModelChoiceField):
            found = field.queryset.filter(pk=value).first() if field.queryset is not None else None
            return str(found or _("leeg"))
        if isinstance(field, forms.MultipleChoiceField):
            labels = dict(field.choices)  # type: ignore[arg-type]
            return ", ".join(str(labels.get(one, one)) for one in value or []) or _("leeg")
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(field, forms.BooleanField):
            return _("ja") if value else _("nee")
        if isinstance(value, date):
            return day(value)
        return str(value) if value not in (None, "") else _("leeg")


class GuardedModelForm(GuardedForm, forms.ModelForm):
    """The same for the fields of a stored object."""

    def guarded(self) -> Iterable[str]:
        return [name for name in self._meta.fields or [] if name in self.fields]

    def is_new(self) -> bool:
        return self.instance.pk is None


def as_typed(form: forms.BaseForm | forms.BaseFormSet) -> None:
    """Show again what was typed, without judging it: somebody only asked for something on the page."""
    if isinstance(form, forms.BaseFormSet):
        form._errors, form._non_form_errors = [], ErrorList()  # type: ignore[attr-defined]
        for row in form.forms:
            as_typed(row)
        return
    form._errors, form.cleaned_data = ErrorDict(), {}  # type: ignore[attr-defined]


def _say_what_nothing_means(field: forms.Field) -> None:
    """ "Kies…" or "geen" instead of a row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("geen") if not field.required else _("Kies…")
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = list(cast(Iterable[Any], field.choices))
        field.choices = [(key, words if key != "" else _("Kies…")) for key, words in choices]
