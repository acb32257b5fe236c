"""Several runs in one film: at every epoch each line, curve and path is that of its run, worked out here by itself."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from itertools import pairwise

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.apart import still
from perceptron.charts.palette import STYLES
from perceptron.charts.reel import reel_of_columns
from perceptron.charts.together import CURVES, FILM_TOGETHER, LINES, PATHS
from perceptron.charts.together.together import Together
from perceptron.charts.view import Look
from perceptron.insight.prospect import Prospect
from perceptron.take_home.rendering import render

ARTICLE = Dataset.from_csv("data/article.csv")
SVG = "{http://www.w3.org/2000/svg}"


def run(dataset: Dataset = ARTICLE, **settings: object) -> Run:
    asked = Prospect(dataset=dataset, hyperparameters=Hyperparameters(gradients="by_hand", **settings))  # type: ignore[arg-type]
    return Run.of(asked, train(dataset, asked.hyperparameters))


SETTINGS: tuple[dict[str, object], ...] = (
    {"epochs": 40},
    {"epochs": 90, "learning_rate": 0.0005, "activation": "identity"},
    # It dies at once; and one whose line bends, at the mean of x.
    {"epochs": 25, "learning_rate": 0.0014},
    {"epochs": 60, "standardize": True, "learning_rate": 0.004, "initial_weight": 2.0},
    {"epochs": 60, "reduction": "mean", "learning_rate": 0.01, "initial_weight": -1.0, "initial_bias": 4.0},
)


@pytest.fixture(scope="module")
def film() -> Together:
    runs = tuple(run(**settings) for settings in SETTINGS)
    return Together(runs, tuple(f"run {place}" for place in range(len(runs))), (0, 3, 1, 5, 12))


def predicted(each: Run, x: float, epoch: int) -> float:
    """What that neuron says, written out."""
    at = min(epoch, len(each.history.losses) - 1)
    settings = each.hyperparameters
    mean, scale = (ARTICLE.features.mean(), ARTICLE.features.std()) if settings.standardize else (0.0, 1.0)
    z = each.history.weights[at, 0] * (x - mean) / scale
    return float((max(z, 0) if settings.activation == "clamp" else z) + each.history.biases[at])


def drawn(film: Together, view: object, epoch: int) -> ET.Element:
    (picture,) = render([still(view, film, Look(), epoch, width=600)], "svg")  # type: ignore[arg-type]
    return ET.fromstring(picture)


def paths(picture: ET.Element, colour: str) -> list[list[tuple[float, float]]]:
    """The lines of that colour, as points in pixels of the plot."""
    found = [
        each
        for each in picture.iter(f"{SVG}path")
        if each.get("stroke") == colour and each.get("fill") in (None, "none", "transparent")
    ]
    texts = [each.get("d") or "" for each in found]
    return [[(float(x), float(y)) for x, y in re.findall(r"(-?[\d.e-]+),(-?[\d.e-]+)", text)] for text in texts]


def ends(view: object, film: Together, axis: str) -> tuple[float, float]:
    constants = view.constants(film, Look())  # type: ignore[attr-defined]
    return constants[f"{axis}_low"], constants[f"{axis}_high"]


@pytest.mark.parametrize("epoch", [0, 7, 50])
def test_every_line_in_the_picture_is_its_neurons(film: Together, epoch: int) -> None:
    picture = drawn(film, LINES, epoch)
    (x_low, x_high), (y_low, y_high) = ends(LINES, film, "x"), ends(LINES, film, "y")
    height = 255
    for each, style in zip(film.runs, film.styles, strict=True):
        lines = [
            line
            for line in paths(picture, STYLES[style].colour)
            if len(line) >= 2 and abs(line[-1][0] - line[0][0]) > 400
        ]
        assert len(lines) == 1, STYLES[style]
        for x, y in lines[0]:
            wanted = predicted(each, x_low + x / lines[0][-1][0] * (x_high - x_low), epoch)
            assert y_high - y / height * (y_high - y_low) == pytest.approx(wanted, abs=0.01 * (y_high - y_low))


def test_no_two_styles_are_alike() -> None:
    assert len(set(STYLES)) == len(STYLES) >= 9
    assert all(one.colour != other.colour and one.dash != other.dash for one, other in pairwise(STYLES))


@pytest.mark.parametrize("view", FILM_TOGETHER, ids=lambda view: view.name)
def test_every_column_lasts_as_long_as_the_film(film: Together, view: object) -> None:
    for axis in ("linear", "excess"):
        for values in view.live(film, Look(loss_axis=axis)).values():  # type: ignore[attr-defined]
            assert len(values) == film.last + 1 == 91
            assert np.isfinite(values).all()


def test_losses_are_put_as_the_leads_are(film: Together) -> None:
    """A mean over 25 rows is a 25th of their sum."""
    live, mean = CURVES.live(film, Look()), film.runs[4]
    assert live["loss4"][:61] == pytest.approx(25 * mean.history.losses)
    assert live["loss4"][70] == live["loss4"][60]
    assert "as a sum" in CURVES.caption(film, Look())


def test_a_path_in_other_units_is_left_off_the_map_and_said_to_be(film: Together) -> None:
    assert film.on_the_map == (0, 1, 2, 4)
    assert "run 3" in PATHS.caption(film, Look())
    live = PATHS.live(film, Look())
    assert list(live) == ["u0", "v0", "u1", "v1", "u2", "v2", "u4", "v4"]
    assert live["u4"][0] == -1.0 and live["v4"][0] == 4.0
    # Every start is on the map.
    u_low, u_high = film.surface.u_range
    v_low, v_high = film.surface.v_range
    for place in film.on_the_map:
        assert u_low < live[f"u{place}"][0] < u_high and v_low < live[f"v{place}"][0] < v_high


def test_one_more_run_changes_no_chart(film: Together) -> None:
    """So that the browser keeps its pictures, and gets only other tables."""
    fewer = Together(film.runs[:2], film.names[:2], film.styles[:2])
    for view in FILM_TOGETHER:
        assert view.shape(film, Look()) == view.shape(fewer, Look())


def test_a_long_film_holds_every_epoch_around_the_one_asked_for() -> None:
    values = np.arange(50_001, dtype=np.float64)
    reel = reel_of_columns(50_000, {"a": values, "b": -values}, 31_234, None, 10_000)
    kept = np.frombuffer(b64decode(reel["rows"]), dtype="<i4")
    assert set(range(31_134, 31_334)) <= set(kept.tolist()) and {0, 50_000} <= set(kept.tolist())
    assert len(kept) < 6_000


def test_several_features_have_curves_and_a_map_but_no_lines() -> None:
    rows = np.random.default_rng(3).normal(size=(30, 3))
    dataset = Dataset(rows[:, :2], rows[:, 2:], ("a", "b"), "c")
    runs = run(dataset, epochs=20), run(dataset, epochs=30, learning_rate=0.01)
    film = Together(runs, ("one", "two"), (1, 2))
    picture = drawn(film, PATHS, 15)
    assert len([line for line in paths(picture, STYLES[1].colour) if len(line) > 2]) == 1
    assert list(PATHS.live(film, Look())) == ["u0", "v0", "u1", "v1"]
    assert PATHS.live(film, Look())["v1"][30] == runs[1].history.weights[30, 1]
