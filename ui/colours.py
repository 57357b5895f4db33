"""Colours that stay readable: contrast as WCAG 2.2 defines it, and what follows from one accent.

Colours are "#rrggbb". Source of the formulas: WCAG 2.2, "relative luminance" and "contrast ratio".
"""

import re
from dataclasses import dataclass

WHITE, INK = "#ffffff", "#1d2430"
PAPER, DARK_CARD = "#fbfaf7", "#1b2029"
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA)
_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(value: str) -> bool:
    """Whether `value` is "#rrggbb" and nothing else."""
    return _HEX.fullmatch(value.lower()) is not None


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0–1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str, *, towards: str) -> str:
    """The nearest mix of `colour` with `towards` that has enough contrast on `ground`.

    `towards` must itself be readable on `ground`; a readable colour comes back unchanged.
    """
    for percent in range(0, 101, 2):
        candidate = mix(colour, towards, percent / 100)
        if contrast(candidate, ground) >= ENOUGH:
            return candidate
    raise ValueError(f"{towards} is not readable on {ground} itself")


@dataclass(frozen=True)
class Palette:
    """What one accent becomes on a light or a dark screen; every pair that meets is readable."""

    accent: str
    strong: str
    wash: str
    on_accent: str


def light_palette(accent: str) -> Palette:
    """For a light screen: links on paper, words on the wash and on buttons all reach 4.5 : 1."""
    shown = readable(accent.lower(), PAPER, towards="#000000")
    return _palette(shown, WHITE, strong=mix(shown, "#000000", 0.2))


def dark_palette(accent: str) -> Palette:
    """For a dark screen: the same hue, light enough to be read there."""
    shown = readable(mix(accent.lower(), WHITE, 0.42), DARK_CARD, towards=WHITE)
    return _palette(shown, DARK_CARD, strong=mix(shown, WHITE, 0.3))


def _palette(shown: str, ground: str, *, strong: str) -> Palette:
    washes = (mix(ground, shown, percent / 100) for percent in range(12, -1, -2))
    wash = next(wash for wash in washes if contrast(shown, wash) >= ENOUGH)
    on_accent = max((WHITE, "#10151c"), key=lambda ink: contrast(ink, shown))
    return Palette(accent=shown, strong=strong, wash=wash, on_accent=on_accent)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
