"""Closing a wave of 20,000 responses: unseal, shuffle, write, count, delete, vacuum."""

import random
from datetime import timedelta
from secrets import token_bytes

import django

RESPONSES = 20_000
COMPLEXES = 200


def main() -> None:
    django.setup()
    from django.utils import timezone

    from complexes.models import Complex, Corporation
    from config.demo.answers import Scene, invent
    from surveys.models import Questionnaire, SealedItem, Wave, WaveComplex
    from surveys.services.closing import close_wave
    from surveys.services.waves import open_wave
    from surveys.urn.sealing import seal_answers, seal_text
    from tests.bench.measuring import cpu_seconds, row, tell

    Corporation(name="Woonstichting Zilverbeek").save()
    now = timezone.now()
    wave = Wave.objects.create(
        code="groot",
        title="Groot",
        opens_on=now.date(),
        closes_on=now.date() + timedelta(days=20),
        questionnaire=Questionnaire.objects.get(name="Volledig (29 vragen)"),
    )
    rows = [
        WaveComplex(
            wave=wave,
            complex=Complex.objects.create(code=f"G{i}", name=f"Groot {i}", dwellings=200),
        )
        for i in range(COMPLEXES)
    ]
    WaveComplex.objects.bulk_create(rows)
    open_wave(wave, now=now)
    wave.refresh_from_db()
    per_complex = RESPONSES // COMPLEXES
    source = random.Random("closing")
    for row_ in WaveComplex.objects.filter(wave=wave):
        people = invent(Scene(respondents=per_complex, mark=6.5, unsafe=per_complex // 3), source)
        sealed = []
        seal = {
            "wave_complex": row_.pk,
            "public_key": bytes(wave.public_key or b""),
            "length": wave.item_length,
        }
        for number, answers in enumerate(people):
            text = {"X1": "De lamp bij de berging is stuk."} if number % 5 == 0 else {}
            sealed += [seal_answers(answers, **seal), seal_text(text, **seal)]
        SealedItem.objects.bulk_create(
            SealedItem(key=token_bytes(16), wave=wave, sealed=item) for item in sealed
        )
    from tests.bench.measuring import seconds

    cpu: list[float] = []
    clock = seconds(lambda: cpu.append(cpu_seconds(lambda: close_wave(wave, now=now))))
    wave.refresh_from_db()
    tell([
        row(f"closing {RESPONSES} responses, clock", clock, "s", "≤ 20"),
        row(f"closing {RESPONSES} responses, CPU", cpu[0], "s"),
        row("responses kept", wave.responses.count(), ""),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
