"""From what a session knows to a report: the runs that it is about, their words, and their pictures."""

from collections.abc import Iterable

from perceptron.charts.view import Look
from perceptron.insight.comparing.difference import difference
from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.lessons.plain_words import in_plain_words
from perceptron.panels.compare.pictures import Trained, axis_fitting, film_of
from perceptron.panels.compare.table import PLAIN, as_read, frame_of
from perceptron.panels.film.axes import loss_axis_fitting
from perceptron.panels.learn.pictures import VIEWS
from perceptron.panels.session import runs
from perceptron.panels.session.lessons import Attempt
from perceptron.panels.session.pin import Pin
from perceptron.panels.session.pins import names
from perceptron.panels.take_home.known import MISTAKES, NOW, PINNED, Known
from perceptron.take_home.rendering import DrawingError
from perceptron.take_home.report.contents import Lesson, Picture, Pinned, PinnedRuns, Report, RunNow
from perceptron.take_home.report.drawing import Chart, charts_of_lesson, charts_of_run, charts_together, draw
from perceptron.take_home.settings_in_words import data_in_a_line, settings_in_a_line
from perceptron.words import DatasetError, as_title

# Nobody waits longer for a file: a run that takes more seconds is in it only if the page has trained it.
PATIENCE = 10.0
MOST_WEIGHTS = 8
TOO_LONG = "The link would be too long with these runs: save them as a file in the tab Compare."
WITHOUT_DATA = "The link has the settings, but not the data, which is too long for it."


def reported(known: Known) -> Report:
    """The report, with all its pictures; where they cannot be drawn, with a sentence that says so."""
    trained = trained_pins(known)
    now = _run_of(known, known.now.asked)
    charts = [list(_charts_of(known, attempt)) for attempt in known.attempts]
    charts.append(_charts_of_pins(trained))
    charts.append([] if now is None else list(charts_of_run(now, Look(loss_axis=loss_axis_fitting(now)))))
    notes = []
    pictures: list[tuple[Picture, ...]] = [()] * len(charts)
    try:
        pictures = draw([[_worded(chart, known) for chart in group] for group in charts])
    except DrawingError as error:
        notes.append(f"There are no pictures in this report. {error}")
    *of_lessons, of_pins, of_now = pictures
    if now is None:
        notes.append("The run that is set is not in this report, because it was not trained: it takes long, or cannot.")
    return Report(
        day=known.day,
        lessons=tuple(map(_lesson, [known] * len(known.attempts), known.attempts, of_lessons)),
        mistakes=known.mistakes,
        mistakes_link=known.links[MISTAKES],
        pinned=_pinned_runs(known, trained, of_pins) if known.pinned else None,
        now=None if now is None else _run_now(known, now, of_now),
        notes=tuple(notes),
    )


def _run_of(known: Known, asked: Prospect) -> Run | None:
    """The run; None where it is too long to wait for, or cannot start."""
    if known.run is not None and known.run.key == asked.key:
        return known.run
    try:
        return runs.for_a_file(asked, PATIENCE)
    except DatasetError:
        # The page says of such a run why it cannot be trained; the report, that it was not.
        return None


def _charts_of(known: Known, attempt: Attempt) -> Iterable[Chart]:
    experiment = attempt.experiment
    run = _run_of(known, experiment.situation_for(attempt.drawn).prospect)
    other = _run_of(known, experiment.compare.prospect) if experiment.compare else None
    if run is None:
        return ()
    views = [VIEWS[name] for name in experiment.views]
    return charts_of_lesson(views, run, attempt.look, attempt.drawn, other, experiment.compare_label)


def _worded(chart: Chart, known: Known) -> Chart:
    return chart._replace(caption=in_plain_words(chart.caption)) if known.plain else chart


def _lesson(known: Known, attempt: Attempt, pictures: tuple[Picture, ...]) -> Lesson:
    name = attempt.experiment.name
    several = sum(each.experiment.name == name for each in known.attempts) > 1
    return Lesson(attempt.told, pictures, known.links[name], attempt.number if several else 0)


def trained_pins(known: Known) -> Trained:
    """The pinned runs with their names, as far as they need not be waited for long."""
    found = zip(known.pinned, names(list(known.pinned)), strict=True)
    return [(pin, name, run) for pin, name in found if (run := _run_of(known, pin.asked)) is not None]


def _charts_of_pins(trained: Trained) -> list[Chart]:
    if not trained:
        return []
    film, others = film_of(trained)
    charts = list(charts_together(film, Look(loss_axis=axis_fitting(film))))
    if others:
        missing = f" Not in the picture, because they learn from other columns: {', '.join(others)}."
        charts = [chart._replace(caption=chart.caption + missing) for chart in charts]
    return charts


def _pinned_runs(known: Known, trained: Trained, pictures: tuple[Picture, ...]) -> PinnedRuns:
    every = dict(zip(known.pinned, names(list(known.pinned)), strict=True))
    there = [pin for pin, _, _ in trained]
    missing = [pin for pin in known.pinned if pin not in there]
    notes = [f"Not trained, because it takes long: {', '.join(every[pin] for pin in missing)}."] if missing else []
    notes += [] if PINNED in known.links else [TOO_LONG]
    return PinnedRuns(
        runs=tuple(_pinned(pin, every[pin]) for pin in (*there, *missing)),
        table=as_read(frame_of(trained), trained, plain=known.plain),
        difference=_difference(trained, plain=known.plain),
        pictures=pictures,
        link=known.links.get(PINNED),
        note=" ".join(notes),
    )


def _pinned(pin: Pin, name: str) -> Pinned:
    return Pinned(name, pin.style, ", ".join(pin.words.values()))


def _difference(trained: Trained, *, plain: bool) -> str:
    if len(trained) != 2:
        return ""
    said = difference(trained[0][2], trained[1][2])
    return said.plain if plain else said.words


def _run_now(known: Known, run: Run, pictures: tuple[Picture, ...]) -> RunNow:
    weights, features = run.history.weights_in_data_units[-1], run.dataset.feature_names
    labels = ["Weight w"] if len(features) == 1 else [f"Weight of {as_title(name)}" for name in features]
    numbers = list(zip(labels, map(float, weights), strict=True))[:MOST_WEIGHTS]
    numbers += [("Bias b", float(run.biases_shown[-1])), ("Loss", float(run.history.losses[-1]))]
    numbers.append((f"Loss of the best {'line' if len(features) == 1 else 'plane'}", run.fit.loss))
    told = PLAIN if known.plain else {}
    return RunNow(
        data=f"{known.now.words['data']}: {data_in_a_line(run)}",
        settings=settings_in_a_line(run),
        plain=run.diagnosis.plain,
        headline="" if known.plain else run.diagnosis.headline,
        numbers=(("Epochs", float(run.last)), *((told.get(name, name), value) for name, value in numbers)),
        pictures=pictures,
        link=known.links[NOW],
        note="" if known.carries_data else WITHOUT_DATA,
    )
