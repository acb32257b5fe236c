"""What a teacher's link says beside the page's own settings: what is locked and hidden, whether one predicts first,
and why.

A link comes from anybody: what it names is looked up here, what it says is cut to a length, and nothing else counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.words import quoted

_KNOBS = knobs_of(Hyperparameters)
# What a link can lock, by the label that it has on the page.
LOCKABLE: dict[str, str] = {"data": "Data"} | {name: knob.label for name, knob in _KNOBS.items()}
LOCKABLE |= {"held_out": "Held-out rows", "depth": "Depth"}
# What it can hide; the tabs are those beside the one that it opens.
HIDEABLE = LOCKABLE | {"tabs": "The other tabs", "suggestions": "What to try"}
# One name for all that stands in the page's box of that name.
MORE, MORE_LABEL = "more_settings", "More settings"
MEMBERS = (*(name for name, knob in _KNOBS.items() if not knob.first), "held_out")

PARAMETERS = ("lock", "hide", "ask", "note")
LONGEST_NOTE = 120
# All names together are shorter than that; so what lies beyond is none.
LONGEST_LIST = 400
MOST_NAMED = 3
REQUIRED, OPTIONAL = "required", "optional"


@dataclass(frozen=True)
class TeacherLink:
    """What a link asks of the page. locked, hidden: names of controls, in the page's order; asks: whether a prediction
    has to be made before a run is shown; note: the teacher's reason, one printable line, shown to the learner.
    """

    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    asks: bool = True
    note: str = ""

    @classmethod
    def of(cls, locked: Collection[str], hidden: Collection[str], *, asks: bool, note: str) -> "TeacherLink":
        """The same from names in any order, that of all more settings among them, and any text: unknown names are left
        out, and the note is one line.
        """
        return cls(_ordered(locked, LOCKABLE), _ordered(hidden, HIDEABLE), asks, _one_line(note))


def read_link(query: Mapping[str, str]) -> tuple[TeacherLink, str | None]:
    """What a link's parameters ask for, and a sentence for the learner where some of it is not to be had."""
    locked, hidden = _names(query.get("lock", "")), _names(query.get("hide", ""))
    left_out = [quoted(name) for name in locked if name not in {MORE, *LOCKABLE}]
    left_out += [quoted(name) for name in hidden if name not in {MORE, *HIDEABLE}]
    ask = query.get("ask", REQUIRED)
    if ask not in (REQUIRED, OPTIONAL):
        left_out.append(quoted(f"ask={ask}"))
    link = TeacherLink.of(locked, hidden, asks=ask != OPTIONAL, note=query.get("note", ""))
    return link, _complaint(list(dict.fromkeys(left_out)))


def written(link: TeacherLink) -> dict[str, str]:
    """The parameters that `read_link` reads as this; what is as without a teacher's link is left out."""
    parts = {
        "lock": ",".join(_gathered(link.locked)),
        "hide": ",".join(_gathered(link.hidden)),
        "ask": "" if link.asks else OPTIONAL,
        "note": link.note,
    }
    return {name: text for name, text in parts.items() if text}


def labels(names: Iterable[str]) -> list[str]:
    """The controls' labels on the page; one for all where the whole box of more settings is meant."""
    return [(HIDEABLE | {MORE: MORE_LABEL})[name] for name in _gathered(tuple(names))]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text[:LONGEST_LIST].split(",") if name.strip()]


def _gathered(names: tuple[str, ...]) -> list[str]:
    if not set(MEMBERS) <= set(names):
        return list(names)
    return [*(name for name in names if name not in MEMBERS), MORE]


def _ordered(names: Collection[str], known: Iterable[str]) -> tuple[str, ...]:
    meant = {*names, *(MEMBERS if MORE in names else ())}
    return tuple(name for name in known if name in meant)


def _one_line(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text[: 10 * LONGEST_NOTE])
    return " ".join(printable.split())[:LONGEST_NOTE].rstrip()


def _complaint(left_out: list[str]) -> str | None:
    if not left_out:
        return None
    named = ", ".join(left_out[:MOST_NAMED])
    more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
    return f"This link asks for {named}{more}, which the page does not know: it is left out, and the rest counts."
