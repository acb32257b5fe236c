"""What a learner is told of a file: what may have changed numbers or rows first, much of one kind in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from perceptron.words import counted, quoted

# So many notes of one kind stand each for itself.
_MOST_OF_A_KIND = 2


class Note(NamedTuple):
    """A sentence. `matters`: numbers, names or rows may be other than meant. `kind`: what notes alike have in common,
    and `of`: the column it is about, "" for none."""

    text: str
    matters: bool = False
    kind: str = ""
    of: str = ""


def in_order(notes: Iterable[Note]) -> tuple[str, ...]:
    """The sentences, those that matter first; of many of one kind the first stands for all."""
    kinds: dict[str, list[Note]] = {}
    for note in notes:
        kinds.setdefault(note.kind or note.text, []).append(note)
    folded: list[Note] = []
    for group in kinds.values():
        if len(group) <= _MOST_OF_A_KIND:
            folded += group
        else:
            more = f"{counted(len(group) - 1, 'more column')}, {quoted(group[1].of)} … {quoted(group[-1].of)}"
            folded.append(group[0]._replace(text=f"{group[0].text} The same goes for {more}."))
    return tuple(note.text for note in sorted(folded, key=lambda note: not note.matters))


@dataclass(frozen=True, eq=False, kw_only=True)
class Surroundings:
    """What was met around the rows of a table, and what became of it.

    comments: the lines above the table that were left out as comments; above and below: titles and facts, sources and
    sums, left out as well; separator_line: whether a line like "sep=;" was. name_rows: on how many rows the names
    stood; names_doubt: a sentence where that is not certain.
    blank_lines, empty_rows, empty_columns: what held nothing at all and was left out, rows and columns at the end
    only. short_rows: rows with fewer cells than the table has columns; the missing ones are holes. long_rows: rows
    with more, left out. comments_between: comment lines among the rows, left out. lines_with_stray_quotes: where a
    quote was never closed, or closed rows later, and was taken for a character.
    renamed: (name in the file, name in the frame) of the columns without a name or with one taken before.
    """

    comments: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    separator_line: bool = False
    name_rows: int = 0
    names_doubt: str = ""
    blank_lines: int = 0
    empty_rows: int = 0
    empty_columns: int = 0
    short_rows: int = 0
    first_short_line: int | None = None
    long_rows: int = 0
    first_long_line: int | None = None
    comments_between: int = 0
    lines_with_stray_quotes: tuple[int, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def surrounding_notes(self) -> list[Note]:
        """All that was left out, renamed or taken otherwise than it stands, a sentence each."""
        notes = [*self._what_matters()]
        if self.separator_line:
            notes.append(Note("The line that names the separator is left out."))
        left_out = [
            (len(self.comments), "comment line", " above the table"),
            (self.comments_between, "comment line", " between the rows"),
            (self.blank_lines, "blank line", ""),
            (self.empty_rows, "empty row", " at the end"),
            (self.empty_columns, "empty column", " at the end"),
        ]
        notes += [
            Note(f"{counted(count, what)}{where} {'are' if count > 1 else 'is'} left out.")
            for count, what, where in left_out
            if count
        ]
        if self.short_rows:
            rows = "row has" if self.short_rows == 1 else "rows have"
            notes.append(
                Note(
                    f"{self.short_rows:,} {rows} fewer cells than there are columns, first on line "
                    f"{self.first_short_line:,}: the missing cells are empty."
                )
            )
        return notes + self._renamed()

    def _what_matters(self) -> list[Note]:
        notes = []
        if self.names_doubt:
            notes.append(self.names_doubt)
        if self.long_rows:
            rows, are = ("row has", "it is") if self.long_rows == 1 else ("rows have", "they are")
            notes.append(
                f"{self.long_rows:,} {rows} more cells than there are columns, first on line "
                f"{self.first_long_line:,}: {are} left out."
            )
        if self.lines_with_stray_quotes:
            lines = self.lines_with_stray_quotes
            where = f"line {lines[0]:,}" + (f" and {len(lines) - 1:,} more" if len(lines) > 1 else "")
            notes.append(
                f"A quote opens on {where} and is not closed there: it is read as a character, so that no row is lost."
            )
        for lines_left_out, where in ((self.above, "above"), (self.below, "below")):
            if lines_left_out:
                count = len(lines_left_out)
                many = f"{count:,} lines {where} the table are" if count > 1 else f"1 line {where} the table is"
                shown = ", ".join(quoted(line) for line in lines_left_out[:3]) + (", …" if count > 3 else "")
                notes.append(f"{many} left out: {shown}.")
        return [Note(text, matters=True) for text in notes]

    def _renamed(self) -> list[Note]:
        notes = []
        for what, some in (
            ("column{} without a name", [new for old, new in self.renamed if not old]),
            ("column{} whose name stands twice", [new for old, new in self.renamed if old]),
        ):
            if len(some) > _MOST_OF_A_KIND:
                notes.append(f"{len(some):,} {what.format('s')} are called {quoted(some[0])} … {quoted(some[-1])}.")
        folded = {bool(old) for old, _ in self.renamed}
        counts = {named: sum(bool(old) == named for old, _ in self.renamed) for named in folded}
        for old, new in self.renamed:
            if counts[bool(old)] <= _MOST_OF_A_KIND:
                which = f"Another column {quoted(old)}" if old else "A column without a name"
                notes.append(f"{which} is called {quoted(new)}.")
        return [Note(text) for text in notes]
