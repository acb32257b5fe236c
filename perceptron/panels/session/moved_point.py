"""A point of the table that was dragged in the plot: a change of the table like any other, that moves nothing else."""

from perceptron.panels.session import table_versions


def move_point(row: int, x: float, y: float) -> None:
    """Give one of the data set's rows, counted from 0, another feature and target; for a table with one feature."""
    state = table_versions.versions()
    now = state.now
    frame, used = now.frame.copy(), [now.features[0], now.target]
    frame.loc[frame[used].dropna().index[row], used] = [x, y]
    table_versions.change(table_versions.with_rows(now, frame), restart_editor=True)
    state.moved = state.changes


def point_was_moved() -> bool:
    """Whether the table's last change was a point that was dragged in the plot: nothing else there should move then."""
    state = table_versions.versions()
    return state.moved == state.changes
