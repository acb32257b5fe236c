"""Experiments from their files: what a field may say, and the sentence where one says something else."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.experiment import Choice, Experiment, Hint, Mission, Prediction, Situation, Slip, doubled
from perceptron.lessons.expression import Expression
from perceptron.lessons.fields import Fields, LessonError
from perceptron.lessons.wording import Template, Wording
from perceptron.words import DatasetError

EXPERIMENTS = Path(__file__).resolve().parent / "experiments"
KINDS = ("choice", "number", "line", "loss")
VIEWS = ("line", "loss", "valley", "weight", "bias")
KNOBS = knobs_of(Hyperparameters)


def read_folder(folder: Path, sets: Mapping[str, Dataset]) -> tuple[dict[str, Experiment], list[str]]:
    """The experiments of a folder by their files' names, in that order, and a sentence for each that cannot be used."""
    found: dict[str, Experiment] = {}
    faults = []
    for path in sorted(folder.glob("*.toml")):
        try:
            experiment = read_experiment(path, sets)
        except LessonError as error:
            faults.append(str(error))
        else:
            if experiment.name in found:
                faults.append(f"{path.name}: another experiment has this name; give the file another one.")
            else:
                found[experiment.name] = experiment
    return found, faults


def read_experiment(path: Path, sets: Mapping[str, Dataset]) -> Experiment:
    """One experiment. Raises LessonError, naming file, field and what is expected."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LessonError(f"{path.name} is no TOML file in UTF-8: {error}.") from None
    except OSError as error:
        raise LessonError(f"{path.name} cannot be opened: {error.strerror}.") from None
    fields = Fields(table, path.name)
    title = fields.text("title")
    situation = _situation(fields, sets)
    compare, label = None, ""
    if fields.has("compare"):
        other = fields.table("compare")
        label = other.text("label")
        compare = _situation(other, sets, situation)
        other.done()
    why = fields.table("why")
    experiment = Experiment(
        name=path.stem.lstrip("0123456789_-") or path.stem,
        title=title,
        situation=situation,
        views=fields.options("views", VIEWS, ["line", "loss"]),
        squares=fields.switch("squares"),
        loss_axis=fields.choice("loss_axis", ("auto", "linear", "log"), "auto"),
        question=wording_in(fields, "question"),
        prediction=prediction_in(fields.table("predict")),
        why=_template(why, "ask"),
        reasons=_choices(why, "reasons"),
        explanation=wording_in(fields, "explanation"),
        mission=_mission(fields.table("mission"), situation),
        compare=compare,
        compare_label=label,
    )
    why.done()
    fields.done()
    return experiment


def _situation(fields: Fields, sets: Mapping[str, Dataset], like: Situation | None = None) -> Situation:
    name = fields.choice("set", sets, like.set_name if like else None)
    dataset = sets[name]
    left_out = [row - 1 for row in fields.whole_numbers("leave_out")]
    if any(row >= dataset.rows for row in left_out):
        raise fields.wrong("leave_out", f"{name} has the rows 1 to {dataset.rows}.")
    if left_out:
        try:
            dataset = dataset.take(np.setdiff1d(np.arange(dataset.rows), left_out))
        except DatasetError as error:
            raise fields.wrong("leave_out", str(error)) from None
    times = fields.number("repeat", 1)
    if times != 1:
        dataset = doubled(dataset, int(times))
    base = like.hyperparameters if like else Hyperparameters()
    return Situation(name, dataset, settings_in(fields, base))


def settings_in(fields: Fields, base: Hyperparameters) -> Hyperparameters:
    """Those hyperparameters with what the table `settings` changes."""
    return replace(base, **_settings(fields, "settings", KNOBS, base))


def _settings(fields: Fields, table: str, known: Collection[str], base: Hyperparameters) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, value in fields.raw(table).items():
        if name not in known:
            raise fields.wrong(f"{table}.{name}", f"not known here; known are {', '.join(known)}.")
        number = KNOBS[name].kind == "number"
        changes[name] = float(value) if number and type(value) is int else value
        try:
            replace(base, **{name: changes[name]})
        except ValueError as error:
            raise fields.wrong(f"{table}.{name}", f"{error}") from None
    return changes


def prediction_in(fields: Fields) -> Prediction:
    """What is asked before the run, as that table says it."""
    kind = fields.choice("kind", KINDS)
    prediction = Prediction(kind=kind, ask=_template(fields, "ask"))
    if kind == "choice":
        prediction = replace(prediction, choices=_choices(fields, "choices"))
    elif kind == "number":
        ends = fields.tables("slider")
        slider = [(expression_in(end, "low"), expression_in(end, "high")) for end in ends]
        for end in ends:
            end.done()
        prediction = replace(
            prediction,
            answer=expression_in(fields, "answer"),
            within=fields.number("within", 0.02),
            scale=expression_in(fields, "scale") if fields.has("scale") else None,
            unit=fields.text("unit", ""),
            slider=slider[0] if slider else None,
            slips=tuple(_slip(each) for each in fields.tables("slips")),
        )
    else:
        prediction = replace(
            prediction,
            check=expression_in(fields, "check"),
            right=_template(fields, "right"),
            wrong=_template(fields, "wrong"),
            starts=fields.switch("starts"),
        )
    fields.done()
    return prediction


def _choices(fields: Fields, name: str) -> tuple[Choice, ...]:
    found = []
    for each in fields.tables(name, least=2):
        found.append(Choice(_template(each, "says"), expression_in(each, "check"), _template(each, "misconception")))
        each.done()
    return tuple(found)


def _slip(fields: Fields) -> Slip:
    slip = Slip(expression_in(fields, "value"), _template(fields, "says"))
    fields.done()
    return slip


def _mission(fields: Fields, situation: Situation) -> Mission:
    hints = []
    for each in fields.tables("hints", least=1):
        hints.append(Hint(expression_in(each, "when"), _template(each, "says")))
        each.done()
    knobs = fields.options("knobs", KNOBS)
    if not fields.has("example"):
        raise fields.wrong("example", f"a table [{fields.place('example')}] of settings that do it is expected.")
    mission = Mission(
        task=_template(fields, "task"),
        knobs=knobs,
        check=expression_in(fields, "check"),
        done=_template(fields, "done"),
        hints=tuple(hints),
        example=_settings(fields, "example", knobs, situation.hyperparameters),
    )
    fields.done()
    return mission


def wording_in(fields: Fields, name: str) -> Wording:
    """The words of that table, at their depths."""
    inside = fields.table(name)
    wording = Wording(
        _template(inside, "words"),
        *(_template(inside, deeper) if inside.has(deeper) else None for deeper in ("formulas", "derivation")),
    )
    # Left out, they are known all the same.
    for deeper in ("formulas", "derivation"):
        inside.text(deeper, "")
    inside.done()
    return wording


def _template(fields: Fields, name: str) -> Template:
    text = fields.text(name)
    try:
        return Template(text)
    except ValueError as error:
        raise fields.wrong(name, f"{error}.") from None


def expression_in(fields: Fields, name: str) -> Expression:
    """The expression that stands in that field."""
    text = fields.text(name)
    try:
        return Expression(text)
    except ValueError as error:
        raise fields.wrong(name, f"{error}.") from None
