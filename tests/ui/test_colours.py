"""Contrast against published values, and palettes in which every pair that meets is readable."""

import itertools

import pytest

from ui import colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # WebAIM: the lightest grey that passes AA on white
        ("#777777", "#ffffff", 4.48),  # WebAIM: just fails
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_equals_published_ratios(one, other, ratio):
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("#0a4f8f", True),
        ("#0A4F8F", True),
        ("#fff", False),
        ("0a4f8f", False),
        ("#0a4f8g", False),
        ("#0a4f8f;}", False),
        ("#0a4f8f\n", False),
        ("red", False),
        ("", False),
    ],
)
def test_colour_is_six_hexadecimal_digits_and_nothing_else(value, known):
    assert colours.is_colour(value) is known


def test_readable_leaves_a_readable_colour_alone():
    assert colours.readable("#0a4f8f", colours.WHITE, towards="#000000") == "#0a4f8f"


def test_readable_darkens_yellow_just_enough():
    darker = colours.readable("#ffcc00", colours.WHITE, towards="#000000")

    assert 4.5 <= colours.contrast(darker, colours.WHITE) < 5.0


def test_readable_towards_an_unreadable_colour_is_refused():
    with pytest.raises(ValueError, match="#eeeeee is not readable on #ffffff itself"):
        colours.readable("#ffffff", colours.WHITE, towards="#eeeeee")


CORNERS = ["#" + "".join(parts) for parts in itertools.product(("00", "80", "ff"), repeat=3)]


@pytest.mark.parametrize("accent", [*CORNERS, "#767676", "#0a4f8f", "#123456"])
def test_palettes_of_any_accent_are_readable_wherever_colours_meet(accent):
    light, dark = colours.light_palette(accent), colours.dark_palette(accent)

    for palette, grounds in (
        (light, (colours.WHITE, colours.PAPER)),
        (dark, (colours.DARK_CARD, "#14181f")),
    ):
        for ground in (*grounds, palette.wash):
            assert colours.contrast(palette.accent, ground) >= 4.5
            assert colours.contrast(palette.strong, ground) >= 4.5
        assert colours.contrast(palette.on_accent, palette.accent) >= 4.5
        assert colours.contrast(palette.on_accent, palette.strong) >= 4.5
