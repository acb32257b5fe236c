"""Numbers beside pictures: in few digits, and a power of ten as one writes it by hand."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shown(value: float, count: int = 4) -> str:
    """A number with so many digits that count, such as 2.5, −0.013 or 6.02×10²³; + 0.0 turns -0.0 into 0."""
    digits, _, power = f"{value + 0.0:.{count}g}".replace("-", "−").partition("e")
    return f"{digits}×10{str(int(power.replace('−', '-'))).translate(RAISED)}" if power else digits
