"""How wide words are in the typeface of reports: lines and letters get their place before they are set."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
Point = tuple[float, float]
FILES = {False: "source-sans-3-regular.ttf", True: "source-sans-3-semibold.ttf"}


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """In points, without kerning, which makes a line a little shorter."""
    widths, missing = _widths(bold)
    return sum(widths.get(letter, missing) for letter in words) * size


@lru_cache(maxsize=5000)  # every report says the same labels
def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The lines in which `words` fit `width` points; a word that is wider stands alone."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines) or ("",)


@cache
def _widths(bold: bool) -> tuple[dict[str, float], float]:
    with TTFont(FONTS / FILES[bold], lazy=True) as font:
        unit, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        widths = {chr(code): advances[name][0] / unit for code, name in font.getBestCmap().items()}
        return widths, advances[".notdef"][0] / unit


@cache
def outline(letter: str, *, bold: bool = False) -> str:
    """The shape of a letter as path operators of a PDF, in thousandths of its size; empty for a space."""
    with TTFont(FONTS / FILES[bold], lazy=True) as font:
        shapes, names = font.getGlyphSet(), font.getBestCmap()
        pen = _OutlinePen(shapes, 1000 / font["head"].unitsPerEm)
        shapes[names.get(ord(letter), ".notdef")].draw(pen)
    return " ".join(pen.said)


class _OutlinePen(BasePen):
    """Writes down what fontTools tells of a glyph; its curves of two handles become curves of three."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self.scale = scale
        self.said: list[str] = []

    def _moveTo(self, point: Point) -> None:  # noqa: N802  fontTools' names
        self._say("m", point)

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        self._say("l", point)

    def _curveToOne(self, one: Point, two: Point, end: Point) -> None:  # noqa: N802
        self._say("c", one, two, end)

    def _closePath(self) -> None:  # noqa: N802
        self.said.append("h")

    def _say(self, operator: str, *points: Point) -> None:
        numbers = (str(round(value * self.scale)) for point in points for value in point)
        self.said.append(" ".join([*numbers, operator]))
