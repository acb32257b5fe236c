"""A short line in the style of a run: what stands beside its name wherever pictures do."""

from perceptron.charts.palette import STYLES


def swatch(style: int, width: int = 28, height: int = 10) -> str:
    """A line in that style, as SVG."""
    colour, dash = STYLES[style]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<line x1="0" y1="{height / 2:g}" x2="{width}" y2="{height / 2:g}" stroke="{colour}" stroke-width="3"'
        f' stroke-dasharray="{" ".join(map(str, dash))}"/></svg>'
    )


def as_address(svg: str) -> str:
    """A small picture as an address that holds it."""
    return "data:image/svg+xml," + svg.replace('"', "'").replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
