"""Charts as SVG, drawn on the server: no script, no style sheet of its own, nothing fetched from elsewhere.

Colours are the names of our tokens, so that a chart follows the page into the dark and onto paper. What is said never
hangs on colour: the series that matters is thick and dotted, the others are thin. What is not known is a gap, never a
zero; what is withheld is a cross at the foot of the chart; where a series begins anew the line is broken. A bar has its
value written at its end, and where there is none it says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any

from django.core.cache import caches
from django.utils.html import escape

FONT = "Source Sans 3"
WIDTH, HEIGHT, ROW = 400, 200, 30  # of the drawing, in its own units; pages stretch it
SIZE = 14
LONGEST_NAME = 26  # signs in a line beside a bar
BAR = 20  # thickness
MAIN, OTHER, QUIET, LINE = "var(--accent)", "var(--edge)", "var(--ink-quiet)", "var(--hairline)"


@dataclass(frozen=True)
class Point:
    """A value, or the range from `value` to `high`; without a value not known, or withheld where `is_few`."""

    at: str
    value: float | None = None
    high: float | None = None
    is_few: bool = False
    is_main: bool = False
    begins_anew: bool = False

    @property
    def is_range(self) -> bool:
        return self.value is not None and self.high is not None and self.high != self.value


@dataclass(frozen=True)
class Series:
    name: str
    points: tuple[Point, ...]
    is_main: bool = False


@dataclass(frozen=True)
class Chart:
    """What is drawn. `title` says the finding. Lines run over `Point.at`; in a strip each series is a row of dots.

    Bars lie below each other, one for each `Point.at` of the first series; `unknown` and `few` are the words that stand
    where a value is not known or withheld.
    """

    title: str
    unit: str
    series: tuple[Series, ...]
    is_strip: bool = False
    is_bars: bool = False
    unknown: str = ""
    few: str = ""
    decimal: str = "."
    thousands: str = "\N{NO-BREAK SPACE}"


def drawn(chart: Chart) -> str:
    """The chart as `<svg role="img">` whose label is its title; kept on disk, for equal charts look the same."""
    name = sha256(f"{_hand()}{chart!r}".encode()).hexdigest()
    return str(caches["charts"].get_or_set(name, lambda: _drawn(chart), timeout=None))


@cache
def _hand() -> str:
    """What all charts have in common: drawn by other code, a chart is another one."""
    return sha256(Path(__file__).read_bytes()).hexdigest() + version("vl-convert-python")


def _drawn(chart: Chart) -> str:
    import vl_convert  # noqa: PLC0415 -- brings an engine along, which only a process that draws shall carry

    _fonts()
    numbers = {"decimal": chart.decimal, "thousands": chart.thousands, "grouping": [3], "currency": ["", ""]}
    svg = vl_convert.vegalite_to_svg(_spec(chart), format_locale=numbers)
    # One picture with one name: parts of it are nothing that a reader is led through, nor that our style sheets know.
    svg = re.sub(r' (?:role|class|aria-[a-z]+)="[^"]*"', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(chart.title)}" ', 1)


@cache
def _fonts() -> None:
    """Widths of words are those of our own font."""
    import vl_convert  # noqa: PLC0415 -- see above

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))


def _spec(chart: Chart) -> dict[str, Any]:
    import altair as alt  # noqa: PLC0415 -- half a second, and most processes never draw

    layers, height = _layers(alt, chart)
    axis = {"labelColor": QUIET, "titleColor": QUIET, "labelFontSize": SIZE, "titleFontSize": SIZE}
    lines = {"gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "titleFontWeight": "normal"}
    return (
        alt.layer(*layers)
        .properties(width=WIDTH, height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure(font=FONT, background="transparent", aria=False, padding=2)
        .configure_view(stroke=None)
        .configure_axis(**axis, **lines)
        .to_dict()
    )


def _layers(alt: Any, chart: Chart) -> tuple[list[Any], int]:
    """What is drawn, and how high it is."""
    if chart.is_bars:
        return _bars(alt, chart), _bar_height(chart) * len(chart.series[0].points)
    if chart.is_strip:
        return _strip(alt, chart), ROW * len(chart.series)
    return _lines(alt, chart), HEIGHT


def _data(alt: Any, rows: Iterator[Mapping[str, Any]]) -> Any:
    return alt.InlineData(values=list(rows))


def _lines(alt: Any, chart: Chart) -> list[Any]:
    """Others thin, the main one thick with dots; runs of neighbouring known values are joined, nothing else is."""
    order = list(dict.fromkeys(point.at for series in chart.series for point in series.points))
    x = alt.X("at:O", scale=alt.Scale(domain=order), axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True))
    y = alt.Y("value:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title=chart.unit, tickCount=4, **_level()))
    rows = list(_rows(chart))
    single = [row for row in rows if not row["is_range"] and row["value"] is not None]
    base = {False: {"color": OTHER, "strokeWidth": 1.25}, True: {"color": MAIN, "strokeWidth": 3.5}}
    layers = [
        alt.Chart(_data(alt, (row for row in single if row["is_main"] is is_main)))
        .mark_line(strokeCap="round", **style)
        .encode(x=x, y=y, detail="run:N")
        for is_main, style in base.items()
    ]
    main = [row for row in rows if row["is_main"]]
    dots = alt.Chart(_data(alt, (row for row in main if row in single))).mark_circle(size=70, opacity=1, color=MAIN)
    ranges = alt.Chart(_data(alt, (row for row in main if row["is_range"]))).mark_rule(strokeWidth=5, color=MAIN)
    few = alt.Chart(_data(alt, (row for row in main if row["is_few"])))
    anew = alt.Chart(_data(alt, (row for row in main if row["begins_anew"])))
    return [
        *layers,
        dots.encode(x=x, y=y),
        ranges.encode(x=x, y=y, y2="high:Q"),
        few.mark_point(shape="cross", size=60, filled=True, angle=45, opacity=1, color=QUIET).encode(
            x=x, y=alt.value(HEIGHT - 8)
        ),
        anew.mark_rule(strokeDash=[4, 4], xOffset=-10, color=QUIET).encode(x=x),
    ]


def _level() -> dict[str, Any]:
    """The unit lies above its axis, where it is read without turning the head."""
    return {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleY": -14, "titleX": 0}


def _rows(chart: Chart) -> Iterator[dict[str, Any]]:
    """One row a point; `run` counts the stretches without a gap or a break."""
    run = 0
    for series in chart.series:
        run += 1
        for point in series.points:
            run += point.value is None or point.is_range or point.begins_anew
            yield {
                **point.__dict__, "series": series.name, "run": run, "is_range": point.is_range,
                "is_main": series.is_main,
            }  # fmt: skip
            run += point.is_range


def _strip(alt: Any, chart: Chart) -> list[Any]:
    """A row of dots for each series; ranges lie as lines, the point that matters is large, dark and named."""
    rows = [
        {**point.__dict__, "series": series.name, "is_range": point.is_range}
        for series in chart.series
        for point in series.points
        if point.value is not None
    ]
    names = [series.name for series in chart.series]
    x = alt.X("value:Q", scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(title=chart.unit, tickCount=5))
    axis = alt.Axis(title=None, ticks=False, domain=False, labelLimit=200, labelPadding=12, grid=True, bandPosition=0.5)
    y = alt.Y("series:N", scale=alt.Scale(domain=names), axis=axis)
    dots = alt.Chart(_data(alt, (row for row in rows if not row["is_main"] and not row["is_range"])))
    ranges = alt.Chart(_data(alt, (row for row in rows if not row["is_main"] and row["is_range"])))
    main = alt.Chart(_data(alt, (row for row in rows if row["is_main"])))
    return [
        ranges.mark_rule(strokeWidth=3, opacity=0.5, color=OTHER).encode(x=x, x2="high:Q", y=y),
        dots.mark_circle(size=90, opacity=0.6, color=OTHER).encode(x=x, y=y),
        main.mark_circle(size=190, opacity=1, color=MAIN).encode(x=x, y=y),
    ]


def _bars(alt: Any, chart: Chart) -> list[Any]:
    """A bar a row with its value at the end; the one that matters is dark. Bars begin at zero, always."""
    rows = [
        {**point.__dict__, "at": _wrapped(point.at), "told": chart.few if point.is_few else chart.unknown}
        for point in chart.series[0].points
    ]
    up = min(row["at"].count("\n") for row in rows) * SIZE / 2  # the first line of a name lies beside the bar's middle
    names = {"labelLimit": 240, "labelPadding": 8, "labelOffset": -up, "labelExpr": "split(datum.label, '\\n')"}
    axis = alt.Axis(title=None, ticks=False, domain=False, **names)
    y = alt.Y("at:N", scale=alt.Scale(domain=[row["at"] for row in rows], paddingInner=0.35), axis=axis)
    most = max((row["value"] or 0 for row in rows), default=0) or 1
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, most * 1.35], nice=False),  # room for the number behind the longest bar
        axis=alt.Axis(title=chart.unit, titleAnchor="start", labels=False, ticks=False, grid=False, domain=False),
    )
    known = [row for row in rows if row["value"] is not None]
    number = {"align": "left", "dx": 6, "fontSize": SIZE, "color": "var(--ink)"}
    by_colour = {colour: [row for row in known if row["is_main"] is (colour == MAIN)] for colour in (MAIN, OTHER)}
    gap = alt.Chart(_data(alt, (row for row in rows if row["value"] is None)))
    return [
        *(
            alt.Chart(_data(alt, iter(of))).mark_bar(color=one, size=BAR).encode(x=x, y=y)
            for one, of in by_colour.items()
        ),
        alt.Chart(_data(alt, iter(known))).mark_text(**number).encode(x=x, y=y, text=alt.Text("value:Q", format=",")),
        gap.mark_text(**number | {"color": QUIET, "fontStyle": "italic"}).encode(x=alt.value(0), y=y, text="told:N"),
    ]


def _wrapped(name: str) -> str:
    """The name of a row in lines that leave room for the bars."""
    return "\n".join(wrap(name, LONGEST_NAME))


def _bar_height(chart: Chart) -> int:
    lines = max((len(wrap(point.at, LONGEST_NAME)) for point in chart.series[0].points), default=1)
    return ROW + (lines - 1) * (SIZE + 2)
