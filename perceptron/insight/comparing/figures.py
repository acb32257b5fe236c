"""How proportions and differences are said: "half the rate", "2.1 times the epochs", "35 %"."""

# Ratios that have a word of their own.
_WORDS = {
    0.01: "a hundredth of",
    0.1: "a tenth of",
    0.2: "a fifth of",
    0.25: "a quarter of",
    1 / 3: "a third of",
    0.5: "half",
    2.0: "twice",
    3.0: "three times",
    4.0: "four times",
    5.0: "five times",
    10.0: "ten times",
    100.0: "a hundred times",
}


def as_ratio(ratio: float, digits: int) -> str:
    """A ratio before what it is of, "2.1 times", "48 % of"; in a word where all its digits are those of the word."""
    for exact, word in _WORDS.items():
        if f"{ratio:.{digits}g}" == f"{exact:.{digits}g}":
            return word
    return (
        f"{as_number(ratio, digits)} times" if ratio >= 1 or ratio < 0.01 else f"{as_number(100 * ratio, digits)} % of"
    )


def as_percent(share: float) -> str:
    """A share in percent, to three digits."""
    return f"{as_number(100 * share, 3)} %"


def as_number(value: float, digits: int) -> str:
    """So many digits, without an exponent where it is short enough to be read."""
    short = float(f"{value:.{digits}g}")
    if 1e-4 <= abs(short) < 1e6 or short == 0:
        return f"{short:,.0f}" if abs(short) >= 10 ** (digits - 1) else f"{short:.{digits}g}"
    return f"{short:g}"


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]
