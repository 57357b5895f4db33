"""Writes a drawing as the PDF operators that paint it: what a report needs instead of SVG.

WeasyPrint reads every SVG anew and pays for every element and letter in it; operators go into the page as they
are. Letters are outlines, because a picture is an illustration with a text alternative, not words to be copied.
"""

import zlib
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgb
from matplotlib.path import Path

from ui.charts.surface import Label
from ui.charts.typeface import outline, text_width

ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
OPERATORS = {Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE4: "c"}
ROUND = 0.5523  # how far the handles of four curves lie, so that they make a circle


class InkRenderer(RendererBase):
    """A matplotlib backend that writes content of a PDF page; `y` runs down from the top left corner."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._said: list[str] = []
        self._last = ""

    def operators(self) -> bytes:
        """Packed as a PDF keeps them: a picture from the cache goes into it as it is."""
        return zlib.compress("\n".join(self._said).encode(), 9)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Any,
        rgbFace: Any = None,  # noqa: N803  matplotlib's name
    ) -> None:
        self._paint(gc, rgbFace, _path(path, transform, self.height))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803  matplotlib's name
    ) -> None:
        """Every marker of ours is a circle."""
        radius = marker_trans.get_matrix()[0, 0]
        for x, y in trans.transform(path.vertices):
            self._paint(gc, rgbFace, _circle(x, self.height - y, radius))

    def write(self, label: Label) -> None:
        x, y = label.get_transform().transform(label.place)
        x -= ANCHORS[label.anchor] * text_width(label.words, label.size, bold=label.bold)
        self._style(f"{_color(label.color)} rg")
        for letter in label.words:
            if shape := outline(letter, bold=label.bold):
                place = f"{_number(x)} {_number(self.height - y)}"
                scale = f"{label.size / 1000:.4f}"
                self._said.append(f"q {scale} 0 0 -{scale} {place} cm {shape} f Q")
            x += text_width(letter, label.size, bold=label.bold)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def flipy(self) -> bool:
        return False

    def _paint(self, gc: GraphicsContextBase, face: Any, shape: str) -> None:
        said, width = [], gc.get_linewidth()
        if face is not None:
            said.append(f"{_color(face)} rg")
        if width:
            dashes: Any = gc.get_dashes()[1]
            pattern = "" if dashes is None else " ".join(map(_number, dashes))
            cap = 1 if gc.get_capstyle() == "round" else 0
            said.append(f"{_color(gc.get_rgb())} RG {_number(width)} w [{pattern}] 0 d {cap} J")
        self._style(" ".join(said))
        how = {(True, True): "B", (True, False): "f", (False, True): "S"}
        self._said.append(f"{shape} {how.get((face is not None, bool(width)), 'n')}")

    def _style(self, style: str) -> None:
        """Colours and lines are said once for everything that follows with the same."""
        if style != self._last:
            self._said.append(style)
            self._last = style


def _path(path: Path, transform: Any, height: float) -> str:
    parts: list[str] = []
    for vertices, code in path.iter_segments(transform, simplify=False, curves=True):
        if code == Path.CLOSEPOLY:
            parts.append("h")
            continue
        pairs: list[list[float]] = np.reshape(vertices, (-1, 2)).tolist()
        numbers = " ".join(f"{_number(x)} {_number(height - y)}" for x, y in pairs)
        parts.append(f"{numbers} {OPERATORS[code]}")
    return " ".join(parts)


def _circle(x: float, y: float, r: float) -> str:
    h = r * ROUND
    corners = (
        (x + r, y + h, x + h, y + r, x, y + r),
        (x - h, y + r, x - r, y + h, x - r, y),
        (x - r, y - h, x - h, y - r, x, y - r),
        (x + h, y - r, x + r, y - h, x + r, y),
    )
    curves = " ".join(" ".join(map(_number, corner)) + " c" for corner in corners)
    return f"{_number(x + r)} {_number(y)} m {curves} h"


def _color(color: Any) -> str:
    return " ".join(_number(part, 3) for part in to_rgb(color))


def _number(value: float, decimals: int = 2) -> str:
    """12.30001 → "12.3", 4.0 → "4"."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
