"""The film's slider: the loss and the parameters at the current frame, over the range input that all views follow."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np

from perceptron.charts.film import NOW, anchor, expression
from perceptron.charts.view import Look, View
from perceptron.insight.run import Run


class Scrubber(View):
    """A line of text, and under it the slider over the frames."""

    name = "scrubber"

    def chart(self, shape: Any, frames: int) -> alt.Chart:
        """Reads readout."""
        frame = alt.param(
            name="k", value=frames - 1, bind=alt.BindRange(input="range", min=0, max=frames - 1, step=1, name="Epoch")
        )
        title = alt.TitleParams(text=expression(f"{NOW}.readout"), anchor="start")
        return anchor().properties(title=title, height=22, width="container").add_params(frame)

    def columns(self, run: Run, look: Look, epochs: np.ndarray) -> Mapping[str, Any]:
        """The numbers of each frame in words: the loss, and weight and bias where there are no more than these."""
        history = run.history
        numbers = [("loss", history.losses)]
        if history.weights.shape[1] == 1:
            numbers += [("w", history.weights_in_data_units[:, 0]), ("b", history.biases_in_data_units)]
        columns = [[f"{label} {value:.5g}" for value in values[epochs]] for label, values in numbers]
        return {"readout": [" \u2003 ".join(texts) for texts in zip(*columns, strict=True)]}

    def description(self, run: Run, look: Look) -> str:
        return "The epoch that all views show"
