"""Forty scripted residents: what an attacker knows at best, code, moment and answers of each."""

import json
import random
import secrets
from dataclasses import dataclass
from datetime import timedelta

from surveys.models import FreeText, Response, Wave, WaveComplex
from surveys.services.closing import Closing, close_wave
from surveys.services.responding import Outcome, submit_response
from surveys.urn import codes, sealing
from tests.factories.urn import NOON, open_wave_with_codes

RESIDENTS = 40


@dataclass(frozen=True)
class Resident:
    """`number` is the place in the order of sending: the secret an attacker tries to recover."""

    number: int
    place: WaveComplex
    code: str
    answers: dict
    texts: dict

    @property
    def digest(self) -> bytes:
        return codes.digest(self.code)


@dataclass
class Town:
    wave: Wave
    residents: list[Resident]
    unused: list[str]
    word: str

    def close(self) -> Closing:
        return close_wave(self.wave, now=NOON + timedelta(days=25))

    def number_of(self, answers: dict) -> int:
        """Who gave these answers: all forty differ."""
        return self._by_answers()[json.dumps(answers, sort_keys=True)]

    def _by_answers(self) -> dict[str, int]:
        return {
            json.dumps(sealing.canonical(resident.answers), sort_keys=True): resident.number
            for resident in self.residents
        }

    def numbers_of_responses(self, order: str = "pk") -> list[int]:
        rows = Response.objects.filter(wave=self.wave).order_by(order)
        return [self.number_of(row.answers) for row in rows]

    def numbers_of_texts(self, order: str = "pk") -> list[int]:
        rows = FreeText.objects.filter(wave=self.wave).order_by(order)
        return [int(row.text.rsplit(" ", 1)[1]) for row in rows]


def answers_of(number: int, dice: random.Random) -> dict:
    """Unlike anybody else's: the number in four answers, the rest drawn; written in a random order."""
    digits = [number // 4**power % 4 + 1 for power in range(3)]
    answers = dict(zip(["O1", "O2", "O3"], digits, strict=True))
    answers |= {"V1": dice.randint(1, 5), "R1": float(dice.randint(1, 10))}
    names = list(answers)
    dice.shuffle(names)
    return {name: answers[name] for name in names}


def text_of(number: int, word: str) -> str:
    """Findable in any file by a word of this town alone, and with its number at the end."""
    return f"Spoorzoeker {word} schrijft dat het donker is, nummer {number}"


def open_town() -> Town:
    dice, word = random.Random(20260922), secrets.token_hex(4)
    wave, issued = open_wave_with_codes(dwellings=30, complexes=2)
    drawn = dice.sample(issued, RESIDENTS)
    residents = [
        Resident(number, place, code, answers_of(number, dice), {"X1": text_of(number, word)})
        for number, (place, code) in enumerate(drawn)
    ]
    for resident in residents:
        moment = NOON + timedelta(minutes=11 * resident.number)
        sent = submit_response(
            resident.code, answers=resident.answers, texts=resident.texts, now=moment
        )
        assert sent is Outcome.STORED
    used = {resident.code for resident in residents}
    unused = [code for _place, code in issued if code not in used]
    return Town(wave, residents, unused, word)
