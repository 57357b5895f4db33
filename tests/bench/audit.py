"""The page of the audit log with very many lines: its first page, a far one, sorted, filtered, searched."""

from datetime import UTC, datetime, timedelta

import django

LINES = 200_000
BATCH = 10_000


def fill() -> None:
    from proof.models import AuditEntry, Verb

    verbs, kinds = list(Verb), ["wave", "edition", "user", "complex", "partner", "grant", ""]
    began = datetime(2024, 11, 25, tzinfo=UTC)
    for first in range(0, LINES, BATCH):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=began + timedelta(seconds=300 * number),
                actor_name=f"Medewerker {number % 40}",
                verb=verbs[number % len(verbs)],
                kind=kinds[number % len(kinds)],
                key=str(number % 900),
                words=f"Meting {number % 900}",
                details={"lines": number % 50},
            )
            for number in range(first, first + BATCH)
        )


def main() -> None:
    django.setup()
    from tests.bench.measuring import cpu_seconds, row, tell
    from tests.bench.visiting import visitor

    fill()
    asked = {
        "first page": "",
        "page 400, the last that is counted": "?pagina=400",
        "page 7,000": "?pagina=7000",
        "by kind, page 7,000": "?sorteer=soort&pagina=7000",
        "by name downwards, first page": "?sorteer=-wie",
        "one kind, page 1,000": "?soort=wave&pagina=1000",
        "one verb": "?wat=exported",
        "search of a name that is on every fortieth line": "?zoek=medewerker+17",
        "search of words that are nowhere": "?zoek=bestaatniet",
    }
    rows = []
    for words, query in asked.items():
        ask = visitor(f"/logboek/{query}")
        ask()
        spent = 1000 * cpu_seconds(ask, times=5)
        aim = "" if "search" in words else "≤ 100"
        rows.append(row(f"log of {LINES:,} lines, {words}, CPU", spent, "ms", aim))
    tell(rows)


if __name__ == "__main__":
    main()
