"""Plain words: what a reader without calculus is spared, and how it is said instead."""

import re

# What is neither said nor shown in plain words: formulas, Greek, signs of calculus, and how numbers are stored.
_NOT_PLAIN = re.compile(
    r"float\d\d|[Α-Ωα-ωŷ∂∇∑√²³]|\$|\w\s?·\s?[A-Za-z(]|max\(|eigen|\bw_z|\bb_z|\\[a-z]+|R\^2|requires_grad|grad_fn|\bX\.mm"
    r"|\.grad\b|\.backward\(|\b[A-Za-z_]\w* [=←] [A-Za-z(]|\(x − "
)
# Longer phrases first. A number in the middle stays what it is.
_INSTEAD: tuple[tuple[str, str], ...] = (
    (r"float32's range \(3\.4e38\)", "the range of the numbers it computes with"),
    (r"between float32 numbers", "between the numbers it can hold"),
    (r"float(32|64) numbers", "the numbers it can hold"),
    (r"(^|[.:;] )float(32|64)", r"\1The number format"),
    (r"float(32|64)", "the number format"),
    (r"a negative x·w", "a negative weighted x"),
    (r"standardised x·w", "standardised, weighted x"),
    (r"x·w", "the weighted x"),
    (r"Share explained \(R²\)", "Share explained"),
    (r"\(R²\)", "(share explained)"),
    (r"R²", "share explained"),
    (r"\(x − mean\) / standard deviation of every feature", "x, moved to a mean of zero and divided by its spread"),
    (r"\(x − mean\) / standard deviation", "x, moved to a mean of zero and divided by its spread"),
    (r"ŷ", "the prediction"),
    (r"σ", "spread"),
)
_TABLE = tuple((re.compile(sign), words) for sign, words in _INSTEAD)


def not_plain(text: str) -> str | None:
    """The first piece of a text that is no plain word: of a formula, Greek, or how numbers are stored; None where there
    is none.
    """
    found = _NOT_PLAIN.search(text)
    return None if found is None else text[max(0, found.start() - 20) : found.end() + 20]


def in_plain_words(text: str) -> str:
    """The same in plain words, as far as there are any for it."""
    for sign, words in _TABLE:
        text = sign.sub(words, text)
    return text


def plain_ones(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the sentences that can be said in plain words."""
    said = tuple(map(in_plain_words, sentences))
    return tuple(sentence for sentence in said if not_plain(sentence) is None)
