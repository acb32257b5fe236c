"""The numbers of the curvature and of the gradient check, against sums over the rows."""

import numpy as np

from perceptron.insight.gradient_check import check_gradient
from truth.case import Case


def wrong_numbers(case: Case) -> list[str]:
    """What is false in the curvature's numbers and, for three epochs, in the gradient check."""
    return _wrong_curvature(case) + [
        f"gradient check, epoch {epoch}: {what}"
        for epoch in sorted({0, (len(case.states) - 1) // 2, len(case.states) - 1})
        for what in _wrong_gradients(case, epoch)
    ]


def _wrong_curvature(case: Case) -> list[str]:
    told, wrong = case.run.curvature, []
    lengths = case.bowl_of_all[0][::-1]
    if case.d == 1:
        # Of the 2×2 matrix in closed form, the smaller from the determinant, so that no digit is lost.
        x = case.x_given[:, 0]
        squares, sums = float(x @ x), float(x.sum())
        steepest = case.scale * (squares + case.n + float(np.hypot(squares - case.n, 2 * sums)))
        determinant = (2 * case.scale) ** 2 * case.n * float(np.square(x - x.mean()).sum())
        lengths = np.array([determinant / steepest, steepest])
        if abs(told.condition_number / (lengths[1] / lengths[0]) - 1) > 1e-6:
            wrong.append(f"condition number {told.condition_number}, not {lengths[1] / lengths[0]}")
    clear = lengths > 1e-20 * lengths[-1]
    if not np.allclose(told.eigenvalues[clear], lengths[clear], rtol=1e-5):
        wrong.append(f"eigenvalues {told.eigenvalues}, not {lengths}")
    if abs(told.largest_stable_learning_rate * lengths[-1] / 2 - 1) > 1e-9:
        wrong.append(f"limit {told.largest_stable_learning_rate}")
    return wrong


def _wrong_gradients(case: Case, epoch: int) -> list[str]:
    """All ways against the sums over the rows, within what each of them rounds."""
    table, corners = check_gradient(case.run, case.run.step(epoch))
    state = case.states[epoch]
    columns, sums = np.column_stack([case.x, np.ones(case.n)]), case.sums(state)
    residuals = (np.maximum(sums, 0) if case.clamp else sums) + state[-1] - case.y
    is_open = np.column_stack([np.repeat(case.is_open(state)[:, None], case.d, axis=1), np.ones((case.n, 1))])
    parts = 2 * case.scale * residuals[:, None] * is_open * columns
    true, size = parts.sum(axis=0), np.abs(parts).sum(axis=0)
    predicted = np.abs(case.x) @ np.abs(state[:-1]) + abs(state[-1]) + np.abs(case.y)
    rounding = 2 * case.scale * (predicted @ np.abs(columns))
    largest = 2 * case.scale * predicted.sum() * np.abs(columns).max(axis=0)
    unsure = 2 * case.scale * np.abs(residuals)[case.near_corner(state)] @ np.abs(columns[case.near_corner(state)])
    allowed = {
        "recorded": (3e-6 if case.digits == np.float32 else 1e-13) * rounding + 1e-5 * size + unsure,
        "chain_rule": 1e-13 * rounding + 1e-12 * size,
        "finite_difference": 1e-8 * rounding + 3e-7 * size + 1e-15 * largest,
    }
    wrong = [
        f"{way} of {name} {said:.9g}, not {right:.9g}"
        for way, most in allowed.items()
        for name, said, right, off in zip(table["parameter"], table[way], true, most, strict=True)
        if abs(said - right) > off
    ]
    touching = case.clamp and bool((np.abs(sums) <= 1e-9 * predicted).any())
    return wrong + ([f"corners {corners}" for _ in corners[:1] if not touching])
