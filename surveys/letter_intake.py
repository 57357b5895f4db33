"""Addresses for the letters of a wave from a file: one row per dwelling. A name in the file is not read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from complexes.imports.intakes import Intake
from sheets.errors import ImportRefused
from sheets.records import Head, Plan, Problem, Record, Step, read_records
from sheets.tables import Table
from surveys.models import LetterAddress, Wave, WaveComplex
from surveys.services.letters import add_addresses
from surveys.services.margins import dwellings_of
from surveys.services.refusals import NotInThisState

if TYPE_CHECKING:
    from accounts.models import User

KEY = "adressen"
HEADS = (
    Head("complex", "Code", gettext_lazy("verplicht; code van het complex"), "C1",
         ("complexcode", "complexnummer", "complex"), required=True),
    Head("street", "Straat", gettext_lazy("verplicht; het huisnummer mag erachter staan"), "Zilverlaan",
         ("adres", "straatnaam"), required=True),
    Head("number", "Huisnummer", gettext_lazy("als het niet bij de straat staat"), "12",
         ("nummer", "huisnr")),
    Head("addition", "Toevoeging", gettext_lazy("mag leeg"), "A",
         ("huisnummertoevoeging", "huisletter", "toev")),
    Head("postcode", "Postcode", gettext_lazy("verplicht"), "1234 AB", required=True),
    Head("town", "Plaats", gettext_lazy("verplicht"), "Oudewaarde", ("woonplaats",), required=True),
)  # fmt: skip
EMPTY = {"required": gettext_lazy("Deze cel is leeg.")}
POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})")
LONGEST = 70  # street, number and addition together
MOST_NOTES = 8
Found = tuple[WaveComplex, str, str]  # complex of the wave, line, postcode: one letter


@dataclass(frozen=True)
class AddressIntake(Intake):
    """Bringing in the addresses of one wave, on pages below that wave."""

    code: str = ""

    @property
    def home_words(self) -> str:
        return _("Brieven")

    @property
    def home_url(self) -> str:
        return reverse("surveys:letters", args=[self.code])

    @property
    def start_url(self) -> str:
        return reverse("surveys:letters_start", args=[self.code])

    def sample_url(self, ending: str) -> str:
        return reverse("surveys:letters_sample", args=[self.code, ending])

    def look_url(self, token: str) -> str:
        return reverse("surveys:letters_look", args=[self.code, token])

    @property
    def after_url(self) -> str:
        return self.home_url


def intake_of(wave: Wave) -> AddressIntake:
    return AddressIntake(
        key=KEY,
        title=gettext_lazy("Adressen"),
        words=gettext_lazy(
            "Eén rij per woning die een brief krijgt. Namen hebben wij niet nodig: een kolom met namen wordt "
            "overgeslagen."
        ),
        heads=HEADS,
        plan=partial(plan, wave),
        carry_out=partial(carry_out, wave),
        done_url="",
        right=Right.RUN_WAVES,
        code=wave.code,
    )


class AddressRowForm(forms.Form):
    complex = forms.CharField(max_length=20, error_messages=EMPTY)
    street = forms.CharField(max_length=70, error_messages=EMPTY)
    number = forms.CharField(max_length=10, required=False)
    addition = forms.CharField(max_length=10, required=False)
    postcode = forms.CharField(error_messages=EMPTY)
    town = forms.CharField(max_length=40, error_messages=EMPTY)

    def clean_postcode(self) -> str:
        found = POSTCODE.fullmatch(self.cleaned_data["postcode"])
        if not found:
            raise forms.ValidationError(_("Schrijf vier cijfers en twee letters, zoals 1234 AB."))
        return f"{found[1]} {found[2].upper()}"


def plan(wave: Wave, table: Table) -> Plan[LetterAddress]:
    """What the rows would add; stores nothing. What is known already stays as it is."""
    records, problems, unused = read_records(
        table,
        HEADS,
        AddressRowForm,
        named_by=["complex", "postcode", "street", "number", "addition"],
    )
    places = {
        place.complex.code.casefold(): place
        for place in wave.wave_complexes.select_related("complex")
    }
    lines: dict[Found, int] = dict.fromkeys(_known(wave, places), 0)
    steps: list[Step[LetterAddress]] = []
    for row in records:
        place = places.get(row.values["complex"].casefold())
        if wrong := list(_wrong(row, place, lines)):
            problems += wrong
        elif place is not None:
            steps.append(_step(row, place, lines))
    notes = tuple(_notes(places.values(), lines))
    return Plan(steps, sorted(problems, key=lambda each: each.line), unused, notes)


def _known(wave: Wave, places: dict[str, WaveComplex]) -> Iterator[Found]:
    by_pk = {place.pk: place for place in places.values()}
    stored = LetterAddress.objects.of_wave(wave).values_list("place_id", "line", "postcode")
    for place_id, line, postcode in stored:
        yield by_pk[place_id], line.casefold(), postcode


def _line(row: Record) -> str:
    parts = (row.values.get(name, "") for name in ("street", "number", "addition"))
    return " ".join(part for part in parts if part)


def _wrong(row: Record, place: WaveComplex | None, lines: dict[Found, int]) -> Iterator[Problem]:
    line = _line(row)
    if place is None:
        reason = _("Dit complex doet niet mee aan deze meting.")
        yield Problem(row.line, "Code", row.values["complex"], reason)
    elif before := lines.get((place, line.casefold(), row.values["postcode"])):
        yield Problem(
            row.line, "Straat", line, _("Staat ook op regel %(line)d.") % {"line": before}
        )
    if not re.search(r"\d", line):
        yield Problem(row.line, "Huisnummer", "", _("Het huisnummer ontbreekt."))
    if len(line) > LONGEST:
        reason = _("Te lang voor een envelop: hoogstens %(number)d tekens.") % {"number": LONGEST}
        yield Problem(row.line, "Straat", line, reason)


def _step(row: Record, place: WaveComplex, lines: dict[Found, int]) -> Step[LetterAddress]:
    line, postcode, town = _line(row), row.values["postcode"], row.values["town"]
    is_new = (place, line.casefold(), postcode) not in lines
    lines[place, line.casefold(), postcode] = row.line
    address = LetterAddress(place=place, line=line, postcode=postcode, town=town)
    return Step(row.line, f"{place.complex.name}: {line}, {postcode} {town}", address, is_new)


def _notes(places: Iterable[WaveComplex], lines: dict[Found, int]) -> Iterator[str]:
    """Where the number of letters is not the number of dwellings, and so of cards."""
    letters = Counter(place for place, _line, _postcode in lines)
    off = [place for place in places if letters[place] not in (0, dwellings_of(place))]
    for place in off[:MOST_NOTES]:
        words = _("%(name)s: %(letters)s adressen en %(dwellings)s woningen.")
        yield words % {
            "name": place.complex.name,
            "letters": letters[place],
            "dwellings": dwellings_of(place) or "?",
        }
    if len(off) > MOST_NOTES:
        yield _("Bij nog %(number)s complexen is dat ook zo.") % {"number": len(off) - MOST_NOTES}


def carry_out(wave: Wave, plan: Plan[LetterAddress], user: "User | None") -> None:
    """Store what the plan says; raises ImportRefused when the wave was closed meanwhile."""
    fresh = [step.thing for step in plan.added]
    try:
        add_addresses(wave, fresh, today=timezone.localdate(), by=user)
    except NotInThisState as closed:
        words = _("Deze meting is gesloten; er gaan geen brieven meer uit.")
        raise ImportRefused(words) from closed
