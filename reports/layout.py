"""Where things stand on paper: rows of known height, so that one picture can lie beside a whole block.

Lines are broken here, with the widths of the typeface, because a row that grew by itself would leave its
picture. All measures are points; the classes `l1`, `l2`, … of static/pdf/report.css have the same heights.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from reports.content.document import (
    ChangeRow,
    ChangeTable,
    Chapter,
    DistributionRow,
    Distributions,
    LevelRow,
    LevelTable,
    ReportContent,
    Shares,
    StripRow,
    Strips,
    Trend,
    Trends,
    Verdict,
)
from ui.charts.data import Part, Sheet
from ui.charts.typeface import wrapped

R = TypeVar("R")
# One more whenever the same content comes out as other bytes: this module, templates and styles of the PDF, the
# pictures, WeasyPrint or a typeface. An edition keeps the one it was published with.
LAYOUT_VERSION = 5
PAGE = 482.0  # width of the text
LINE, SPACE = 11.0, 4.5  # of every line of words, and of a row around its lines
HEAD = 22.0  # heads of columns with the numbers of their axes
GROUP = 18.0  # a verdict in words above its rows
BOLD, PLAIN = 9.4, 8.6  # sizes of labels and of notes
ROOM = (
    628.0  # height of a change table that fits on a page under its heading and two lines of words
)
SHORT = 280.0  # height of all change tables of a questionnaire with few questions
FEW = 4  # rows of answers that stay together on a page


@dataclass(frozen=True)
class Line:
    """One row: its words broken into lines that do not break again. `lines` decides how high it is."""

    label: tuple[str, ...]
    lines: int
    words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    tone: str = "neutral"


@dataclass(frozen=True)
class Group:
    """Rows under one verdict."""

    title: str
    tone: str
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class Laid:
    """A block, or a part of it that stays on one page, with its picture."""

    block: object
    sheet: Sheet | None = None
    rows: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    pair: tuple[Trend, ...] = ()
    words: str = ""


def row_height(line: Line) -> float:
    return LINE * line.lines + SPACE


@dataclass(frozen=True)
class LaidChapter:
    chapter: Chapter
    parts: tuple[Laid, ...]
    new_page: bool


@dataclass(frozen=True)
class Layout:
    """A whole report, ready for the template."""

    gauge: Sheet | None
    chapters: tuple[LaidChapter, ...]

    @property
    def sheets(self) -> list[Sheet]:
        """Every picture, in reading order."""
        found = [self.gauge] if self.gauge else []
        parts = [part for chapter in self.chapters for part in chapter.parts]
        return found + [part.sheet for part in parts if part.sheet]


def lay_out(content: ReportContent) -> Layout:
    """Every block of a report with its rows and its picture, in the language of the report."""
    gauge = content.front.gauge
    with translation.override(content.language):
        parts = [
            tuple(part for block in one.blocks for part in lay(block)) for one in content.chapters
        ]
    short = _has_room(parts)
    return Layout(
        Sheet(gauge.width, gauge.height, (Part(0, 0, gauge),)) if gauge else None,
        tuple(
            LaidChapter(one, laid, one.new_page and (one is content.chapters[0] or not short))
            for one, laid in zip(content.chapters, parts, strict=True)
        ),
    )


def _has_room(parts: list[tuple[Laid, ...]]) -> bool:
    """Whether the changes leave room on their page: then chapters follow on, or pages stay half empty."""
    changes = [part for laid in parts for part in laid if isinstance(part.block, ChangeTable)]
    return sum(part.sheet.height for part in changes if part.sheet) <= SHORT


@singledispatch
def lay(block: object) -> Iterator[Laid]:
    """The parts of a block, each with at most one picture; words alone are one part without."""
    yield Laid(block)


# Changes -----------------------------------------------------------------------------------------

LABEL, DUMBBELL, DIFFERENCE, TOLD = 168.0, (218.0, 104.0), (326.0, 60.0), 92.0


@lay.register
def _changes(block: ChangeTable) -> Iterator[Laid]:
    heights = [row_height(_change_line(row)) for row in block.rows]
    verdicts = [row.verdict for row in block.rows]
    for place, verdict in enumerate(verdicts):
        if place == 0 or verdict != verdicts[place - 1]:
            heights[place] += GROUP
    # a part may have to say once more which verdict its first row is under
    for start, end in fitting(heights, ROOM - HEAD - GROUP):
        yield _change_part(block, block.rows[start:end])


def fitting(heights: list[float], room: float) -> list[tuple[int, int]]:
    """Where each part starts and ends: as few parts as fit in `room`, of about as many rows each."""
    parts: list[tuple[int, int]] = []
    for most in range(len(heights), 0, -1):
        parts = [(part[0], part[-1] + 1) for part in _in_parts(tuple(range(len(heights))), most)]
        if all(sum(heights[start:end]) <= room for start, end in parts):
            break
    return parts


def _in_parts(rows: tuple[R, ...], most: int) -> Iterator[tuple[R, ...]]:
    """As few parts as can be, of about equal size, none larger than `most`."""
    parts = -(-len(rows) // most)
    size = -(-len(rows) // parts) if parts else 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _change_part(block: ChangeTable, rows: tuple[ChangeRow, ...]) -> Laid:
    parts = [
        Part(DUMBBELL[0], HEAD - 12, replace(block.axis, width=DUMBBELL[1])),
        Part(DIFFERENCE[0], HEAD - 12, replace(block.difference_axis, width=DIFFERENCE[1])),
    ]
    y, rules, groups = HEAD, [], []
    for verdict, found in _by_verdict(rows).items():
        y += GROUP
        lines = []
        for row in found:
            line = _change_line(row)
            height = row_height(line)
            rules.append(y)
            parts += _change_charts(row, y, height)
            lines.append(line)
            y += height
        groups.append(Group(_heading(verdict), verdict.tone, tuple(lines)))
    return Laid(block, Sheet(PAGE, y, tuple(parts), tuple(rules), HEAD), groups=tuple(groups))


def _by_verdict(rows: tuple[ChangeRow, ...]) -> dict[Verdict, list[ChangeRow]]:
    """In the order in which the verdicts first come."""
    found: dict[Verdict, list[ChangeRow]] = {}
    for row in rows:
        found.setdefault(row.verdict, []).append(row)
    return found


def _change_charts(row: ChangeRow, y: float, height: float) -> Iterator[Part]:
    for (x, width), chart in ((DUMBBELL, row.chart), (DIFFERENCE, row.difference_chart)):
        if chart:
            yield Part(x, y, replace(chart, width=width, height=height))


def _change_line(row: ChangeRow) -> Line:
    sign = f"{row.verdict.sign} " if row.verdict.sign else ""
    margin = f" ({row.margin})" if row.margin else ""
    told = wrapped(f"{sign}{row.difference}{margin}", TOLD, 8.4)
    label = wrapped(row.label, LABEL, BOLD, bold=True)
    levels = (f"{row.earlier} → {row.later}",)
    return Line(label, max(len(label), len(told)), levels, told, row.verdict.tone)


def _heading(verdict: Verdict) -> str:
    return verdict.words[:1].upper() + verdict.words[1:]


# Levels, strips ----------------------------------------------------------------------------------

LEVEL_LABEL, LEVEL_CHART, LEVEL_TOLD = 126.0, (222.0, 132.0), 116.0
STRIP_WORDS, STRIP_CHART, STRIP = 206.0, (222.0, 260.0), 48.0
STRIPS = 1  # that stay together on a page


@lay.register
def _levels(block: LevelTable) -> Iterator[Laid]:
    y, parts, rules = HEAD, [], []
    lines: list[Line] = []
    for row in block.rows:
        line = _level_line(row)
        if lines:
            rules.append(y)
        if row.chart:
            x, width = LEVEL_CHART
            parts.append(Part(x, y + row_height(line) / 2 - 8, replace(row.chart, width=width)))
        lines.append(line)
        y += row_height(line)
    yield Laid(block, Sheet(PAGE, y, tuple(parts), tuple(rules), HEAD), tuple(lines))


def _level_line(row: LevelRow) -> Line:
    sign = f"{row.verdict.sign} " if row.verdict.sign else ""
    told = wrapped(sign + row.verdict.words, LEVEL_TOLD, PLAIN) if row.verdict.words else ()
    rest = (_("andere complexen: %(rest)s") % {"rest": row.rest},) if row.rest else ()
    label = wrapped(row.label, LEVEL_LABEL, BOLD, bold=True)
    lines = max(len(label), len(told) + len(rest), 2)
    return Line(label, lines, (row.value, row.margin), told + rest, row.verdict.tone)


@lay.register
def _strips(block: Strips) -> Iterator[Laid]:
    for rows in _in_parts(block.rows, STRIPS):
        yield _strip_part(block, rows)


def _strip_part(block: Strips, rows: tuple[StripRow, ...]) -> Laid:
    lines, parts = [], []
    for place, row in enumerate(rows):
        x, width = STRIP_CHART
        parts.append(Part(x, place * STRIP + 2, replace(row.chart, width=width)))
        lines.append(_strip_line(row))
    rules = tuple(place * STRIP for place in range(len(lines)))
    return Laid(block, Sheet(PAGE, len(lines) * STRIP, tuple(parts), rules), tuple(lines))


def _strip_line(row: StripRow) -> Line:
    sign = f"{row.verdict.sign} " if row.verdict.sign else ""
    margin = _(" (marge %(margin)s)") % {"margin": row.margin} if row.margin else ""
    told = (f"{sign}{row.verdict.words}",) if row.verdict.words else ()
    return Line(wrapped(row.label, STRIP_WORDS, BOLD, bold=True), 4, (row.value + margin,), told,
                row.verdict.tone)  # fmt: skip


# Answers -----------------------------------------------------------------------------------------

ANSWER_WORDS, BARS = 262.0, (282.0, 200.0)
SHARE = 11.5


@lay.register
def _distributions(block: Distributions) -> Iterator[Laid]:
    words = " · ".join(key.label for key in block.legend)
    for rows in _in_parts(block.rows, FEW):
        yield _answers(block, rows, words)
        words = ""


def _answers(block: Distributions, rows: tuple[DistributionRow, ...], words: str) -> Laid:
    y, parts, rules = 0.0, [], []
    lines: list[Line] = []
    for row in rows:
        line = _answer_line(row)
        if lines or not words:
            rules.append(y)
        if row.chart:
            parts.append(Part(BARS[0], y + 4, replace(row.chart, width=BARS[1])))
        lines.append(line)
        y += row_height(line)
    sheet = Sheet(PAGE, y, tuple(parts), tuple(rules)) if parts else None
    return Laid(block, sheet, tuple(lines), words=words)


def _answer_line(row: DistributionRow) -> Line:
    note, tone = "", "neutral"
    if row.note:
        note, tone = f"{row.note.sign} {row.note.words}".strip(), row.note.tone
    said = " · ".join(part for part in (note, row.beside) if part)
    label = wrapped(row.label, ANSWER_WORDS, BOLD, bold=True)
    words = wrapped(said, ANSWER_WORDS, PLAIN) if said else ()
    return Line(label, max(len(label) + len(words), 2), words, tone=tone)


@lay.register
def _shares(block: Shares) -> Iterator[Laid]:
    x, width = BARS
    parts = tuple(
        Part(x, place * SHARE + 1.5, replace(row.chart, width=width))
        for place, row in enumerate(block.rows)
    )
    yield Laid(block, Sheet(PAGE, len(block.rows) * SHARE, parts) if parts else None)


# Trends ------------------------------------------------------------------------------------------

TREND, TREND_WORDS, TREND_HEIGHT = 232.0, 23.0, 100.0


@lay.register
def _trends(block: Trends) -> Iterator[Laid]:
    size = (TREND, TREND_HEIGHT - TREND_WORDS - 5)
    for start in range(0, len(block.items), 2):
        pair = block.items[start : start + 2]
        parts = tuple(
            Part(
                place * (PAGE - TREND),
                TREND_WORDS,
                replace(item.chart, width=size[0], height=size[1]),
            )
            for place, item in enumerate(pair)
        )
        yield Laid(block, Sheet(PAGE, TREND_HEIGHT, parts), pair=pair)
