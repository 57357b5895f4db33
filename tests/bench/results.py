"""Results of 1,000 complexes × 5 waves × 30 questions: levels, margins, changes and verdicts, disclosed."""

import django

COMPLEXES = 1000
COUNTED = 40  # really counted; their counts are repeated for the others
WAVES = (2018, 2020, 2022, 2024, 2026)


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from surveys import results
    from surveys.models import Wave
    from surveys.results import reading
    from surveys.results.bulk import all_levels, forget_changes
    from surveys.results.figures import figures
    from surveys.results.policy import disclose
    from surveys.results.resting import contributions
    from tests.bench import filling
    from tests.bench.measuring import cpu_seconds, row, tell
    from tests.bench.visiting import visitor

    places = filling.complexes(COMPLEXES)
    for year in WAVES:
        filling.wide_wave(year, places, counted=COUNTED)
    waves = list(Wave.objects.closed())
    reading.forget()
    found: list[object] = []
    with_reading = cpu_seconds(lambda: found.append(all_levels(waves)))
    kept = [
        (reading.closed_wave(wave), reading.all_complexes(reading.closed_wave(wave)))
        for wave in waves
    ]

    def compute() -> None:
        """All that follows from counts in hand: levels, margins, disclosure, the rest, changes."""
        for wave, mine in kept:
            levels = figures(mine.counts, wave.plan)
            shown = disclose(wave.policy, levels, wave.plan)
            contributions(mine.counts, levels, shown, wave.plan)
        forget_changes()
        all_levels(waves)

    once_read = cpu_seconds(compute)
    last = found[0][-1]  # type: ignore[index]
    one = waves[-1].wave_complexes.select_related("complex").first()
    assert one is not None
    reading.forget()
    single = cpu_seconds(lambda: results.unit_result(waves[-1], one.complex))
    pages = []
    for address, words in (
        (f"/metingen/{waves[-1].code}/uitslag/", "wave results page"),
        ("/overzicht/", "overview of the corporation"),
        ("/", "home page"),
    ):
        page = visitor(address)
        page()
        spent = cpu_seconds(page, times=10)
        with CaptureQueriesContext(connection) as queries:
            page()
        aim = "" if words.startswith("wave") else "≤ 150"
        pages.append(row(f"{words}, 1,000 complexes × 5 waves, warm, CPU", 1000 * spent, "ms", aim))
        pages.append(row("queries of that page", len(queries), ""))
    tell([
        row("1,000 complexes × 5 waves × 30 questions, with reading, CPU", with_reading, "s", "≤ 3"),
        row("the same once counts are read, CPU", once_read, "s", "≤ 0.5"),
        row("figures in the last wave (complexes × indicators)", last.levels.shown.size, ""),
        row("one complex over five waves, nothing read before, CPU", 1000 * single, "ms"),
        *pages,
    ])  # fmt: skip


if __name__ == "__main__":
    main()
