"""Lessons: experiments, planted mistakes, ideas, as data files with their readers; what is true is asked of a run."""
