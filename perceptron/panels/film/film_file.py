"""The film as a file, with the page's own player in it."""

from perceptron.charts.view import Look
from perceptron.insight.run import Run
from perceptron.panels.film.live import LIVE
from perceptron.panels.film.player import PLAYER
from perceptron.panels.session.depth import is_plain
from perceptron.take_home.film_file import film_page


def film_file(run: Run, look: Look, *, epoch: int = 0, address: str = "") -> str:
    """The film of the run as one HTML file, at the depth that is chosen. It opens at `epoch`, and links to the page's
    `address`, if any. Raises ValueError and DrawingError as `film_page` does.
    """
    return film_page(run, look, PLAYER, LIVE, plain=is_plain(), epoch=epoch, address=address)
