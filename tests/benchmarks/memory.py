"""The server's memory: after the first page, after a class, and after many runs by visitors who have left."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.at_once import CLASS, all_change, visitors
from benchmarks.figure import Figure
from conftest import free_port, running

REPLIES, RUNS, LEFT = 600, 1000, 200
# Streamlit keeps what belongs to a closed tab for two minutes, in case its connection only broke, and lets go of it
# when somebody else comes; soon after that the page gives it back to the machine.
SECONDS_KEPT, SECONDS_TO_TIDY = 125, 25
OF_COMMUNITY_CLOUD = 690


def megabytes(pid: int) -> float:
    """What the process holds of real memory, as Linux counts it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def class_works(server: str, replies: int) -> None:
    async with AsyncExitStack() as stack:
        sessions = await visitors(stack, server, CLASS, "gradients=by_hand")
        for turn in range(replies // CLASS):
            await all_change(sessions, turn)


async def many_come_and_go(server: str, runs: int, left: int) -> None:
    """So many visitors, ten at a time, each of whom makes some runs of their own and closes the tab."""
    for ten in range(left // 10):
        async with AsyncExitStack() as stack:
            sessions = await visitors(stack, server, 10, "gradients=by_hand")
            for turn in range(runs // left):
                await all_change(sessions, 1000 + ten * (runs // left) + turn)


def figures() -> Iterator[Figure]:
    port = free_port()
    server = f"http://127.0.0.1:{port}"
    with running(port) as process:
        asyncio.run(class_opens(server, 1))
        first = megabytes(process.pid)
        yield Figure("memory after the first page", first, "MB", 350)
        asyncio.run(class_works(server, REPLIES))
        second = megabytes(process.pid)
        yield Figure(f"memory after {REPLIES} replies to {CLASS} sessions", second, "MB", 420, first, "the first page")
        asyncio.run(many_come_and_go(server, RUNS, LEFT))
        name, beside = f"memory after {RUNS} runs and {LEFT} closed sessions", f"after {REPLIES} replies"
        yield Figure(f"{name}, at once", megabytes(process.pid), "MB", OF_COMMUNITY_CLOUD, second, beside)
        time.sleep(SECONDS_KEPT)
        asyncio.run(class_opens(server, 1))
        time.sleep(SECONDS_TO_TIDY)
        yield Figure(f"{name}, at the next visit", megabytes(process.pid), "MB", 1.1 * second, second, beside)


async def class_opens(server: str, count: int) -> None:
    async with AsyncExitStack() as stack:
        await visitors(stack, server, count)
