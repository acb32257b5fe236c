"""What is said to a learner whose data cannot be used: one sentence, with the place and what to do."""


class DatasetError(ValueError):
    """A table that no line can be learned from. The message is a sentence for the learner."""


def quoted(value: object, longest: int = 40) -> str:
    """A name or a cell for a sentence: on one line, printable, and no longer than a sentence can bear."""
    line = "".join(character if character.isprintable() else " " for character in str(value))
    return f"“{line if len(line) <= longest else line[: longest - 1] + '…'}”"
