"""Setting reports: one warm and cold, fifty over two processes, and what a process grows to."""

import django
from django.core.cache import cache

REPORTS = 50
PROCESSES = 2


def main() -> None:
    django.setup()
    from reports import batch
    from reports.content.building import report_content
    from reports.pdf import report_pdf
    from tests.bench import filling
    from tests.bench.measuring import cpu_seconds, peak_megabytes, row, seconds, tell

    places = filling.complexes(REPORTS)
    waves = [filling.closed_wave(year, places, respondents=45) for year in (2018, 2020, 2022)]
    wave = waves[-1]

    def one(number: int) -> None:
        report_pdf(report_content(wave, places[number]))

    one(0)  # imports and fonts
    cold = cpu_seconds(lambda: [one(n) for n in (1, 2, 3, 4)]) / 4
    warm = cpu_seconds(lambda: [one(n) for n in (1, 2, 3, 4)]) / 4
    cache.clear()
    rows = [
        row("one report, pictures cached, CPU", 1000 * warm, "ms", "≤ 600"),
        row("one report, pictures drawn, CPU", 1000 * cold, "ms", "≤ 1300"),
    ]
    for words, aim in (("pictures drawn", "≤ 40"), ("pictures cached", "≤ 20")):
        made: list[int] = []

        def all_of_them(made: list[int] = made) -> None:
            made.extend(len(p) for _, p in batch.set_all(batch.jobs(wave), processes=PROCESSES))

        clock = seconds(all_of_them)
        if len(made) != REPORTS:
            raise SystemExit(f"{len(made)} reports instead of {REPORTS}")
        rows.append(row(f"{REPORTS} reports over {PROCESSES} processes, {words}", clock, "s", aim))
        rows.append(row(f"size of a report, {words}", sum(made) / len(made) / 1024, "kB"))
    rows.append(
        row("peak memory of a report process", peak_megabytes(children=True), "MB", "≤ 350")
    )
    tell(rows)


if __name__ == "__main__":
    main()
