"""What stands below the pictures, and what describes them."""

import re

import numpy as np

from perceptron.charts.view import Look
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.theory_beside import theory_beside
from truth.case import Case
from truth.endings import is_best_loss
from truth.reading import DRAWN, number, shows
from truth.sentences import LINE, is_line

FIXED = (
    r"Dashed: perfect predictions\.",
    r"Upright: the residuals\.",
    r"Solid: the neuron\.",
    r"Rings: equal loss\.",
    r"Square: the start\.",
    r"Pink: straight downhill, against the gradient\.",
    r"All other parameters are held where training ended\.",
)
for words in FIXED:
    DRAWN.say(words)(lambda case, said: True)


def texts_of(case: Case, with_map: bool = False) -> str:
    """All that stands beside the pictures of a run; the map's takes a while to draw."""
    views = (FITTED_LINE, LOSS_CURVE, WEIGHTS, BIAS, *((LOSS_SURFACE,) if with_map else ()))
    look = Look()
    parts = [text for view in views for text in (view.caption(case.run, look), view.description(case.run, look))]
    return " ".join(filter(None, [*parts, theory_beside(case.run)]))


@DRAWN.say(rf"(?:Dashed|Cross): (?:the loss of )?the best {LINE}\.")
def _is_the_best(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1])


def _last(case: Case, epochs: str) -> bool:
    return bool(number(epochs) == len(case.states) - 1)


@DRAWN.say("No predicted loss is drawn: where the clamp shuts, the eigenvalues' bowl ends\\.")
def _bends(case: Case, said: re.Match[str]) -> bool:
    return case.ever_bent or bool(case.near_corner(case.state).any())


@DRAWN.say(r"No predicted loss is drawn: with mini-batches each step sees another bowl\.")
def _small_batches(case: Case, said: re.Match[str]) -> bool:
    return not case.full


@DRAWN.say(r"Dotted: the loss that theory predicts\.|The dotted line is the loss that the eigenvalues predict\.")
def _predicted(case: Case, said: re.Match[str]) -> bool:
    return case.full and not case.ever_bent


@DRAWN.say(r"From epoch # to # each epoch multiplied the excess loss by # on average; the eigenvalues say #\.")
def _decay(case: Case, said: re.Match[str]) -> bool:
    """Between those two epochs, which are the later half of the run or of a way on it; and it is told apart from 1."""
    first, last = (int(number(said[place])) for place in (1, 2))
    if not 0 < first < last < len(case.states) or abs(first - last / 2) > 1 + 0.1 * last:
        return False
    curvatures, directions = case.bowl_of_all
    errors = ((case.states[[0, first, last]] - case.best[0]) @ directions.T) ** 2
    measured = errors[1:] @ curvatures
    with np.errstate(over="ignore"):
        factors = np.abs(1 - case.rate * curvatures)[None, :] ** (2.0 * np.array([first, last])[:, None])
        predicted = factors @ (curvatures * errors[0])
    right = True
    for text, excess in ((said[3], measured), (said[4], predicted)):
        rate = (excess[1] / excess[0]) ** (1 / (last - first))
        right = right and number(text) != 1 and abs(number(text) - rate) <= 0.02 * abs(1 - rate) + 2e-5
    return bool(right)


@DRAWN.say(r"The loss (?:goes from # to #|starts and ends at #) over # epochs; the best (line|plane) has #\.")
def _loss_goes(case: Case, said: re.Match[str]) -> bool:
    first, last = (said[1], said[2]) if said[3] is None else (said[3], said[3])
    ends = zip((first, last), case.states[[0, -1]], strict=True)
    size = case.n * case.scale
    right = all(shows(text, case.loss(state[None])[0] * size, 5, case.noise(state) * size) for text, state in ends)
    return right and _last(case, said[4]) and is_best_loss(case, said[5], said[6])


@DRAWN.say(r"The highest is #, at epoch #\.")
def _highest(case: Case, said: re.Match[str]) -> bool:
    size, epoch = case.n * case.scale, int(number(said[2]))
    losses = case.loss(case.states) * size
    if epoch >= len(losses):
        return False
    noise = case.noise(case.states[epoch]) * size
    return shows(said[1], losses[epoch], 5, noise) and bool(losses[epoch] >= losses.max() - noise)


