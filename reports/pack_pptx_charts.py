"""Native charts of the slides: their numbers open in the presentation program's own sheet and can be changed there.

python-pptx draws one kind of chart a frame; a line over columns (a target) is the same series moved into a line chart
on the same axes, which every presentation program knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.slide import Slide
from pptx.util import Pt

from reports.pack_figures import share_ticks
from reports.pack_pptx_parts import FONT, INK, INK2, PALE, SMALLEST, Box, describe
from text import Language

Numbers = Sequence[float | None]
Categories = Sequence[str] | Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Series:
    """One row of numbers. ``dash``: a dashed line; ``marks``: dots on the line; ``colours``: of single columns, by
    their place; ``labels``: its numbers are printed."""

    name: str
    values: Numbers
    colour: str
    dash: bool = False
    marks: bool = False
    width: float = 2.5
    colours: dict[int, str] = field(default_factory=dict)
    labels: bool = False
    in_legend: bool = True


@dataclass(frozen=True)
class Axis:
    """The value axis: its end and the format of its numbers."""

    high: float
    step: float
    number_format: str = "0%"


def share_axis(values: Sequence[float | None], language: Language) -> Axis:
    """From 0 to a round share above all values, at most 100 %."""
    ticks = share_ticks(values)
    digits = "0" if ticks[1] >= 0.01 else "0.0"
    return Axis(ticks[-1], ticks[1], f"{digits}\u00a0%" if language.code == "vi" else f"{digits}%")


def columns(
    slide: Slide,
    box: Box,
    categories: Sequence[str],
    bars: Sequence[Series],
    lines: Sequence[Series],
    axis: Axis | None,
    alt: str,
    whiskers: tuple[Numbers, Numbers] | None = None,
    legend: bool = True,
) -> Chart:
    """Columns with lines over them. ``whiskers``: how far each column's interval reaches down and up; without ``axis``
    no value axis: the columns carry their numbers."""
    number_format = axis.number_format if axis else "#,##0"
    chart = _chart(slide, box, XL_CHART_TYPE.COLUMN_CLUSTERED, categories, [*bars, *lines], number_format, alt)
    for series, wanted in zip(list(chart.plots[0].series)[: len(bars)], bars, strict=True):
        _bar(series, wanted)
    chart.plots[0].gap_width = 45
    if whiskers:
        _whiskers(chart, whiskers)
    if lines:
        _lines_over(chart, len(bars), lines)
    _axes(chart, axis)
    _legend(chart, legend, [*bars, *lines])
    return chart


def stacked_bars(
    slide: Slide, box: Box, categories: Sequence[str], bars: Sequence[Series], alt: str, least: int
) -> Chart:
    """Lying bars of several parts, the first category on top; numbers from ``least`` on are printed."""
    chart = _chart(slide, box, XL_CHART_TYPE.BAR_STACKED, categories, bars, "#,##0", alt)
    for series, wanted in zip(chart.plots[0].series, bars, strict=True):
        _bar(series, wanted, f'[>={least}]#,##0;""')
    chart.plots[0].gap_width, chart.plots[0].overlap = 35, 100
    _axes(chart, None)
    chart.category_axis.reverse_order = True
    _legend(chart, True, bars)
    return chart


def lines(slide: Slide, box: Box, categories: Categories, rows: Sequence[Series], axis: Axis, alt: str) -> Chart:
    """Lines over time; categories of two levels are years with their months."""
    chart = _chart(slide, box, XL_CHART_TYPE.LINE_MARKERS, categories, rows, "0.0%", alt)
    for series, wanted in zip(chart.plots[0].series, rows, strict=True):
        _line(series, wanted)
    _axes(chart, axis)
    _legend(chart, True, rows)
    return chart


def _chart(
    slide: Slide,
    box: Box,
    kind: XL_CHART_TYPE,
    categories: Categories,
    rows: Sequence[Series],
    number_format: str,
    alt: str,
) -> Chart:
    data = CategoryChartData(number_format=number_format)
    if isinstance(categories, Mapping):
        for whole, parts in categories.items():
            above = data.add_category(whole)
            for part in parts:
                above.add_sub_category(part)
    else:
        data.categories = list(categories)
    for row in rows:
        data.add_series(row.name, list(row.values))
    left, top, width, height = (Pt(length) for length in box)
    frame: Any = slide.shapes.add_chart(kind, left, top, width, height, data)
    describe(frame, alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.name, chart.font.size = FONT, Pt(SMALLEST)
    chart.font.color.rgb = RGBColor.from_string(INK2)
    return chart


def _axes(chart: Chart, axis: Axis | None) -> None:
    values, names = chart.value_axis, chart.category_axis
    names.format.line.color.rgb = RGBColor.from_string(INK2)
    names.major_tick_mark = names.minor_tick_mark = XL_TICK_MARK.NONE
    names.tick_labels.font.color.rgb = RGBColor.from_string(INK)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.minimum_scale, values.has_minor_gridlines = 0, False
    values.major_tick_mark = values.minor_tick_mark = XL_TICK_MARK.NONE
    values.format.line.fill.background()
    values.has_major_gridlines = axis is not None
    if axis is None:
        values.visible = False
        return
    values.maximum_scale, values.major_unit = axis.high, axis.step
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = axis.number_format, False
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(PALE)


def _legend(chart: Chart, wanted: bool, rows: Sequence[Series]) -> None:
    chart.has_legend = wanted
    if not wanted:
        return
    legend = chart.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    legend.font.size, legend.font.name = Pt(SMALLEST), FONT
    for number, row in enumerate(rows):
        if not row.in_legend:
            entry = OxmlElement("c:legendEntry")
            etree.SubElement(entry, qn("c:idx"), val=str(number))
            etree.SubElement(entry, qn("c:delete"), val="1")
            legend._element.find(qn("c:legendPos")).addnext(entry)


def _bar(series: Any, wanted: Series, label_format: str = "#,##0") -> None:
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(wanted.colour)
    for place, colour in wanted.colours.items():
        point = series.points[place].format.fill
        point.solid()
        point.fore_color.rgb = RGBColor.from_string(colour)
    if wanted.labels:
        labels = series.data_labels
        labels.show_value, labels.font.size, labels.font.name = True, Pt(SMALLEST), FONT
        labels.number_format, labels.number_format_is_linked = label_format, False
        labels.font.color.rgb = RGBColor.from_string(INK)


def _line(series: Any, wanted: Series) -> None:
    line = series.format.line
    line.color.rgb, line.width = RGBColor.from_string(wanted.colour), Pt(wanted.width)
    if wanted.dash:
        line.dash_style = MSO_LINE.DASH
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.CIRCLE if wanted.marks else XL_MARKER_STYLE.NONE
    if not wanted.marks:
        return
    series.marker.size = 9
    _paint(series.marker.format, wanted.colour)
    for place, colour in wanted.colours.items():
        point = series.points[place]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.TRIANGLE, 14
        _paint(point.marker.format, colour)


def _paint(form: Any, colour: str) -> None:
    form.fill.solid()
    form.fill.fore_color.rgb = RGBColor.from_string(colour)
    form.line.color.rgb = RGBColor.from_string(colour)


def _lines_over(chart: Chart, first: int, lines: Sequence[Series]) -> None:
    """Move the series from ``first`` on into a line chart on the axes of the columns."""
    bars = chart._chartSpace.xpath(".//c:barChart")[0]
    over = OxmlElement("c:lineChart")
    etree.SubElement(over, qn("c:grouping"), val="standard")
    etree.SubElement(over, qn("c:varyColors"), val="0")
    for row in bars.findall(qn("c:ser"))[first:]:
        for barred in row.findall(qn("c:invertIfNegative")):
            row.remove(barred)
        over.append(row)
    etree.SubElement(over, qn("c:marker"), val="1")
    for axis in bars.findall(qn("c:axId")):
        etree.SubElement(over, qn("c:axId"), val=str(axis.get("val")))
    bars.addnext(over)
    for series, wanted in zip(chart.plots[1].series, lines, strict=True):
        _line(series, wanted)


def _whiskers(chart: Chart, reach: tuple[Numbers, Numbers]) -> None:
    """Error bars of their own length for every column of the first series."""
    row = chart._chartSpace.xpath(".//c:barChart/c:ser")[0]
    bars = OxmlElement("c:errBars")
    for name, kind in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        etree.SubElement(bars, qn(f"c:{name}"), val=kind)
    for name, values in (("plus", reach[1]), ("minus", reach[0])):
        numbers = etree.SubElement(etree.SubElement(bars, qn(f"c:{name}")), qn("c:numLit"))
        etree.SubElement(numbers, qn("c:formatCode")).text = "General"
        etree.SubElement(numbers, qn("c:ptCount"), val=str(len(values)))
        for place, value in enumerate(values):
            if value is not None:
                point = etree.SubElement(numbers, qn("c:pt"), idx=str(place))
                etree.SubElement(point, qn("c:v")).text = repr(float(value))
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w=str(Pt(1.5)))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=INK)
    row.find(qn("c:cat")).addprevious(bars)
