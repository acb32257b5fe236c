"""Visitors without a browser, many at a time, who speak to the server as Streamlit's own page does:

    async with session.opened(address, "?gradients=by_hand") as student:
        reply = await student.set("learning_rate", 0.0008)      # waits for the end of the script
        print(reply.seconds, reply.wire, student.page.says("It converged"), student.page.exceptions())

`session.py` asks and waits; `shown.py` is the page as the answers leave it.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Came = TypeVar("Came")


def done(visit: Coroutine[Any, Any, Came]) -> Came:
    """What comes of a visit, to its end; on a thread of its own, for a browser's tests leave a loop on the main one."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, visit).result()