@DRAWN.say(
    r"# points of .*? over .*? and the neuron's line, which ends at weight # and bias #; the best line has #"
    r" and #\."
)
def _line_ends(case: Case, said: re.Match[str]) -> bool:
    """The line through what the neuron says where it is open."""
    weight, bias = _in_data_units(case, case.state)
    best_weight, best_bias = _in_data_units(case, case.best[0])
    slope = 1e-9 * abs(best_weight) + 1e-12 * float(np.abs(case.y_given).max() / np.ptp(case.run.dataset.features))
    size = abs(best_bias) + (abs(best_weight) + 1e-3 * slope) * float(np.abs(case.run.dataset.features).max())
    right = shows(said[2], weight, 4) and shows(said[3], bias, 4, 1e-12 * abs(weight))
    right = right and shows(said[4], best_weight, 4, slope) and shows(said[5], best_bias, 4, 1e-9 * size)
    return right and number(said[1]) == case.n and case.d == 1


def _in_data_units(case: Case, state: np.ndarray) -> tuple[float, float]:
    """The first weight and the bias; under a clamp at z-scores no bias is that of the data as it is."""
    if not case.run.hyperparameters.standardize:
        return float(state[0]), float(state[-1])
    x = case.run.dataset.features
    weights = state[:-1] / ((x / np.ptp(x, axis=0)).std(axis=0) * np.ptp(x, axis=0))
    return float(weights[0]), float(state[-1] if case.clamp else state[-1] - weights @ x.mean(axis=0))


@DRAWN.say(
    r"Predicted against actual .*? for # points, from # features; a perfect prediction would lie on the diagonal\."
)
def _against_actual(case: Case, said: re.Match[str]) -> bool:
    return (number(said[1]), number(said[2])) == (case.n, case.d)


@DRAWN.say(r"The (weight|bias) goes from # to # over # epochs\.")
def _parameter_goes(case: Case, said: re.Match[str]) -> bool:
    place = 0 if said[1] == "weight" else 1
    ends = [_in_data_units(case, case.states[epoch])[place] for epoch in (0, -1)]
    x = case.run.dataset.features
    shifts = np.abs(case.states[[0, -1], :-1]) @ np.abs(x.mean(axis=0) / np.ptp(x, axis=0))
    right = [
        shows(text, end, 4, 1e-12 * shift * place)
        for text, end, shift in zip(said.groups()[1:3], ends, shifts, strict=True)
    ]
    return all(right) and _last(case, said[4])


@DRAWN.say(r"# weights over # epochs, each beside that of the best plane\.")
def _weights_over(case: Case, said: re.Match[str]) -> bool:
    return number(said[1]) == case.d and _last(case, said[2])


@DRAWN.say(r"The bias is that for standardised x\.|In the units of training, for standardised x\.")
def _of_z_scores(case: Case, said: re.Match[str]) -> bool:
    return case.run.hyperparameters.standardize and (case.clamp or said[0][0] == "I")


@DRAWN.say(r"\*\*The path leads off this map, and is cut off at its edge\.\*\*")
def _leads_off(case: Case, said: re.Match[str]) -> bool:
    return not _is_on_the_map(case)


def _is_on_the_map(case: Case) -> bool:
    surface = case.run.surface((0, 1))
    on = [
        (path >= low) & (path <= high)
        for path, (low, high) in zip(case.states.T[:2], (surface.u_range, surface.v_range), strict=True)
    ]
    return bool(np.logical_and(*on).all())


@DRAWN.say(r"The path starts at # and #, and ends at # and #\.")
def _path_ends(case: Case, said: re.Match[str]) -> bool:
    ends = [*case.states[0, :2], *case.states[-1, :2]]
    return all(shows(text, float(end), 4, 0.0) for text, end in zip(said.groups(), ends, strict=True))


@DRAWN.say(
    r"The loss as a map over .*? and .*?, with lines of equal loss; the path of training"
    r" (goes|walks downhill|leaves the map) from its start, and a cross marks the best (line|plane)\."
)
def _map(case: Case, said: re.Match[str]) -> bool:
    if not is_line(case, said[2]):
        return False
    if said[1] == "leaves the map":
        return not _is_on_the_map(case)
    rises = np.diff(case.loss(case.states))
    noise = max(case.noise(case.states[0]), case.noise(case.state))
    return _is_on_the_map(case) and (said[1] == "goes" or bool((rises <= noise).all()))
