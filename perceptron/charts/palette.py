"""Colours by meaning, the same in every picture.

After Okabe and Ito's palette, which people with any common colour blindness can tell apart, in tones that are
legible on a light and on a dark page. Lines that could be confused differ in dashes as well.
"""

DATA = "#3a87c8"
NEURON = "#d55e00"
LEAST_SQUARES = "#009e73"
RESIDUAL = "#8a8f98"
PREDICTED = "#8a8f98"
GRADIENT = "#c0619a"
CONTOUR = "#8a8f98"
