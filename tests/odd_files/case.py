"""The type of a case that is read: its content, and its columns."""

Cell = float | str | None
Columns = dict[str, list[Cell]]
Case = tuple[str | bytes, Columns]
