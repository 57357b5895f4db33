"""The field component: label, help and error belong together, for the ear too."""

import re

import pytest
from django import forms
from django.template import Context, Template

from ui.forms import DateField


class Form(forms.Form):
    name = forms.CharField(label="Naam", help_text="Voluit.")
    note = forms.CharField(label="Noot", required=False)
    agree = forms.BooleanField(label="Akkoord", help_text="Verplicht.")
    kind = forms.ChoiceField(
        label="Soort", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="Kies."
    )
    day = DateField(label="Dag", required=False)


def shown(form: forms.Form, name: str, options: str = "") -> str:
    return Template(f"{{% field form.{name} {options} %}}").render(Context({"form": form}))


def test_field_with_help_is_described_by_it():
    html = shown(Form(), "name")

    assert '<label for="id_name">Naam</label>' in html
    assert 'id="id_name_help">Voluit.</p>' in html
    assert 'aria-describedby="id_name_help"' in html
    assert "aria-invalid" not in html


def test_field_that_is_wrong_is_described_by_help_and_error():
    html = shown(Form({}), "name")

    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert html.count('aria-invalid="true"') == 1
    assert 'id="id_name_error">Dit veld is verplicht.</p>' in html
    assert "field-wrong" in html


def test_field_that_may_stay_empty_says_so_unless_plain():
    assert "mag leeg" in shown(Form(), "note")
    assert "mag leeg" not in shown(Form(), "note", "plain=True")
    assert "mag leeg" not in shown(Form(), "name")


def test_checkbox_has_its_words_behind_it_and_its_error_before_it():
    html = shown(Form({}), "agree")

    assert html.index('id="id_agree_error"') < html.index("<input") < html.index("<label")
    assert 'aria-describedby="id_agree_help id_agree_error"' in html


def test_choices_are_one_group_with_a_legend():
    html = shown(Form({"kind": "c"}), "kind")

    assert '<fieldset aria-describedby="id_kind_help id_kind_error"><legend>Soort</legend>' in html
    assert html.count('type="radio"') == 2
    assert html.count("aria-describedby") == 1


def test_ids_in_one_form_are_unique():
    form = Form({})
    ids = re.findall(r' id="([^"]+)"', "".join(shown(form, name) for name in form.fields))

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2022-11-28", "2022-11-28"),
        ("28-11-2022", "2022-11-28"),
        ("28/11/2022", "2022-11-28"),
        ("", None),
    ],
)
def test_date_is_read_as_picked_or_typed(typed, iso):
    form = Form({"name": "x", "agree": "on", "kind": "a", "day": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == (iso and __import__("datetime").date.fromisoformat(iso))


@pytest.mark.parametrize("typed", ["31-02-2022", "11-28-2022", "gisteren", "2022"])
def test_date_that_is_none_says_how_to_write_it(typed):
    assert Form({"day": typed}).errors["day"] == [
        "Dit is geen datum. Schrijf bijvoorbeeld 28-11-2022."
    ]


def test_date_is_shown_to_the_picker_in_iso():
    import datetime

    html = shown(Form(initial={"day": datetime.date(2022, 11, 28)}), "day")

    assert 'type="date"' in html
    assert 'value="2022-11-28"' in html
