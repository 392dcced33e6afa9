"""Draws plots as SVG: bars and lines, readable on a light page and on a dark one."""

from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH = 800
STYLE = """
  text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; font-size: 14px; }
  text { fill: #1f2328; }
  .title { font-size: 17px; font-weight: 600; }
  .panel { font-weight: 600; }
  .small { font-size: 12px; fill: #59636e; }
  .axis { stroke: #59636e; }
  .grid { stroke: #d1d9e0; }
  .unit { stroke: #bc4c00; stroke-dasharray: 4 3; stroke-width: 1.5; }
  .unit-text { font-size: 12px; fill: #bc4c00; }
  .spread { stroke: #1f2328; stroke-width: 1.5; }
  .ours { fill: #218bff; stroke: #218bff; }
  .others { fill: #afb8c1; stroke: #afb8c1; }
  polyline { stroke-width: 2.5; }
  polyline.ours, polyline.others { fill: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .axis { stroke: #9198a1; }
    .grid { stroke: #3d444d; }
    .unit { stroke: #f0883e; }
    .unit-text { fill: #f0883e; }
    .spread { stroke: #e6edf3; }
    .ours { fill: #1f6feb; stroke: #1f6feb; }
    .others { fill: #6e7681; stroke: #6e7681; }
  }
"""


class Bar(NamedTuple):
    label: str
    value: float
    first: float  # quartile
    third: float
    note: str  # text beside the bar
    is_ours: bool


class Line(NamedTuple):
    label: str
    points: list  # pairs (x, y), with the same x in all lines
    is_ours: bool


def text(x, y, words, kind="", anchor="start"):
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind} text-anchor="{anchor}">{escape(words)}</text>'


def line(x1, y1, x2, y2, kind):
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def ticks(largest):
    """Returns four to ten round numbers, from zero to `largest` or just beyond."""
    power = 1.0
    while power * 10 <= largest:
        power *= 10
    while power > largest:
        power /= 10
    step = next(step for step in (power / 5, power / 2, power, power * 2) if largest / step <= 9)
    count = int(-(-largest // step))
    return [step * number for number in range(count + 1)]


def document(title, parts, y, caption):
    """Returns the SVG document: the parts, which end at the height `y`, and the caption below them."""
    for words in caption:
        y += 19
        parts.append(text(16, y, words, "small"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 14:.0f}" role="img">'
    title_parts = [f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", text(16, 28, title, "title")]
    return "\n".join([head, *title_parts, *parts, "</svg>\n"])


def bars(title, panels, unit, caption):
    """Draws panels, each with a name and bars in microseconds. `unit`: a time to mark in all panels, and its name."""
    left, right, height = 170, 130, 28
    marks = ticks(max(bar.third for _, bars in panels for bar in bars))
    scale = (WIDTH - left - right) / marks[-1]
    parts = []
    if unit:
        parts.append(line(WIDTH - 16, 15, WIDTH - 16, 33, "unit"))
        parts.append(text(WIDTH - 24, 28, unit[1], "unit-text", "end"))
    y = 36
    for name, bars in panels:
        parts.append(text(16, y + 22, name, "panel"))
        top, bottom = y + 32, y + 38 + height * len(bars)
        for number, bar in enumerate(bars):
            middle = top + 2 + height * (number + 0.5)
            parts.append(text(left - 10, middle + 5, bar.label, anchor="end"))
            kind = "ours" if bar.is_ours else "others"
            size = f'width="{bar.value * scale:.1f}" height="18"'
            parts.append(f'<rect class="{kind}" x="{left}" y="{middle - 9:.1f}" {size} stroke-width="0"/>')
            parts.append(line(left + bar.first * scale, middle, left + bar.third * scale, middle, "spread"))
            parts.append(text(left + max(bar.value, bar.third) * scale + 8, middle + 5, bar.note))
        if unit:
            parts.append(line(left + unit[0] * scale, top, left + unit[0] * scale, bottom, "unit"))
        parts.append(line(left, bottom, WIDTH - right, bottom, "axis"))
        for mark in marks:
            x = left + mark * scale
            parts += [line(x, bottom, x, bottom + 5, "axis"), text(x, bottom + 19, f"{mark:g}", "small", "middle")]
        parts.append(text(WIDTH - right + 20, bottom + 19, "µs", "small"))
        y = bottom + 22
    return document(title, parts, y + 10, caption)


def lines(title, x_name, y_name, series, caption):
    """Draws a line for each of `series`. Each value of x is twice the value before it."""
    left, right, top, height = 60, 150, 70, 220
    inset = 36
    marks = ticks(max(y for one in series for _, y in one.points))
    bottom = top + height
    places = [x for x, _ in series[0].points]
    step = (WIDTH - left - right - 2 * inset) / (len(places) - 1)
    parts = [text(16, top - 18, y_name, "small")]
    for mark in marks:
        y = bottom - mark / marks[-1] * height
        parts += [line(left, y, WIDTH - right, y, "grid"), text(left - 10, y + 4, f"{mark:g}", "small", "end")]
    for number, place in enumerate(places):
        parts.append(text(left + inset + number * step, bottom + 20, f"{place:,}", "small", "middle"))
    for one in series:
        kind = "ours" if one.is_ours else "others"
        spots = [
            (left + inset + number * step, bottom - y / marks[-1] * height) for number, (_, y) in enumerate(one.points)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline class="{kind}" points="{path}"/>')
        parts += [f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in spots]
        for (x, y), (_, value) in zip(spots, one.points):
            parts.append(text(x, y - 10, f"{value:.2f}", "small", "middle"))
        parts.append(text(WIDTH - right + 10, spots[-1][1] + 5, one.label))
    parts.append(text(WIDTH - right + 10, bottom + 20, x_name, "small"))
    return document(title, parts, bottom + 34, caption)
