"""The film's slider: the loss and the parameters at the current frame, over the range input that all views follow."""

import altair as alt

from perceptron.charts.film import NOW, anchor, expression


def scrubber_chart(*, frames: int) -> alt.Chart:
    """A line of text, and under it the slider over the frames. Draws the named table history with readout."""
    frame = alt.param(
        name="k", value=frames - 1, bind=alt.BindRange(input="range", min=0, max=frames - 1, step=1, name="Epoch")
    )
    title = alt.TitleParams(text=expression(f"{NOW}.readout"), anchor="start")
    return anchor().properties(title=title, height=22, width="container").add_params(frame)
