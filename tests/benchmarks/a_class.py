"""What a class at once costs, every figure in one table: run it with
`PYTHONPATH=.:tests python tests/benchmarks/a_class.py`, or with the names of some parts: at_once memory redrawn.

Each row has its value, what it is to reach, whether it does, and its ratio to a reference of the same run. The visitors
and the server share this machine.
"""

import sys

from benchmarks import at_once, memory, redrawn
from benchmarks.figure import print_table

PARTS = {"at_once": at_once, "memory": memory, "redrawn": redrawn}


def main() -> None:
    wanted = sys.argv[1:] or list(PARTS)
    print_table(figure for name in wanted for figure in PARTS[name].figures())


if __name__ == "__main__":
    main()
