"""The film's views, one file each: a chart, what it draws, its caption and its description."""

from perceptron.charts.views.fitted_line import FittedLine
from perceptron.charts.views.loss_curve import LossCurve
from perceptron.charts.views.loss_surface import LossSurface
from perceptron.charts.views.parameters import Bias, Weights

FITTED_LINE = FittedLine()
LOSS_CURVE = LossCurve()
WEIGHTS = Weights()
BIAS = Bias()
LOSS_SURFACE = LossSurface()

FILM = (FITTED_LINE, LOSS_CURVE, WEIGHTS, BIAS, LOSS_SURFACE)
