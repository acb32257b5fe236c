"""What may be said of two runs that go the same way for a while: to the end, until one stops, or until they part."""

from perceptron.insight.comparing.beside import Beside
from perceptron.insight.comparing.claim import Claim, either_way, neither_broke, only
from perceptron.insight.comparing.fate import MANY_TIMES, told
from perceptron.insight.comparing.figures import as_number, as_percent
from perceptron.insight.comparing.leads import SETTINGS
from perceptron.insight.run import Run
from perceptron.words import counted


def listed(two: Beside) -> str:
    """The settings that differ, as "rate, epochs and seed"."""
    names = [SETTINGS[setting] for setting in two.differing]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _makes_or_make(two: Beside) -> str:
    one = len(two.differing) == 1 and two.differing[0] not in ("epochs", "data", "held_out")
    return "makes" if one else "make"


SAME = (
    either_way(lambda two: not two.differing and two.goes_the_same_way, lambda two: "They are the same run."),
    either_way(
        lambda two: not two.learns_from_other_rows and two.goes_the_same_way and two.same_epochs > 1,
        lambda two: (
            f"Both go the very same way for {counted(two.same_epochs - 1, 'epoch')}: the {listed(two)}"
            f" {_makes_or_make(two)} no difference here."
        ),
    ),
)


# The same run, stopped earlier


def _shorter(two: Beside) -> Run:
    return min(two.both, key=lambda run: run.last)


def _longer(two: Beside) -> Run:
    return max(two.both, key=lambda run: run.last)


def _which_goes_on(two: Beside) -> str:
    one, other = ("second", "first") if two.second is _longer(two) else ("first", "second")
    return f"The {one} goes on where the {other} stops, after {counted(_shorter(two).last, 'epoch')}"


def _goes_on(two: Beside) -> bool:
    return only("epochs")(two) and two.is_part_of_the_other and _shorter(two).last < _longer(two).last


def _breaks_later(two: Beside) -> bool:
    longer, last = _longer(two), _shorter(two).last
    died_later = longer.symptoms.is_dead and longer.symptoms.epoch_of_death() > last
    return _goes_on(two) and (longer.history.diverged_at is not None or died_later)


def _fate_of_the_longer(two: Beside, term: bool) -> str:
    fate = two.fates[two.both.index(_longer(two))]
    return fate.words if term else fate.plain


def _had_settled(two: Beside) -> bool:
    settled = _longer(two).settled_at
    return _goes_on(two) and settled is not None and settled <= _shorter(two).last


def _settled_already(two: Beside) -> str:
    return f"{_which_goes_on(two)}, but it had settled at epoch {_longer(two).settled_at:,} already"


def _change(two: Beside) -> str:
    """What the further epochs do to the loss."""
    before, after = (float(run.history.losses[-1]) for run in (_shorter(two), _longer(two)))
    if f"{before:.5g}" == f"{after:.5g}":
        return f"its loss stays {after:.5g}"
    went = f"takes the loss from {before:.5g} to {after:.5g}"
    if before == 0:
        return went
    return f"{went}, {as_percent(abs(after / before - 1))} {'lower' if after < before else 'higher'}"


EPOCHS = (
    Claim(
        _breaks_later,
        lambda two: f"{_which_goes_on(two)}, and {_fate_of_the_longer(two, term=False)}.",
        lambda two: f"{_which_goes_on(two)}, and {_fate_of_the_longer(two, term=True)}.",
    ),
    Claim(
        _had_settled,
        lambda two: f"{_settled_already(two)}.",
        lambda two: (
            f"{_settled_already(two)}: the loss where the one stops is {_shorter(two).history.losses[-1]:.7g}, and"
            f" {_longer(two).history.losses[-1]:.7g} at the end."
        ),
    ),
    Claim(
        _goes_on,
        lambda two: f"{_which_goes_on(two)}, and {_change(two)}.",
        lambda two: (
            f"{_which_goes_on(two)}, and {_change(two)}; the least-squares loss is {_longer(two).fit.loss:.5g}."
        ),
    ),
)


# The same start, until the activation makes a difference


def _part(two: Beside) -> bool:
    return only("activation")(two) and 0 < two.same_epochs < min(len(run.history) for run in two.both)


def apart_by(two: Beside) -> str:
    """How far apart they end: "predictions differ by up to 0.01, 0.2 % of what y spans"."""
    if two.apart == 0:
        return "every prediction is the same"
    return f"predictions differ by up to {as_number(two.apart, 3)}{_of_what_y_spans(two.share_apart)}"


def _of_what_y_spans(share: float) -> str:
    if share == float("inf"):
        return ""
    said = f"{as_percent(share)} of" if share < MANY_TIMES else f"{as_number(share, 3)} times"
    return f", {said} what y spans"


def _parted(two: Beside) -> str:
    at = two.same_epochs
    return "They part at the first epoch" if at == 1 else f"They go the same way until epoch {at - 1:,} and part"


def _each(two: Beside, term: bool) -> str:
    one, other = told(*two.fates, term)
    return f"the first {one}, and the second {other}"


ACTIVATION = (
    either_way(
        lambda two: _part(two) and neither_broke(two) and two.ends_alike,
        lambda two: f"{_parted(two)}, but end alike: {apart_by(two)}.",
    ),
    Claim(
        _part,
        lambda two: f"{_parted(two)}: {_each(two, term=False)}.",
        lambda two: f"{_parted(two)}: {_each(two, term=True)}.",
    ),
)
