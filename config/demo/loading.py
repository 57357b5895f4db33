"""Loads the demo corporation through the same services that staff and residents use."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from complexes.models import Complex, Corporation, Entrance, Incident, Measure
from config.demo.addresses import add_letter_addresses
from config.demo.answers import invent
from config.demo.coming import add_coming_meetings
from config.demo.meetings import add_held_meetings
from config.demo.partners import add_partners
from config.demo.people import add_people
from config.demo.scenes import TEXTS, scene
from proof.retention import running as retention
from proof.retention.deciding import hold
from surveys.models import FreeText, Questionnaire, Wave, WaveComplex
from surveys.retention import FREE_TEXTS
from surveys.services.closing import close_wave
from surveys.services.codes import issue_codes
from surveys.services.responding import submit_response
from surveys.services.waves import open_wave

FILE = Path(__file__).with_name("zilverbeek.json")
SEED = "zilverbeek"
OPEN_RESPONSES = {"C1": 21, "C2": 14, "C3": 12, "C4": 6}  # already in the open wave's urn

Codes = list[tuple[WaveComplex, str]]


@dataclass(frozen=True)
class Loaded:
    """What the demo needs to tell: the newest closed wave, the open one and codes to try it with."""

    closed: Wave
    open: Wave
    codes: Codes


def load_demo(*, password: str, now: datetime) -> Loaded:
    """The whole demo in an empty database: three closed waves, one open, and a sign-in per role."""
    facts = json.loads(FILE.read_text(encoding="utf-8"))
    Corporation(**facts["corporation"]).save()
    user = add_people(password)
    complexes = {entry["code"]: _add_complex(entry) for entry in facts["complexes"]}
    for entry in facts["measures"]:
        _add_measure(complexes[entry["complex"]], entry)
    for entry in facts["incidents"]:
        Incident.objects.create(**entry | {"complex": complexes[entry["complex"]]})
    waves = [_closed_wave(facts, number, complexes) for number in range(len(facts["waves"]))]
    _release_texts(user)
    add_partners(user)
    wave, codes = _open_wave(facts, complexes, now)
    add_letter_addresses(user, wave, now)
    add_held_meetings(user, now)
    add_coming_meetings(user, wave, now)
    _keep_texts(user, waves, now)
    return Loaded(waves[-1], wave, codes)


def _add_complex(entry: dict[str, Any]) -> Complex:
    names = ("code", "name", "kind", "built", "address", "postcode", "place", "dwellings")
    complex_ = Complex.objects.create(
        **{name: entry[name] for name in names},
        has_owners_association=entry["has_owners_association"],
    )
    Entrance.objects.bulk_create(
        Entrance(complex=complex_, name=f"Ingang {number}")
        for number in range(1, entry["entrances"] + 1)
    )
    return complex_


def _add_measure(complex_: Complex, entry: dict[str, Any]) -> None:
    Measure.objects.create(
        complex=complex_,
        kind=entry["kind"],
        title=entry["title"],
        status=entry["status"],
        note=entry["note"],
        **{f"{entry['status']}_on": entry["on"]},
    )


def _closed_wave(facts: dict[str, Any], number: int, complexes: dict[str, Complex]) -> Wave:
    entry = facts["waves"][number]
    opens, closes = date.fromisoformat(entry["opens_on"]), date.fromisoformat(entry["closes_on"])
    wave = Wave.objects.create(
        code=entry["code"],
        title=f"Meting {entry['code']}",
        opens_on=opens,
        closes_on=closes,
        note=entry["note"],
        questionnaire=Questionnaire.objects.get(name="Volledig (29 vragen)"),
    )
    codes = _start(wave, complexes, _at(opens))
    for complex_facts in facts["complexes"]:
        _answer(wave, codes, complex_facts, number, _at(opens + timedelta(days=9)))
    close_wave(wave, now=_at(closes + timedelta(days=1)))
    return wave


def _start(wave: Wave, complexes: dict[str, Complex], now: datetime) -> Codes:
    WaveComplex.objects.bulk_create(
        WaveComplex(wave=wave, complex=complex_) for complex_ in complexes.values()
    )
    open_wave(wave, now=now)
    return issue_codes(wave, today=timezone.localdate(now))


def _answer(wave: Wave, codes: Codes, facts: dict[str, Any], number: int, now: datetime) -> None:
    """Everybody of one complex's scene sends their answers, some with a text."""
    own = [(row, code) for row, code in codes if row.complex.code == facts["code"]]
    measures = tuple(int(measure["id"]) for measure in own[0][0].measures)
    random = Random(f"{SEED}/{facts['code']}/{number}")
    people = invent(scene(facts["code"], number, facts, measures), random)
    texts = [text for code, year, text, _ in TEXTS if (code, year) == (facts["code"], wave.code)]
    for index, ((_row, code), answers) in enumerate(zip(own, people, strict=False)):
        written = {"X1": texts[index]} if index < len(texts) else {}
        submit_response(code, answers=answers, texts=written, now=now)


def _open_wave(
    facts: dict[str, Any], complexes: dict[str, Complex], now: datetime
) -> tuple[Wave, Codes]:
    """A wave that runs now, with some answers in the urn; returns the codes still unused."""
    today = timezone.localdate(now)
    wave = Wave.objects.create(
        code=str(today.year),
        title=f"Meting {today.year}",
        opens_on=today - timedelta(days=9),
        closes_on=today + timedelta(days=19),
        outcome_on=today + timedelta(days=60),
        questionnaire=Questionnaire.objects.get(name="Kort (15 vragen)"),
    )
    codes = _start(wave, complexes, _at(wave.opens_on))
    used: set[str] = set()
    for entry in facts["complexes"]:
        own = [code for row, code in codes if row.complex.code == entry["code"]]
        sent = own[: OPEN_RESPONSES.get(entry["code"], 0)]
        people = invent(scene(entry["code"], 2, entry, ()), Random(f"{SEED}/{entry['code']}/open"))
        for code, answers in zip(sent, people, strict=False):
            asked = {name: value for name, value in answers.items() if name in _asked(wave)}
            submit_response(code, answers=asked, texts={}, now=_at(today - timedelta(days=3)))
        used.update(sent)
    return wave, [(row, code) for row, code in codes if code not in used]


def _keep_texts(user: User, waves: list[Wave], now: datetime) -> None:
    """Their time is long over; the demo shows them all the same, as something that is held with a reason."""
    for wave in waves:
        reason = _("Demonstratie: de teksten horen bij de rapporten die hier te zien zijn.")
        hold(FREE_TEXTS, (str(wave.pk), wave.title), reason=reason, until=None, by=user, now=now)
    retention.run(now=now)


def _asked(wave: Wave) -> set[str]:
    return set(wave.asked().variables())


def _release_texts(user: User) -> None:
    for code, year, text, released in TEXTS:
        if released:
            FreeText.objects.filter(wave__code=year, complex__code=code, text=text).update(
                state=FreeText.State.RELEASED, released_text=released
            )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
