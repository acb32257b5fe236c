"""What is said of a run: every sentence is a claim, its words and its check on that very run (`claim`).

`shared` and `float32` have the claims that several kinds of runs need; each sort of end has a file of its own.
"""
