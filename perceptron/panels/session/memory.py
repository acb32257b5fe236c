"""What visitors have left behind goes back to the machine: on a small server, memory is what runs out first."""

import ctypes
import gc
import sys
import threading
import time

SECONDS_BETWEEN = 20.0
# Of glibc's malloc.h. Each thread may have a heap of its own by default, and every run of the page is a thread.
ARENA_MAX, ARENAS = -8, 2


def keep_small() -> None:
    """From now on: few heaps, and every some seconds a look for garbage, which is then given back."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(ARENA_MAX, ARENAS)
    threading.Thread(target=_tidy, daemon=True, name="tidying").start()


def give_back() -> None:
    """What Python has let go of, but holds ready for later, goes back."""
    gc.collect()
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _tidy() -> None:
    while True:
        time.sleep(SECONDS_BETWEEN)
        give_back()


def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is the one of most Linux machines; others give memory back by themselves."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None
