"""Colours of pictures, safe for colour-blind readers; never the only carrier of a meaning."""

INK = "#1d2430"
SOFT = "#5a6372"
GRID = "#e4e1da"
PALE = "#9aa1ad"  # the earlier wave
WHITE = "#ffffff"

TONES = {"better": "#0a4f8f", "worse": "#b2410b", "neutral": "#6d7583"}

# Diverging, from unsafe to safe, with the ink that reads on each.
DIVERGING = {-2: "#b2410b", -1: "#f0a36b", 0: "#d9d9d9", 1: "#7fb1d8", 2: "#0a4f8f"}
ON_DIVERGING = {-2: WHITE, -1: INK, 0: INK, 1: INK, 2: WHITE}

# Okabe–Ito without its yellow and black: categories without an order.
CATEGORIES = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#0072b2", "#d55e00")
