"""Numbers and letters in formulas and sentences: in digits that one can read, in the colour of what they mean."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.digits import shown
from perceptron.charts.palette import MARKDOWN, in_words

# Beyond these a table would show a number in all of its digits.
LARGE = 1e9


class Ink:
    """Writes TeX in the colours of meanings, in the tones of a dark page or of a light one."""

    def __init__(self, *, dark: bool) -> None:
        self._dark = dark

    def __call__(self, meaning: str, text: str) -> str:
        """That TeX in the colour of that meaning."""
        return rf"\textcolor{{{in_words(meaning, dark=self._dark)}}}{{{text}}}"

    def number(self, meaning: str, value: float, digits: int = 5) -> str:
        """A number in the colour of what it is."""
        return self(meaning, tex(value, digits))

    def bracket(self, meaning: str, value: float, digits: int = 5) -> str:
        """The same after a sign: in brackets where it is negative."""
        return _in_brackets(self.number(meaning, value, digits), value)

    def gradient_by(self, what: str) -> str:
        """∂L/∂ of that."""
        return self("gradient", rf"\frac{{\partial L}}{{\partial {what}}}")


def tex(value: float, digits: int = 5) -> str:
    """A number with so many digits that count; a power of ten as one writes it by hand."""
    text = f"{value + 0.0:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
    return text


def bracket(value: float, digits: int = 5) -> str:
    """A number after a sign: in brackets where it is negative."""
    return _in_brackets(tex(value, digits), value)


def _in_brackets(text: str, value: float) -> str:
    return f"({text})" if value < 0 else text


def lines(left: str, *right: str, sign: str = "=") -> str:
    """left = first, and under it = second and so on, so that no line is wider than a phone."""
    # KaTeX draws aligned lines a little wider than it says: without the space they would want to be scrolled.
    return rf"\begin{{aligned}} {left} &{sign} " + r" \\ &= ".join(right) + r" \end{aligned}\;"


def telling_digits(before: float, after: float, least: int = 5, most: int = 9) -> int:
    """As few digits as tell the two apart, but so many at least and at most."""
    telling = (digits for digits in range(least, most) if f"{before:.{digits}g}" != f"{after:.{digits}g}")
    return next(telling, least if np.isclose(before, after, rtol=10.0**-most, atol=0) else most)


def coloured(meaning: str, text: str) -> str:
    """Markdown in the colour of that meaning."""
    return f":{MARKDOWN[meaning]}[{text}]"


def small(text: str) -> None:
    """A caption that keeps its colours: in that of `st.caption` they would be too pale to read."""
    st.markdown(f":small[{text}]")


def readable(table: pd.DataFrame, column: str, label: str, digits: int) -> Any:
    """How a table shows that column of numbers: in so many digits. Where one is very large, all become text there."""
    values = table[column].to_numpy()
    if not (np.abs(values) >= LARGE).any():
        return st.column_config.NumberColumn(label, format=f"%.{digits}g")
    table[column] = ["" if np.isnan(value) else shown(value, digits) for value in values]
    return st.column_config.TextColumn(label, alignment="right")
