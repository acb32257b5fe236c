"""The page as the server's messages leave it: what stands where, and the texts in it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from google.protobuf.message import Message
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Path = tuple[int, ...]


class Part(NamedTuple):
    """An element, or a block that holds others; its kind as Streamlit calls it; the run of the script that drew it
    last; the fragment that it belongs to.
    """

    kind: str
    message: Any
    run: int
    fragment: str


class Shown:
    """Elements and blocks by their place. What a run of the script did not draw again is gone at its end."""

    def __init__(self) -> None:
        self.parts: dict[Path, Part] = {}
        self._run = 0
        self._fragments: frozenset[str] = frozenset()

    def begin(self, fragments: frozenset[str]) -> None:
        """The script runs anew; of it, these fragments alone, if there are any."""
        self._run += 1
        self._fragments = fragments

    def draw(self, message: ForwardMsg) -> None:
        """Put there what a delta brings."""
        place, delta = tuple(message.metadata.delta_path), message.delta
        held = delta.new_element if delta.HasField("new_element") else delta.add_block
        if not (delta.HasField("new_element") or delta.HasField("add_block")):
            return
        if delta.HasField("new_element"):
            for below in [path for path in self.parts if path[: len(place)] == place]:
                del self.parts[below]
        kind = held.WhichOneof("type") or "container"
        inner = held if kind == "container" else getattr(held, kind)
        self.parts[place] = Part(kind, inner, self._run, delta.fragment_id)

    def end(self) -> None:
        """Take away what stood there before and was not drawn again."""
        self.parts = {place: part for place, part in self.parts.items() if not self._is_stale(part)}

    def _is_stale(self, part: Part) -> bool:
        return part.run < self._run and (not self._fragments or part.fragment in self._fragments)

    def find(self, key: str, kind: str | None = None) -> Part:
        """The widget of that key in `st.session_state`, or else the button of that label; there has to be one."""
        drawn = [part for part in self.parts.values() if kind in (None, part.kind)]
        for part in drawn:
            if getattr(part.message, "id", "").endswith(f"-{key}"):
                return part
        for part in drawn:
            if part.kind.endswith("button") and part.message.label == key:
                return part
        raise LookupError(f"the page has no {kind or 'widget'} {key!r}")

    def has(self, key: str) -> bool:
        """Whether there is such a widget or button."""
        try:
            self.find(key)
        except LookupError:
            return False
        return True

    def of_kind(self, kind: str) -> list[Part]:
        """All elements or blocks of that kind, from top to bottom."""
        return [part for _, part in sorted(self.parts.items()) if part.kind == kind]

    def texts(self) -> list[str]:
        """Every string of the page, from top to bottom, labels and what is given to components included."""
        return [text for _, part in sorted(self.parts.items()) for text in _strings(part.message)]

    def says(self, text: str) -> bool:
        """Whether it stands anywhere on the page."""
        return any(text in each for each in self.texts())

    def exceptions(self) -> list[str]:
        """What the page shows of errors that nobody caught."""
        return [f"{part.message.type}: {part.message.message}" for part in self.of_kind("exception")]


def _strings(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in ("id", "js_content", "css_content"):
            continue
        for each in value if field.is_repeated else [value]:
            if isinstance(each, str):
                yield each
            elif isinstance(each, Message):
                yield from _strings(each)
