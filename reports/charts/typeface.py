"""How wide words are in the typeface of reports: lines and letters get their place before they are set."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
FILES = {False: "source-sans-3-regular.ttf", True: "source-sans-3-semibold.ttf"}


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """In points, without kerning, which makes a line a little shorter."""
    widths, missing = _widths(bold)
    return sum(widths.get(letter, missing) for letter in words) * size


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
