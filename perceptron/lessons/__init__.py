"""Lessons: experiments, planted mistakes and ideas, as data files with their readers. Each run is asked what is true."""
