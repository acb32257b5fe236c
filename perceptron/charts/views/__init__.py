"""The film's views, one file each: a chart, what it draws, its caption and its description."""

from perceptron.charts.views.fitted_line import FittedLine
from perceptron.charts.views.loss_curve import LossCurve
from perceptron.charts.views.loss_surface import LossSurface
from perceptron.charts.views.parameters import Bias, Weights
from perceptron.charts.views.scrubber import Scrubber

SCRUBBER = Scrubber()
FITTED_LINE = FittedLine()
LOSS_CURVE = LossCurve()
WEIGHTS = Weights()
BIAS = Bias()
LOSS_SURFACE = LossSurface()

FILM = (SCRUBBER, FITTED_LINE, LOSS_CURVE, WEIGHTS, BIAS, LOSS_SURFACE)
