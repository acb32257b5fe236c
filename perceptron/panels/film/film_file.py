"""The film as a file, with the page's own player in it."""

from perceptron.charts.view import Look
from perceptron.insight.run import Run
from perceptron.panels.film.live import LIVE
from perceptron.panels.film.player import PLAYER
from perceptron.take_home.film_file import film_page


def film_file(run: Run, look: Look, *, plain: bool, epoch: int = 0, address: str = "") -> str:
    """The film of the run as one HTML file, with the page's own player: see `film_page`."""
    return film_page(run, look, PLAYER, LIVE, plain=plain, epoch=epoch, address=address)
