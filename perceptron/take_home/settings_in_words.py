"""A run's data and settings in a line, for what leaves the page without it."""

from perceptron.insight.run import Run
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.words import as_title, counted

# Of more features than this only the number is told.
MOST_NAMES = 3


def data_in_a_line(run: Run) -> str:
    """How many rows there are, and what is learned from what: "25 rows, y from x"."""
    names = [as_title(name) for name in run.dataset.feature_names]
    named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    source = named if len(names) <= MOST_NAMES else counted(len(names), "feature")
    kept = f", {run.held_out.rows:,} more held out" if run.held_out is not None else ""
    return f"{counted(run.dataset.rows, 'row')}{kept}, {as_title(run.dataset.target_name)} from {source}"


def settings_in_a_line(run: Run) -> str:
    """The settings that everybody sees, and those that differ from the article's: "learning rate 0.001, epochs 40"."""
    settings, article = run.hyperparameters, Hyperparameters()
    parts = []
    for name, knob in knobs_of(Hyperparameters).items():
        value = getattr(settings, name)
        if not knob.first and value == getattr(article, name):
            continue
        label = knob.label[0].lower() + knob.label[1:]
        if knob.kind == "switch":
            parts.append(label)
        elif knob.kind == "choice":
            parts.append(f"{label} {value.replace('_', ' ')}")
        else:
            # A seed is a name more than a number.
            parts.append(f"{label} {value if name == 'seed' else f'{value:,}'}")
    return ", ".join(parts)
