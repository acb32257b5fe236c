"""Planted mistakes: one sound loop, eight faults that are put into it, and what each of them does when it is run."""
