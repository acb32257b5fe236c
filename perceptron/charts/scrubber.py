"""The film's slider: the loss and the parameters at the current frame, over the range input that all views follow."""

import altair as alt

from perceptron.charts.film import NOW, anchor, expression


def scrubber_chart(features: int, *, frames: int) -> alt.Chart:
    """A line of text, and under it the slider over the frames. Draws the named table history."""
    frame = alt.param(
        name="k", value=frames - 1, bind=alt.BindRange(input="range", min=0, max=frames - 1, step=1, name="Epoch")
    )
    numbers = [("loss", "loss"), *([("w", "w1")] if features == 1 else []), ("b", "b")]
    text = " + '  ·  ' + ".join(f"'{label} ' + format({NOW}.{field}, '.5~g')" for label, field in numbers)
    title = alt.TitleParams(text=expression(text), anchor="start")
    return anchor().properties(title=title, height=44, width="container").add_params(frame)
