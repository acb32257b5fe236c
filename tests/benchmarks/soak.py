"""Thirty visitors who do what comes to their minds, for twenty minutes: no errors, and memory that stays flat.

PYTHONPATH=.:tests python tests/benchmarks/soak.py --minutes 20 --visitors 30
"""

import argparse
import asyncio
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

from hostile.search import errors_in, logged
from load.session import Session, opened

Doing = Callable[[Session, Random], Awaitable[object]]

TABS = ["Train", "One step", "Data", "Compare", "Learn", "Take home"]
SETS = ["Article", "Ice cream", "Tree by year", "Daily energy", "Mountain air"]
# The memory after the first fifth, when all has been imported and every cache has been filled once, may grow so much.
MOST_GROWTH = 1.15


class Soak:
    """What was done, and what broke."""

    def __init__(self, server: str, until: float) -> None:
        self.server, self.until = server, until
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []

    async def visitor(self, random: Random) -> None:
        """Come, do some things, leave, and come again."""
        while time.monotonic() < self.until:
            how = random.choice(["gradients=by_hand", "gradients=by_hand&epochs=20000", ""])
            doing = "opening"
            try:
                async with opened(self.server, how) as session:
                    self.done["visits"] += 1
                    for _ in range(random.randrange(5, 60)):
                        await asyncio.sleep(random.expovariate(0.4))
                        if time.monotonic() > self.until:
                            return
                        doing = await one_thing(session, random)
                        self.done[doing] += 1
                        shown = session.page.exceptions()
                        if shown:
                            self._note(f"{doing}: {shown[0]}")
                            break
                        if random.random() < 0.02:
                            # Gone in the middle of an answer.
                            await session.send(session.state("seed", random.randrange(999)))
                            break
            except TimeoutError:
                # Thirty trainings by autograd take their turns for minutes: whoever has waited for two of them leaves.
                self.done["gave up waiting"] += 1
            except Exception:
                self._note(f"{doing}: {traceback.format_exc(limit=-2)}")

    def _note(self, fault: str) -> None:
        print(fault, flush=True)
        self.faults.append(fault)


async def one_thing(session: Session, random: Random) -> str:
    """Do one of the things that people do; its name."""
    able = [name for name, (needs, _) in THINGS.items() if not needs or session.page.has(needs)]
    name = random.choice(able)
    await THINGS[name][1](session, random)
    return name


async def _edit_a_row(session: Session, random: Random) -> None:
    key = next(
        part.message.id.split("-")[-1]
        for part in session.page.of_kind("dataframe")
        if part.message.id.split("-")[-1].startswith("rows_")
    )
    cells = {"edited_rows": {str(random.randrange(5)): {"column_0": f"{random.uniform(0, 9):.2f}"}}}
    await session.set(key, json.dumps(cells | {"added_rows": [], "deleted_rows": []}))


async def _upload(session: Session, random: Random) -> None:
    rows = [f"{random.uniform(0, 9):.3f},{random.uniform(0, 99):.3f}" for _ in range(random.choice([5, 50, 20_000]))]
    await session.upload("upload", "mine.csv", ("x,y\n" + "\n".join(rows) + "\n").encode())


async def _move_a_point(session: Session, random: Random) -> None:
    given = json.loads(session.page.find("points").message.json)
    change = {"kind": "move", "version": given["version"], "row": 0, "x": random.uniform(0, 9), "y": 3.0, "id": 1}
    await session.trigger("points", "changed", change | {"id": time.time_ns() // 1_000_000})


async def _press_any(session: Session, random: Random) -> None:
    buttons = [part for part in session.page.of_kind("button") if part.message.label not in ("Train on", "Race")]
    await session.press(random.choice(buttons).message.id.split("-", 1)[1])


def _one_of(key: str, *values: object) -> Doing:
    return lambda session, random: session.set(key, random.choice(values))


# By what they are called: what has to be on the page for it, and how it is done.
THINGS: dict[str, tuple[str, Doing]] = {
    "rate": ("rate", lambda session, random: session.slide_rate(10 ** random.uniform(-5, -2))),
    "epochs": ("epochs", _one_of("epochs", 100, 4000, 9000, 60_000)),
    "seed": ("seed", _one_of("seed", *range(1000))),
    "batches": ("batch_size", _one_of("batch_size", 1, 5, 20)),
    "gradients": ("gradients", _one_of("gradients", "by_hand", "autograd")),
    "activation": ("activation", _one_of("activation", "clamp", "identity")),
    "held out": ("held_out", _one_of("held_out", 0, 20)),
    "data": ("data", _one_of("data", *SETS)),
    "tab": ("", _one_of("tab", *TABS)),
    "depth": ("depth", _one_of("depth", "Plain", "Formulas", "Derivation")),
    "upload": ("upload", _upload),
    "use": ("use_file", lambda session, random: session.press("use_file")),
    "point": ("points", _move_a_point),
    "row": ("points", _edit_a_row),
    "pin": ("pin_now", lambda session, random: session.press("pin_now")),
    "press": ("", _press_any),
    "back": ("", lambda session, random: session.go(random.choice(["", "seed=3&gradients=by_hand", "tab=Data"]))),
}


def resident(process: int) -> float:
    """The memory of a process in MB, as the system counts it."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


async def soak(minutes: float, visitors: int, seed: int) -> int:
    """Do it; prints a line each minute, and in the end what broke."""
    with logged() as server:
        soaking = Soak(server.address, time.monotonic() + 60 * minutes)
        began = time.monotonic()
        tasks = [asyncio.create_task(soaking.visitor(Random(f"{seed} {each}"))) for each in range(visitors)]
        memory: list[float] = []
        while time.monotonic() < soaking.until:
            await asyncio.sleep(min(60, soaking.until - time.monotonic() + 0.1))
            memory.append(resident(server.process.pid))
            things = soaking.done.total() - soaking.done["visits"]
            minute, visits = (time.monotonic() - began) / 60, soaking.done["visits"]
            done = f"{visits:,} visits, {things:,} things"
            broke = f"{len(soaking.faults)} faults, {errors_in(server.log).total()} errors in the log"
            print(f"minute {minute:4.1f}: {memory[-1]:5.0f} MB, {done}, {broke}", flush=True)
        await asyncio.wait(tasks, timeout=120)
        errors = errors_in(server.log)
    for what, times in (Counter(soaking.faults) + errors).most_common(20):
        print(f"\n{times} times: {what}")
    first, last = max(memory[: max(1, len(memory) // 5)]), max(memory[-3:])
    is_flat = last <= MOST_GROWTH * first
    print(f"\n{dict(soaking.done)}\nmemory {first:.0f} → {last:.0f} MB: {'flat' if is_flat else 'NOT FLAT'}")
    return int(bool(soaking.faults or errors) or not is_flat)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--visitors", type=int, default=30)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    sys.exit(asyncio.run(soak(asked.minutes, asked.visitors, asked.seed)))
