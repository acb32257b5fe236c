"""The ideas behind the page, a file each in `ideas/`: an idea's words at three depths, and what "Show me" opens.

Its numbers are those of the run that "Show me" opens; what else its words claim of that run stands as a check beside
them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perceptron.data.dataset import Dataset
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.experiment import Situation
from perceptron.lessons.expression import Expression
from perceptron.lessons.facts import Facts
from perceptron.lessons.fields import Fields, LessonError
from perceptron.lessons.reading import expression_in, settings_in, wording_in
from perceptron.lessons.wording import Depth, Wording

IDEAS = Path(__file__).resolve().parent / "ideas"
TABS = ("Train", "One step", "Data")
PRINTS = ("points", "parameters", "autograd")
CODE = ("forward", "loss", "backward", "update", "clear")
PICTURES = ("line", "hills", "downhill", "flat", "loss")


@dataclass(frozen=True)
class Show:
    """What "Show me" opens: a tab, a run at an epoch of it, and how it is looked at. says: what is to be seen there."""

    says: str
    tab: str
    situation: Situation
    epoch: int
    squares: bool
    loss_axis: str


@dataclass(frozen=True)
class Part:
    """One part of an idea that has several. picture: one of PICTURES, or empty."""

    title: str
    picture: str
    words: Wording


@dataclass(frozen=True)
class Idea:
    """One idea. short: it in a few words. parts: what follows the words. code: the move whose lines of PyTorch are
    shown, one of CODE; prints: the tensors shown as PyTorch prints them, one of PRINTS; both may be empty. check: what
    the words claim of the run beside their numbers. known: what is no run's, such as a year, by the name it has in the
    words, [[year]].
    """

    name: str
    title: str
    short: str
    words: Wording
    parts: tuple[Part, ...]
    code: str
    prints: str
    show: Show
    check: Expression | None
    known: Mapping[str, str]

    def said(self, words: Wording, depth: Depth, facts: Facts) -> str:
        """Its words, or those of a part, at that depth."""
        text = words.at(depth, facts)
        for name, value in self.known.items():
            text = text.replace(f"[[{name}]]", value)
        return text


def read_ideas(sets: Mapping[str, Dataset], folder: Path = IDEAS) -> dict[str, Idea]:
    """All ideas by their files' names, in that order. Raises LessonError, naming file, field and what is expected."""
    found = [read_idea(path, sets) for path in sorted(folder.glob("*.toml"))]
    return {idea.name: idea for idea in found}


def read_idea(path: Path, sets: Mapping[str, Dataset]) -> Idea:
    """One idea. Raises LessonError, naming file, field and what is expected."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LessonError(f"{path.name} is no TOML file in UTF-8: {error}.") from None
    fields = Fields(table, path.name)
    idea = Idea(
        name=path.stem.lstrip("0123456789_-") or path.stem,
        title=fields.text("title"),
        short=fields.text("short"),
        words=wording_in(fields, "idea"),
        parts=tuple(_part(each) for each in fields.tables("parts")),
        code=fields.choice("code", ("", *CODE), ""),
        prints=fields.choice("prints", ("", *PRINTS), ""),
        show=_show(fields.table("show"), sets),
        check=expression_in(fields, "check") if fields.has("check") else None,
        known=_known(fields),
    )
    fields.done()
    return idea


def _part(fields: Fields) -> Part:
    part = Part(
        title=fields.text("title"),
        picture=fields.choice("picture", ("", *PICTURES), ""),
        words=wording_in(fields, "words"),
    )
    fields.done()
    return part


def _known(fields: Fields) -> dict[str, str]:
    found = fields.raw("known")
    for name, value in found.items():
        if not isinstance(value, str):
            raise fields.wrong(f"known.{name}", "a text in quotes is expected.")
    return found


def _show(fields: Fields, sets: Mapping[str, Dataset]) -> Show:
    name = fields.choice("set", sets)
    hyperparameters = settings_in(fields, Hyperparameters())
    epoch = fields.number("epoch") if fields.has("epoch") else 0.0
    if not epoch.is_integer() or epoch > hyperparameters.epochs:
        raise fields.wrong("epoch", f"a whole number up to the epochs, {hyperparameters.epochs}, is expected.")
    show = Show(
        says=fields.text("says"),
        tab=fields.choice("tab", TABS),
        situation=Situation(name, sets[name], hyperparameters),
        epoch=int(epoch),
        squares=fields.switch("squares"),
        loss_axis=fields.choice("loss_axis", ("auto", "linear", "log"), "auto"),
    )
    fields.done()
    return show
