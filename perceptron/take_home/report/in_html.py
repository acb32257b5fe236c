"""Texts of the lessons in HTML: their Markdown, and their formulas as MathML, which browsers draw and print.

Tags, links and pictures in a text stay the signs that they are.
"""

from functools import cache
from html import unescape
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

# Of what the converter gives an element, only what sets it; no link, no style.
KEPT = {
    *("xmlns", "display", "displaystyle", "scriptlevel", "mathvariant", "accent", "movablelimits", "linethickness"),
    *("stretchy", "fence", "form", "separator", "symmetric", "largeop", "minsize", "maxsize", "lspace", "rspace"),
    *("columnalign", "columnspacing", "rowspacing", "width"),
}


def paragraphs(markdown: str) -> Markup:
    """A text as paragraphs, or whatever else it is made of."""
    return Markup(_reader().render(markdown))


def in_line(markdown: str) -> Markup:
    """A text that stands inside a paragraph."""
    return Markup(_reader().renderInline(markdown))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["link", "image", "autolink", "reference", "heading", "lheading"])
    dollarmath_plugin(reader, allow_labels=False, double_inline=True, renderer=_drawn)
    return reader


def _drawn(latex: str, options: dict[str, Any]) -> str:
    """A formula as MathML; one that cannot be read stands as it was written."""
    try:
        formula = convert_to_element(latex, display="block" if options["display_mode"] else "inline")
    except Exception:  # its errors have nothing in common, and a list's own are among them
        return f"<code>{escape(latex)}</code>"
    for element in formula.iter():
        # Signs come as entities, which would be escaped once more.
        element.text = unescape(element.text or "")
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
    return ElementTree.tostring(formula, encoding="unicode")
