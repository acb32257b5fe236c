"""A class that answers one question at once: rooms in the server's memory, who is in them, and how answers spread."""
