"""What is said of a run, held against what is true of it: own simulations, own least squares, nothing of `insight`.

`recipes` makes random runs, `simulation` goes on with them, `runs` does both for a lot, `case` knows what is true of
one, `ends` which kinds it may be called; `sentences` and the files beside it have every form of words with its check.
"""
