"""Questions that can be asked about any run, each a file in `questions/`: what will become of it, and where it ends."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from perceptron.lessons.experiment import Experiment, Prediction, Situation
from perceptron.lessons.fields import Fields
from perceptron.lessons.reading import VIEWS, prediction_in, wording_in
from perceptron.lessons.wording import Wording

FOLDER = Path(__file__).resolve().parent / "questions"


class Question(NamedTuple):
    """One of them. for_one_feature: whether it needs data with one feature, as whatever is drawn among points does."""

    name: str
    title: str
    views: tuple[str, ...]
    squares: bool
    words: Wording
    prediction: Prediction

    @property
    def for_one_feature(self) -> bool:
        """Whether it is about a line among points."""
        return self.prediction.kind == "line"

    def about(self, situation: Situation) -> Experiment:
        """The question about what is trained there."""
        one_feature = len(situation.dataset.feature_names) == 1
        return Experiment(
            name=self.name,
            title=self.title,
            situation=situation,
            views=self.views if one_feature else ("line", "loss"),
            squares=self.squares and one_feature,
            loss_axis="linear" if self.prediction.kind == "loss" else "auto",
            question=self.words,
            prediction=self.prediction,
        )


@cache
def questions() -> dict[str, Question]:
    """All of them by their files' names, in that order. Raises LessonError where a file has a fault."""
    return {each.name: each for each in (_read(path) for path in sorted(FOLDER.glob("*.toml")))}


def _read(path: Path) -> Question:
    fields = Fields(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    question = Question(
        name=path.stem.lstrip("0123456789_"),
        title=fields.text("title"),
        views=fields.options("views", VIEWS),
        squares=fields.switch("squares"),
        words=wording_in(fields, "question"),
        prediction=prediction_in(fields.table("predict")),
    )
    fields.done()
    return question
