"""The server's memory: after the first page, after a class, and after many runs by visitors who have left."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.at_once import CLASS, all_change, visitors
from benchmarks.figure import Figure
from conftest import free_port, running

REPLIES, RUNS, LEFT = 600, 1000, 200


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
        third = megabytes(process.pid)
        name = f"memory after {RUNS} runs and {LEFT} closed sessions"
        yield Figure(name, third, "MB", 1.1 * second, second, f"after {REPLIES} replies")


async def class_opens(server: str, count: int) -> None:
    async with AsyncExitStack() as stack:
        await visitors(stack, server, count)
