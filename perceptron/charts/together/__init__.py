"""Several runs in one film: their lines on the points, their curves, their paths over one landscape of the loss."""

from perceptron.charts.together.curves import Curves
from perceptron.charts.together.lines import Lines
from perceptron.charts.together.paths import Paths

LINES = Lines()
CURVES = Curves()
PATHS = Paths()

FILM_TOGETHER = (LINES, CURVES, PATHS)
