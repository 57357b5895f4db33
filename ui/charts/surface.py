"""A sheet to draw on: matplotlib's figure and artists, written as the least SVG that says the same.

matplotlib's own SVG writer costs the PDF twice its time in groups, clip paths and style attributes.
`LeanRenderer` is a matplotlib backend that writes plain shapes with coordinates in tenths of a point; it
makes no identifiers and no dates, so the same data gives the same bytes. Words belong around a picture,
not in it: text here is digits and a few short labels.
"""

from collections.abc import Callable
from copy import copy
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from ui.charts.data import Axis
from ui.charts.words import tenths

FONT = "'Source Sans 3','Source Sans Pro',Helvetica,Arial,sans-serif"
SIZE = 8.0
COMMANDS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


class LeanRenderer(RendererBase):
    """Writes what a figure draws as flat SVG elements; `y` runs down, as in SVG."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.elements: list[str] = []

    def svg(self) -> str:
        size = f'width="{tenths(self.width)}pt" height="{tenths(self.height)}pt"'
        box = f'viewBox="0 0 {tenths(self.width)} {tenths(self.height)}"'
        font = f'font-family="{FONT}" font-size="{tenths(SIZE)}"'
        body = "".join(self.elements)
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} {font}>{body}</svg>'

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Any,
        rgbFace: Any = None,  # noqa: N803  matplotlib's name
    ) -> None:
        d = _path_data(path, transform, self.height)
        self.elements.append(f'<path d="{d}"{_paint(gc, rgbFace)}/>')

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803  matplotlib's name
    ) -> None:
        """Every marker of ours is a circle: one element instead of eight curves."""
        radius = tenths(marker_trans.get_matrix()[0, 0])
        for x, y in trans.transform(path.vertices):
            place = f'cx="{tenths(x)}" cy="{tenths(self.height - y)}" r="{radius}"'
            self.elements.append(f"<circle {place}{_paint(gc, rgbFace)}/>")

    def write(self, label: "Label") -> None:
        """Text is anchored as asked, so that it stands right whatever the reader's font measures."""
        x, y = label.get_transform().transform(label.place)
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        place = f'x="{tenths(x)}" y="{tenths(self.height - y)}"{anchor}'
        size = "" if label.size == SIZE else f' font-size="{tenths(label.size)}"'
        weight = ' font-weight="600"' if label.bold else ""
        fill = f' fill="{label.color}"'
        self.elements.append(f"<text {place}{size}{weight}{fill}>{escape(label.words)}</text>")

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def flipy(self) -> bool:
        return False


def _path_data(path: Path, transform: Any, height: float) -> str:
    parts: list[str] = []
    for vertices, code in path.iter_segments(transform, simplify=False, curves=True):
        if code == Path.CLOSEPOLY:
            parts.append("Z")
            continue
        pairs: list[list[float]] = np.reshape(vertices, (-1, 2)).tolist()
        numbers = " ".join(f"{tenths(x)} {tenths(height - y)}" for x, y in pairs)
        parts.append(f"{COMMANDS[code]}{numbers}")
    return "".join(parts)


def _paint(gc: GraphicsContextBase, face: Any) -> str:
    fill = f' fill="{to_hex(face)}"' if face is not None else ' fill="none"'
    if not gc.get_linewidth():
        return fill
    stroke = f' stroke="{to_hex(gc.get_rgb())}" stroke-width="{tenths(gc.get_linewidth())}"'
    dashes: Any = gc.get_dashes()[1]
    dash = "" if dashes is None else f' stroke-dasharray="{" ".join(tenths(d) for d in dashes)}"'
    cap = ' stroke-linecap="round"' if gc.get_capstyle() == "round" else ""
    return f"{fill}{stroke}{dash}{cap}"


