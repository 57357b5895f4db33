"""One complex's results page as staff open it, warm: CPU and queries."""

import django

TIMES = 30


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from tests.bench import filling
    from tests.bench.measuring import cpu_seconds, row, tell

    places = filling.complexes(12)
    for year in (2018, 2020, 2022):
        filling.closed_wave(year, places, respondents=45)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_user("bench@zilverbeek.example", name="Bench"))
    address = f"/metingen/2022/uitslag/{places[3].code}/"

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")

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
