"""The content of a report, ready to be set: chapters of blocks, with words and chart data.

Nothing here is computed any more: the PDF is a function of this document alone, which is what makes an
edition an archive. All words are Dutch. Only values that may be shown ever come here.
"""

from dataclasses import dataclass

from ui.charts.data import (
    AxisChart,
    ChangeChart,
    DifferenceChart,
    DistributionChart,
    GaugeChart,
    LevelChart,
    ShareChart,
    StripChart,
    Tone,
    TrendChart,
)


@dataclass(frozen=True)
class Verdict:
    """A verdict in words, with its colour and the sign that goes with it ("▲", "▼" or "")."""

    words: str
    tone: Tone = "neutral"
    sign: str = ""


@dataclass(frozen=True)
class Paragraph:
    words: str
    style: str = "body"  # "lead", "body" or "small"


@dataclass(frozen=True)
class Heading:
    words: str


@dataclass(frozen=True)
class Box:
    """A quiet box: how to read what is beside it, or what is missing and why."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """One of the three things that matter."""

    title: str
    words: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Matters:
    items: tuple[Matter, ...]


@dataclass(frozen=True)
class Figure:
    """One large figure. `note` says the margin, `verdict` what became of it."""

    value: str
    label: str
    note: str
    verdict: Verdict


@dataclass(frozen=True)
class Figures:
    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Happening:
    """A measure or an incident, by the letter it has on the time axes."""

    letter: str
    when: str
    title: str
    kind: str


@dataclass(frozen=True)
class Happenings:
    items: tuple[Happening, ...]


@dataclass(frozen=True)
class LevelRow:
    label: str
    value: str
    margin: str
    chart: LevelChart | None
    rest: str
    verdict: Verdict


@dataclass(frozen=True)
class LevelTable:
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True)
class ChangeRow:
    label: str
    earlier: str
    later: str
    chart: ChangeChart | None
    difference: str
    margin: str
    difference_chart: DifferenceChart | None
    verdict: Verdict


@dataclass(frozen=True)
class ChangeTable:
    """Sorted: what got demonstrably worse first, then better, then what was not demonstrated."""

    earlier_name: str
    later_name: str
    unit: str  # "score van 0 (slecht) tot 10 (goed)"
    axis: AxisChart
    difference_axis: AxisChart
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class Key:
    """One colour of a legend. `tone` as in Segment; `place` picks the category without one."""

    label: str
    tone: int | None
    place: int = 0


@dataclass(frozen=True)
class DistributionRow:
    label: str
    note: Verdict | None
    chart: DistributionChart | None
    beside: str  # "weet niet 8%", or why there is nothing to show


@dataclass(frozen=True)
class Distributions:
    """Rows that share one legend, because they share their answers."""

    legend: tuple[Key, ...]
    rows: tuple[DistributionRow, ...]


@dataclass(frozen=True)
class Share:
    label: str
    value: str
    chart: ShareChart


@dataclass(frozen=True)
class Shares:
    """A question with several answers."""

    label: str
    note: str
    rows: tuple[Share, ...]


@dataclass(frozen=True)
class Trend:
    label: str
    verdict: Verdict
    chart: TrendChart


@dataclass(frozen=True)
class Trends:
    """Small multiples; all on the same time axis."""

    items: tuple[Trend, ...]


@dataclass(frozen=True)
class StripRow:
    label: str
    value: str
    margin: str
    verdict: Verdict
    chart: StripChart


@dataclass(frozen=True)
class Strips:
    rows: tuple[StripRow, ...]


@dataclass(frozen=True)
class Quotes:
    items: tuple[str, ...]


@dataclass(frozen=True)
class PlainTable:
    """Words and numbers in rows; the first column is a row header, the others numbers unless `words`."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    words: bool = False


@dataclass(frozen=True)
class Term:
    term: str
    words: str


@dataclass(frozen=True)
class Terms:
    items: tuple[Term, ...]


Block = (
    Paragraph
    | Heading
    | Box
    | Matters
    | Figures
    | Happenings
    | LevelTable
    | ChangeTable
    | Distributions
    | Shares
    | Trends
    | Strips
    | Quotes
    | PlainTable
    | Terms
)


@dataclass(frozen=True)
class Chapter:
    key: str  # the anchor of the contents
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = True


@dataclass(frozen=True)
class Front:
    """The cover, and what runs along the head and foot of every page."""

    corporation: str
    accent: str
    title: str
    subtitle: str
    facts: tuple[Term, ...]
    gauge: GaugeChart | None
    running_head: str
    running_foot: str
    logo: str = (
        ""  # a PNG in base64; part of the content, so that an edition keeps the logo of its day
    )


@dataclass(frozen=True)
class ReportContent:
    """One report. `version` is of this document's shape, for archives that outlive a release."""

    front: Front
    chapters: tuple[Chapter, ...]
    language: str = "nl"
    version: int = 1
