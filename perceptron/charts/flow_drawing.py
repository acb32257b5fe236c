"""Draws a chain of boxes from top to bottom as SVG: values flow down it, and gradients back up.

It is narrow enough for a phone. Data flows in from the left, what is learned from the right. Every part says when it
lights up: `--at` counts the levels on the way down, and goes on counting them on the way up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

WIDTH = 420
# Where the three columns begin, and how wide they are.
LEFT, MIDDLE, RIGHT = (0, 92), (114, 174), (310, 110)
GAP, BETWEEN, LINE, PAD = 32, 6, 17, 6
FONT = 13.0
# About how wide a letter is, as a share of its size.
LETTER = 0.58


@dataclass(frozen=True)
class Line:
    """A line of text; kind: "" for ink, "name" for a name in code, else a colour."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Box:
    """Lines of text in a frame of that colour, "" for ink; title: what a pointer that rests on it is told."""

    lines: Sequence[Line]
    colour: str = ""
    title: str = ""

    @property
    def height(self) -> int:
        """In the drawing's units."""
        return 2 * PAD + LINE * len(self.lines)


@dataclass(frozen=True)
class Level:
    """One move of the way down: its box, the boxes that flow into it, and what comes back to it from below."""

    middle: Box
    left: Sequence[Box] = ()
    right: Sequence[Box] = ()
    back: str = ""

    @property
    def height(self) -> int:
        """That of its highest column."""
        sides = (sum(box.height + BETWEEN for box in side) - BETWEEN for side in (self.left, self.right))
        return max(self.middle.height, *sides)


def draw(levels: Sequence[Level], back_colour: str) -> str:
    """The drawing; the way back, to every box on the right, has its own colour and dashes."""
    count, height = len(levels), sum(level.height for level in levels) + GAP * (len(levels) - 1)
    svg = Xml.Element("svg", {"viewBox": f"-2 -2 {WIDTH + 4} {height + 4}", "style": f"--levels: {count}"})
    top = 0.0
    for place, level in enumerate(levels):
        returned = 2 * count - 1 - place
        forward, backward = _part(svg, "forward", place), _part(svg, "backward", returned)
        _draw_side(forward, backward, level, top, back_colour)
        # Of many that flow in, each has its line in the box.
        _draw_box(forward, level.middle, MIDDLE, top, level.height)
        if place < count - 1:
            start, end = top + level.height, top + level.height + GAP
            on, back = _part(svg, "forward", place + 0.5), _part(svg, "backward", returned - 0.5)
            x = MIDDLE[0] + 30
            _draw_arrow(on, (x, start), (x, end))
            _draw_arrow(back, (x + 20, end), (x + 20, start), back_colour)
            _write(back, Line(level.back, back_colour), x + 30, (start + end) / 2, WIDTH - x - 30, "start")
        top += level.height + GAP
    return Xml.tostring(svg, encoding="unicode")


def _draw_side(forward: Xml.Element, backward: Xml.Element, level: Level, top: float, back_colour: str) -> None:
    for boxes, column in ((level.left, LEFT), (level.right, RIGHT)):
        y = top + (level.height - sum(box.height + BETWEEN for box in boxes) + BETWEEN) / 2
        for box in boxes:
            _draw_box(forward, box, column, y, box.height)
            centre = y + box.height / 2
            if column is LEFT:
                _draw_arrow(forward, (LEFT[0] + LEFT[1], centre), (MIDDLE[0], centre))
            else:
                inner, outer = MIDDLE[0] + MIDDLE[1], RIGHT[0]
                _draw_arrow(forward, (outer, centre - 7), (inner, centre - 7))
                _draw_arrow(backward, (inner, centre + 7), (outer, centre + 7), back_colour)
            y += box.height + BETWEEN


def _part(svg: Xml.Element, way: str, at: float) -> Xml.Element:
    return Xml.SubElement(svg, "g", {"class": way, "style": f"--at: {at}"})


def _draw_box(part: Xml.Element, box: Box, column: tuple[int, int], y: float, height: float) -> None:
    x, width = column
    group = Xml.SubElement(part, "g")
    if box.title:
        Xml.SubElement(group, "title").text = box.title
    frame = {"x": x, "y": y, "width": width, "height": height, "rx": 7}
    Xml.SubElement(group, "rect", {name: f"{value:g}" for name, value in frame.items()} | _stroke(box.colour))
    first = y + height / 2 - LINE * (len(box.lines) - 1) / 2
    for number, line in enumerate(box.lines):
        _write(group, line, x + width / 2, first + LINE * number, width - 8)


def _write(part: Xml.Element, line: Line, x: float, y: float, width: float, anchor: str = "middle") -> None:
    """In smaller letters where the line is long, so that it keeps to its width."""
    size = min(FONT - 2 * (line.kind == "name"), width / (LETTER * max(len(line.text), 1)))
    place = {"x": f"{x:g}", "y": f"{y + size * 0.35:g}", "text-anchor": anchor, "font-size": f"{size:.3g}"}
    look = {"class": "name"} if line.kind == "name" else {"fill": line.kind or "currentColor"}
    Xml.SubElement(part, "text", place | look).text = line.text


def _draw_arrow(part: Xml.Element, start: tuple[float, float], end: tuple[float, float], colour: str = "") -> None:
    (x, y), (to_x, to_y) = start, end
    along_x, along_y = (to_x > x) - (to_x < x), (to_y > y) - (to_y < y)
    neck_x, neck_y = to_x - 7 * along_x, to_y - 7 * along_y
    dashes = {"stroke-dasharray": "4 3"} if colour else {}
    Xml.SubElement(part, "path", {"d": f"M{x:g} {y:g}L{neck_x:g} {neck_y:g}"} | dashes | _stroke(colour))
    corners = f"{to_x:g},{to_y:g} {neck_x - 4 * along_y:g},{neck_y - 4 * along_x:g}"
    corners += f" {neck_x + 4 * along_y:g},{neck_y + 4 * along_x:g}"
    Xml.SubElement(part, "polygon", {"points": corners, "fill": colour or "currentColor"})


def _stroke(colour: str) -> dict[str, str]:
    return {"stroke": colour or "currentColor", "fill": "none"}
