"""From chart to picture: one function per kind of chart."""

from functools import singledispatch

from ui.charts import change, distribution, funnel, level, trend
from ui.charts.data import (
    AxisChart,
    ChangeChart,
    DifferenceChart,
    DistributionChart,
    Drawable,
    FunnelChart,
    GaugeChart,
    LevelChart,
    Picture,
    ShareChart,
    Sheet,
    StripChart,
    TrendChart,
)
from ui.charts.sheet import sheet
from ui.charts.surface import Paper, Surface


@singledispatch
def draw(chart: Drawable, paper: Paper = Surface) -> Picture:
    """SVG, alternative text and table of a chart. The same chart gives the same bytes.

    `paper` is where to draw: a surface of its own, or a part of a sheet.

    Raises TypeError for what is not a chart.
    """
    raise TypeError(f"{type(chart).__name__} is not a chart")


draw.register(AxisChart, change.axis_numbers)
draw.register(ChangeChart, change.change)
draw.register(DifferenceChart, change.difference)
draw.register(DistributionChart, distribution.distribution)
draw.register(ShareChart, distribution.share)
draw.register(TrendChart, trend.trend)
draw.register(LevelChart, level.level)
draw.register(StripChart, level.strip)
draw.register(FunnelChart, funnel.funnel)
draw.register(GaugeChart, level.gauge)


@draw.register
def _sheet(chart: Sheet, paper: Paper = Surface) -> Picture:  # a sheet lies on no other
    return sheet(chart, draw)
