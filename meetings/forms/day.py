"""What is written down about the day itself: the residents' top three, people counted on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.batches import Words
from meetings.models import Topic


def _place(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        None, label=label, required=False, empty_label=gettext_lazy("Geen")
    )


class TopForm(forms.Form):
    """The residents' top three: places with a topic, from the first on, none twice."""

    first = _place(gettext_lazy("Eerste"))
    second = _place(gettext_lazy("Tweede"))
    third = _place(gettext_lazy("Derde"))

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = topics  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        places = [self.cleaned_data.get(name) for name in self.fields]
        for number, name in enumerate(self.fields):
            if places[number] and None in places[:number]:
                self.add_error(name, _("Kies eerst de plaats hierboven."))
            elif places[number] and places[number] in places[:number]:
                self.add_error(name, _("Dit onderwerp staat al hoger."))
        return self.cleaned_data

    @property
    def chosen(self) -> list[Topic]:
        return [self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)]


class TopicLabelForm(forms.Form):
    label = Words(label=gettext_lazy("Onderwerp"), max_length=80)


class PaperCountForm(forms.Form):
    people = forms.IntegerField(
        label=gettext_lazy("Mensen zonder aanmelding op de papieren lijst"),
        help_text=gettext_lazy("Laat leeg als u geen papieren lijst gebruikte."),
        min_value=0,
        max_value=5000,
        required=False,
    )
