"""One complex's results page as staff open it, warm: CPU and queries."""

import django

TIMES = 30


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench import filling
    from tests.bench.measuring import cpu_seconds, row, tell
    from tests.bench.visiting import visitor

    places = filling.complexes(12)
    for year in (2018, 2020, 2022):
        filling.closed_wave(year, places, respondents=45)
    ask = visitor(f"/metingen/2022/uitslag/{places[3].code}/")
    cold = cpu_seconds(ask)
    warm = cpu_seconds(ask, times=TIMES)
    with CaptureQueriesContext(connection) as queries:
        ask()
    tell([
        row("one complex's results page, warm, CPU", 1000 * warm, "ms", "≤ 60"),
        row("the same in a fresh process, pictures drawn", 1000 * cold, "ms"),
        row("queries of that page", len(queries), ""),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
