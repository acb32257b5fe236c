"""The colours of meanings: the same in pictures, in words and in the theme, and legible in both of its schemes."""

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from perceptron.charts import palette

ROOT = Path(__file__).resolve().parent.parent
THEME: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
SCHEMES = ("light", "dark")
# What is drawn in pictures in one tone for both schemes.
DRAWN = ("TARGET", "PREDICTION", "LEAST_SQUARES", "WEIGHT", "BIAS", "LOSS", "RESIDUAL", "GRADIENT", "YOURS", "GHOST")


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, after WCAG 2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def papers(scheme: str) -> dict[str, str]:
    """All that words stand on in that scheme, by where it is said."""
    parts = {scheme: THEME[scheme], f"{scheme}.sidebar": THEME[scheme].get("sidebar", {})}
    return {
        f"{place}.{name}": part[name]
        for place, part in parts.items()
        for name in ("backgroundColor", "secondaryBackgroundColor")
        if name in part
    }


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#3a87c8", "#3a87c8") == 1
    # The lightest grey that may be read on white, and the next one.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_tone_for_words_can_be_read(scheme: str) -> None:
    tones = {meaning: both[SCHEMES.index(scheme)] for meaning, both in palette.IN_WORDS.items()}
    tones |= {name: THEME[scheme][name] for name in ("textColor", "linkColor") if name in THEME[scheme]}
    assert len(tones) > len(palette.MARKDOWN) and len(papers(scheme)) >= 2
    for (meaning, tone), (place, paper) in itertools.product(tones.items(), papers(scheme).items()):
        assert contrast(tone, paper) >= 4.5, f"{meaning} on {place}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_colour_of_a_picture_can_be_seen(scheme: str) -> None:
    for name in DRAWN:
        assert contrast(getattr(palette, name), THEME[scheme]["backgroundColor"]) >= 3, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_streamlits_names_have_the_tones_of_their_meanings(scheme: str) -> None:
    said = {name: tone for name, tone in THEME[scheme].items() if re.fullmatch(r"(?!link)[a-z]+TextColor", name)}
    dark = scheme == "dark"
    assert said == {
        f"{name}TextColor": palette.in_words(meaning, dark=dark) for meaning, name in palette.MARKDOWN.items()
    }
    assert set(palette.MARKDOWN) <= set(palette.IN_WORDS)


def test_meanings_do_not_share_a_colour() -> None:
    for tones in (
        [getattr(palette, name) for name in DRAWN],
        *zip(*palette.IN_WORDS.values(), strict=True),
        list(palette.MARKDOWN.values()),
    ):
        assert len(set(tones)) == len(tones)


@pytest.mark.parametrize("style", ["live/live.css", "player/player.css"])
def test_words_that_follow_the_film_have_the_same_colours(style: str) -> None:
    """They take them from the theme by Streamlit's names."""
    text = (ROOT / "perceptron" / "panels" / "film" / style).read_text(encoding="utf-8")
    said = dict(re.findall(r"\.is-(\w+)\s*\{\s*color: var\(--st-(\w+)-text-color\)", text))
    assert {"weight", "bias", "loss"} <= set(said)
    assert said.items() <= palette.MARKDOWN.items()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_leaves_the_page_has_the_pages_paper_and_ink(scheme: str) -> None:
    for name, tones in palette.PAGE.items():
        assert tones[SCHEMES.index(scheme)] == THEME[scheme][f"{name}Color"]
    assert list(palette.CATEGORIES) == THEME["light"]["chartCategoricalColors"]
