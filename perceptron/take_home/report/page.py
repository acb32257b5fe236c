"""The report of a lesson: what was predicted, what came of it and why, as one HTML file to read, keep and print.

It has no script, fetches nothing, and shows whatever a learner wrote as text: the template escapes all that it is
given, and each picture is in an image of its own, in which nothing runs.
"""

import base64
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from perceptron.charts.palette import IN_WORDS, PAGE
from perceptron.charts.swatch import as_address, swatch
from perceptron.take_home.report.contents import Report
from perceptron.take_home.report.in_html import in_line, paragraphs

FOLDER = Path(__file__).resolve().parent
NO_NUMBER = "–"
# A longer address is not worth the paper.
LONGEST_PRINTED = 300
# Tables with more columns than these are printed in small type, and with narrow columns.
WIDE, WIDEST = 8, 14


def report_page(report: Report) -> str:
    """The report as an HTML file. Raises ValueError for a link that is none of the web."""
    return (
        _templates()
        .get_template("report.html")
        .render(
            report=report,
            day=f"{report.day.day} {report.day:%B %Y}",
            page=PAGE,
            tones=IN_WORDS,
            style=Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
        )
    )


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"paragraphs": paragraphs, "in_line": in_line, "cell": cell, "web": web, "image": image}
    templates.filters["swatch"] = lambda style: as_address(swatch(style))
    templates.filters["width"] = lambda columns: " ".join(["wide"] * (columns > WIDE) + ["widest"] * (columns > WIDEST))
    templates.globals["LONGEST_PRINTED"] = LONGEST_PRINTED
    return templates


def cell(value: Any) -> str:
    """A cell of a table, or another number, for reading."""
    if isinstance(value, str):
        return value
    if value != value:
        return NO_NUMBER
    number = float(value)
    if number == round(number) and abs(number) < 1e9:
        return f"{number:,.0f}".replace("-", "−")
    return f"{number:.5g}".replace("-", "−")


def web(address: str) -> str:
    """An address that a link may have. Raises ValueError for one that is none of the web."""
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"address is {address[:80]!r}: it must begin with http:// or https://.")
    return address


def image(svg: str) -> str:
    """A picture as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
