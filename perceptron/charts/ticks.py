"""The numbers at an axis, readable at any scale: 0.5, 12,000, 8·10¹¹, and never 5.9999… or 800,000,000,000."""

import altair as alt

from perceptron.charts.digits import RAISED

WHOLE_NUMBER = "format(datum.value, ',')"
POWERS_OF_TEN = [0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]


def _with_power(value: str) -> str:
    """A Vega expression: the value as 8·10¹¹, and 10¹¹ where its digits are just 1."""
    mantissa, power = (f"split(format({value}, '.4~e'), 'e')[{part}]" for part in (0, 1))
    power = f"replace({power}, '+', '')"
    for sign, raised in RAISED.items():
        # Each digit may come more than once; and Vega writes a minus of its own.
        written = "-|−" if sign == ord("-") else chr(sign)
        power = f"replace({power}, regexp('{written}', 'g'), '{chr(raised)}')"
    return f"({mantissa} == '1' ? '' : {mantissa} + '·') + '10' + {power}"


# Vega's own label has as many digits as tell neighbouring ticks apart, and is empty where a log axis is too full.
# Its commas go, because the numbers may be years.
READABLE = (
    "datum.label == '' ? '' : datum.value != 0 && (abs(datum.value) >= 1e6 || abs(datum.value) < 1e-4)"
    f" ? {_with_power('datum.value')} : replace(datum.label, regexp(',', 'g'), '')"
)


def readable_axis(count: int) -> alt.Axis:
    """An axis with about that many ticks, whose numbers can be read at any scale."""
    return alt.Axis(labelExpr=READABLE, tickCount=count, labelLimit=90)
