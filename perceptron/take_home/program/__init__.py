"""A run as a program: the pieces of code that a script and a notebook are made of. Start with `loop`."""