class Label(Artist):
    """A few characters at a place. matplotlib's own Text would look for a font to measure them."""

    def __init__(  # noqa: PLR0913  what a label is
        self,
        place: tuple[float, float],
        words: str,
        color: str,
        *,
        transform: Any,
        anchor: str = "start",
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        super().__init__()
        self.set_transform(transform)
        self.place, self.words, self.color = place, words, color
        self.anchor, self.size, self.bold = anchor, size, bold

    def draw(self, renderer: Any) -> None:
        renderer.write(self)


class Surface:
    """A sheet of `width` × `height` points with its origin at the top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)
        self.is_part = False
        self._order = count()
        self._down = Affine2D().scale(1, -1).translate(0, height)

    def part(self, x: float, y: float) -> "Paper":
        """Paper that lies on this sheet with its top left corner at x, y."""

        def paper(width: float, height: float) -> Surface:
            surface = copy(self)
            surface.width, surface.height, surface.is_part = width, height, True
            surface._down = Affine2D().scale(1, -1).translate(x, self.height - y)
            return surface

        return paper

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        color: str,
        *,
        width: float = 1,
        dashes: tuple[float, ...] = (),
    ) -> None:
        self.path([start, end], color, width=width, dashes=dashes)

    def lines(
        self,
        pairs: list[tuple[tuple[float, float], tuple[float, float]]],
        color: str,
        *,
        width: float,
    ) -> None:
        """Many lines of one kind as one element: a grid costs the PDF as much as a single line."""
        corners = [corner for pair in pairs for corner in pair]
        shape = Path(corners, [Path.MOVETO, Path.LINETO] * len(pairs))
        self._add(
            PathPatch(
                shape, facecolor="none", edgecolor=color, lw=width, transform=self._down, fill=False
            )
        )

    def path(
        self,
        points: list[tuple[float, float]],
        color: str,
        *,
        width: float = 1,
        dashes: tuple[float, ...] = (),
    ) -> None:
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=color, linewidth=width, transform=self._down)
        line.set_solid_capstyle("butt")
        line.set_dash_capstyle("butt")
        if dashes:
            line.set_linestyle((0, tuple(dash / width for dash in dashes)))
        self._add(line)

    def dot(self, x: float, y: float, *, radius: float, fill: str, edge: str) -> None:
        self._add(
            Line2D(
                [x], [y], marker="o", markersize=2 * radius, linestyle="none",
                markerfacecolor=fill, markeredgecolor=edge, markeredgewidth=1.2,
                transform=self._down,
            )
        )  # fmt: skip

    def box(
        self, x: float, y: float, size: tuple[float, float], fill: str, edge: str | None = None
    ) -> None:
        style: dict[str, Any] = (
            {"edgecolor": edge, "lw": 0.5} if edge else {"edgecolor": "none", "lw": 0}
        )
        self._add(Rectangle((x, y), *size, facecolor=fill, transform=self._down, **style))

    def shape(self, corners: list[tuple[float, float]], fill: str) -> None:
        self._add(Polygon(corners, facecolor=fill, edgecolor="none", lw=0, transform=self._down))

    def text(self, x: float, y: float, words: str, color: str, **style: Any) -> None:
        """`y` is the baseline; `style`: anchor, size and bold of Label."""
        self._add(Label((x, y), words, color, transform=self._down, **style))

    def _add(self, artist: Artist) -> None:
        artist.set_zorder(next(self._order))  # what is drawn later lies on top
        self.figure.add_artist(artist)

    def svg(self) -> str:
        """The drawing on its own; a part of a sheet leaves that to the sheet."""
        if self.is_part:
            return ""
        renderer = LeanRenderer(self.width, self.height)
        self.figure.draw(renderer)
        return renderer.svg()


Paper = Callable[[float, float], Surface]


class Scale:
    """Maps values of an axis to a stretch of the sheet, left to right (or bottom to top)."""

    def __init__(self, axis: Axis, start: float, end: float) -> None:
        self.axis, self.start, self.end = axis, start, end

    def __call__(self, value: float) -> float:
        inside = min(max(value, self.axis.low), self.axis.high)
        share = (inside - self.axis.low) / (self.axis.high - self.axis.low)
        return self.start + share * (self.end - self.start)

    def steps(self) -> list[float]:
        count = round((self.axis.high - self.axis.low) / self.axis.step)
        return [self.axis.low + k * self.axis.step for k in range(count + 1)]

    def named_steps(self) -> list[float]:
        """The few steps that get a number: a reader needs the ends and some halt between."""
        steps = self.steps()
        return steps[:: 3 if self.axis.kind == "mark" else 2] if len(steps) > 4 else steps
