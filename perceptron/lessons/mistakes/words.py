"""What the words about a planted mistake may say: numbers of its run, and what another fault would have done."""

import re
from collections.abc import Mapping

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.lessons.mistakes.reading import Situation
from perceptron.lessons.mistakes.running import Trained
from perceptron.words import counted

PLACE = re.compile(r"«(\w+)»")
# As near to the sound loop's loss as this is as good as it.
NEAR = 1.01


def figure(value: float) -> str:
    """A number for a sentence: four digits that count, thousands whole, and six places at most."""
    if 1000 <= abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", "−")
    return (f"{value:.4g}" if abs(value) >= 1e-4 else f"{value:.6f}").replace("-", "−")


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with every «name» replaced. Raises ValueError where there is no fact of that name."""
    for name in PLACE.findall(text):
        if name not in facts:
            raise ValueError(f"«{name}» is not known: the words may name {', '.join(facts)}.")
    return PLACE.sub(lambda place: facts[place[1]], text)


def facts_of(situation: Situation, dataset: Dataset, sound: Trained, shown: Trained) -> dict[str, str]:
    """By name: numbers of the situation; of the run that is shown, its loss at the `end`, w and b at the start and at
    the end, its `last` epoch, how often the loss went up, `rises`, and how many `digits` the highest loss has; and of
    the sound run the loss at its end, `sound_end`.
    """
    return {
        "epochs": f"{situation.epochs:,}",
        "batch": str(situation.batch_size),
        "batches": str(-(-dataset.rows // situation.batch_size)),
        "rows": str(dataset.rows),
        "pairs": f"{dataset.rows**2:,}",
        "target_mean": figure(float(dataset.target.mean())),
        "last": f"{shown.last:,}",
        "digits": str(len(f"{shown.losses.max():.0f}")),
        "rises": f"{rises(shown):,}",
        "w_start": figure(shown.weights[0]),
        "b_start": figure(shown.biases[0]),
        "w": figure(shown.weights[-1]),
        "b": figure(shown.biases[-1]),
        "end": figure(shown.losses[-1]),
        "sound_end": figure(sound.losses[-1]),
    }


def rises(run: Trained) -> int:
    """After how many epochs the loss was clearly higher than before."""
    return int((run.losses[1:] > NEAR * run.losses[:-1]).sum())


def would_have(other: Trained, sound: Trained) -> str:
    """What another fault would have done on the same situation, as the end of a sentence about the loss."""
    end, sound_end = float(other.losses[-1]), float(sound.losses[-1])
    if other.error:
        return "PyTorch would have stopped in the first epoch, with an error, and there would be no curve"
    if other.last < sound.last:
        return f"the loss would have grown until, after {counted(other.last, 'epoch')}, no number could hold it"
    if rises(other) > sound.last / 10 and end > NEAR * sound_end:
        low, high = other.losses[-(sound.last // 4) :].min(), other.losses[-(sound.last // 4) :].max()
        return f"the loss would have gone up and down to the end, between {figure(low)} and {figure(high)}"
    if end > NEAR * sound_end:
        still = bool(np.ptp(other.losses[-(sound.last // 10) :]) < end * (NEAR - 1))
        moving = "have stood still at" if still else "still have been falling, and be at"
        return f"the loss would {moving} {figure(end)}, where the sound loop comes to {figure(sound_end)}"
    return f"the loss would have come to {figure(end)}, as good as in the sound loop"
