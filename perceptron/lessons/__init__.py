"""Experiments, planted mistakes and ideas, as data files with their readers; the run is asked what is true."""
