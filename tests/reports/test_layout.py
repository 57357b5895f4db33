"""How rows and chapters are shared out over pages."""

import pytest

from reports.content.document import (
    ChangeRow,
    ChangeTable,
    Chapter,
    Front,
    Paragraph,
    ReportContent,
    Verdict,
)
from reports.layout import GROUP, HEAD, ROOM, fitting, lay, lay_out
from ui.charts.data import SCORE, AxisChart

WORSE, GREY = Verdict("aantoonbaar lager", "worse", "▼"), Verdict("niet aantoonbaar")
ONE_LINE = 15.5


def changes(*verdicts: Verdict) -> ChangeTable:
    axis = AxisChart(SCORE, 100)
    rows = (ChangeRow("Lift", "6", "5", None, "−1", "", None, verdict) for verdict in verdicts)
    return ChangeTable("2020", "2022", "score", axis, axis, tuple(rows))


def report(*chapters: Chapter) -> ReportContent:
    return ReportContent(Front("", "", "", "", (), None, "", ""), chapters)


@pytest.mark.parametrize(
    ("heights", "parts"),
    [
        ([], []),
        ([10.0] * 5, [(0, 5)]),
        ([10.0] * 10, [(0, 10)]),
        ([10.0] * 11, [(0, 6), (6, 11)]),
        ([30.0, 30, 30, 30, 10, 10, 10, 10], [(0, 3), (3, 6), (6, 8)]),
        ([150.0, 10], [(0, 1), (1, 2)]),
    ],
)
def test_rows_are_shared_over_as_few_pages_as_have_room(heights, parts):
    assert fitting(heights, 100.0) == parts


def test_table_of_changes_counts_its_verdicts_and_never_outgrows_a_page():
    room = ROOM - HEAD - 2 * GROUP  # one verdict, and room to say one once more
    fits = int(room // ONE_LINE)
    whole = list(lay(changes(*[GREY] * fits)))
    cut = list(lay(changes(WORSE, *[GREY] * fits)))
    many = list(lay(changes(*[WORSE] * 30, *[GREY] * 61)))
    assert [len(parts) for parts in (whole, cut, many)] == [1, 2, 3]
    assert all(part.sheet.height <= ROOM for part in (*whole, *cut, *many))
    assert [len(group.rows) for part in many for group in part.groups] == [30, 1, 31, 29]


@pytest.mark.parametrize(
    ("rows", "new_pages"),
    [(0, [True, False, False]), (15, [True, False, False]), (16, [True, True, True])],
)
def test_chapters_follow_on_when_few_changes_leave_room(rows, new_pages):
    words = (Paragraph("Iets."),)
    last = (changes(*[GREY] * rows),) if rows else words
    content = report(
        Chapter("a", "A", words), Chapter("b", "B", words), Chapter("c", "C", (*words, *last))
    )
    assert [one.new_page for one in lay_out(content).chapters] == new_pages


def test_chapter_that_follows_on_goes_on_doing_so_in_a_long_report():
    content = report(
        Chapter("a", "A", (changes(*[GREY] * 20),)), Chapter("b", "B", (), new_page=False)
    )
    assert [one.new_page for one in lay_out(content).chapters] == [True, False]
