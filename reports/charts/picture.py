"""From chart to picture: one function per kind of chart."""

from functools import singledispatch

from reports.charts import change, distribution, level, trend
from reports.charts.data import (
    AxisChart,
    ChangeChart,
    Chart,
    DifferenceChart,
    DistributionChart,
    GaugeChart,
    LevelChart,
    Picture,
    ShareChart,
    StripChart,
    TrendChart,
)


@singledispatch
def draw(chart: Chart) -> Picture:
    """SVG, alternative text and table of a chart. The same chart gives the same bytes.

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
draw.register(GaugeChart, level.gauge)
