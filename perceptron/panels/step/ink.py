"""Numbers and letters in formulas: in digits that one can read, and in the colour of what they mean."""

import numpy as np

from perceptron.charts.palette import in_words


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
