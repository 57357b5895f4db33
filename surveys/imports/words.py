"""What was detected and what came of it, in lines of text: the same for command and example."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sheets.tables import Table
from surveys.imports.outcome import Outcome, Summary


def table_words(table: Table) -> str:
    return _("{rows} rijen, {columns} kolommen, {blank} lege regels").format(
        rows=len(table.rows), columns=len(table.columns), blank=table.blank
    )


def summary_lines(outcome: Outcome, *, others: bool = True) -> Iterator[str]:
    """The sum that adds up, with its reasons; `others`: the file's rows of other waves too."""
    summary = outcome.summary
    yield _("Gelezen {read} = ingelezen {imported} + afgewezen {rejected}").format(
        read=summary.read, imported=summary.imported, rejected=summary.rejected
    )
    for reason, times in summary.row_reasons.items():
        yield _("  rij afgewezen, {times}×: {reason}").format(times=times, reason=reason)
    yield _("Losse antwoorden afgewezen: {cells}").format(cells=summary.rejected_cells)
    for reason, times in summary.cell_reasons.items():
        yield _("  antwoord afgewezen, {times}×: {reason}").format(times=times, reason=reason)
    if without := summary.per_complex.get(""):
        yield _("Zonder complex, telt alleen mee in het geheel: {rows}").format(rows=without)
    for question in outcome.not_asked:
        yield _("Niet gevraagd in deze meting: {code} ({short})").format(
            code=question.code, short=question.says_short("nl")
        )
    if others:
        yield from _other_lines(summary)


def _other_lines(summary: Summary) -> Iterator[str]:
    if summary.others:
        rest = ", ".join(
            f"{value or '∅'} ({rows})" for value, rows in sorted(summary.others.items())
        )
        yield _("Rijen van andere metingen: {rows} – {rest}").format(
            rows=sum(summary.others.values()), rest=rest
        )
