"""What a room costs while sixty students only wait, and how soon all see what the teacher has run.

    PYTHONPATH=.:tests python tests/benchmarks/waiting_class.py [students]

The reference of each row is one whole reply of the page to one of them, alone, in the same run.
"""

import asyncio
import re
import statistics
import sys
import time
from contextlib import AsyncExitStack

import psutil
from conftest import free_port, running
from load.session import Session, opened

from perceptron.panels.learn.classroom.watching import OFTEN

LESSON, SECONDS = "too_small_a_rate", 20.0


async def measure(server: str, process: psutil.Process, students: int) -> None:
    """Let so many students sit in one room, look on, and see the run."""
    async with AsyncExitStack() as stack:

        async def enter(query: str) -> Session:
            return await stack.enter_async_context(opened(server, query))

        teacher = await enter(f"tab=Learn&learn={LESSON}")
        await teacher.press("ask_a_class")
        found = re.search(r"room=(\w+)", teacher.query)
        assert found is not None, teacher.query
        room = f"tab=Learn&room={found[1]}"
        joined = time.perf_counter()
        class_ = await asyncio.gather(*(enter(room) for _ in range(students)))
        print(f"{students} students join at once: the last after {time.perf_counter() - joined:.2f} s")
        whole = statistics.median([(await class_[0].rerun()).seconds for _ in range(9)])
        print(f"reference, one whole reply: {1000 * whole:.0f} ms")

        waits: list[float] = []
        sizes: list[int] = []

        async def look_on(session: Session, place: int) -> None:
            await asyncio.sleep(OFTEN * place / students)
            until = time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                for reply in await session.refresh():
                    waits.append(reply.seconds)
                    sizes.append(reply.wire)
                await asyncio.sleep(OFTEN)

        before, began = sum(process.cpu_times()[:2]), time.perf_counter()
        await asyncio.gather(*(look_on(session, place) for place, session in enumerate([*class_, teacher])))
        load = (sum(process.cpu_times()[:2]) - before) / (time.perf_counter() - began)
        waits.sort()
        each = load / ((students + 1) / OFTEN)
        print(f"looking on every {OFTEN:g} s: {100 * load:.0f} % of a core, {1000 * each:.1f} ms a look", end=", ")
        print(f"{each / whole:.2f} of the reference; p95 {1000 * waits[int(0.95 * len(waits))]:.0f} ms", end=", ")
        print(f"{statistics.median(sizes):.0f} bytes a look")

        pressed = time.perf_counter()
        await teacher.press("desk_run")
        print(f"the teacher's own page: {time.perf_counter() - pressed:.2f} s")
        seen: list[float] = []

        async def see(session: Session, place: int) -> None:
            # Each looks by a clock of its own.
            await asyncio.sleep(OFTEN * place / students)
            while not session.page.says("What happened"):
                await session.refresh()
            seen.append(time.perf_counter() - pressed)
            assert session.page.exceptions() == []

        await asyncio.gather(*(see(session, place) for place, session in enumerate(class_)))
        seen.sort()
        print(f"the run is with half of them after {seen[len(seen) // 2]:.2f} s, with all after {seen[-1]:.2f} s")


if __name__ == "__main__":
    port = free_port()
    with running(port) as process:
        asyncio.run(measure(f"http://127.0.0.1:{port}", psutil.Process(process.pid), int((sys.argv[1:] or ["60"])[0])))
