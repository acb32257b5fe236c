"""Looking for what breaks: many links, files and messages at the running server, and what it shows and says of them."""

import asyncio
import json
import re
import subprocess
import tempfile
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.error import HTTPError

from conftest import free_port, running
from load.session import Session, opened

from hostile.sent import LESSONS, TABS, file, forged, link, pins_file

# So many visitors at a time, each of whom does so many things before another one comes.
AT_ONCE, IN_A_ROW = 4, 12
# An epoch, a line, a point, a rate, a curve: what the components tell of, as it is well said.
EVENTS: dict[str, dict[str, Any]] = {
    "player": {"rested": 3, "opened": 4, "started": None, "pinned": None, "compared": None},
    "hands": {"started": {"w": 0.5, "b": 1.0}, "moved": {"id": 7, "key": "", "row": 0, "x": 1.0, "y": 2.0}},
    "rate": {"chosen": {"rate": 0.0005, "id": 9}},
    "rate_on_stage": {"chosen": {"rate": 0.0005, "id": 9}},
    "points": {"changed": {"kind": "move", "version": 0, "row": 1, "x": 1.0, "y": 2.0, "id": 5}},
    "drawn_loss": {"committed": [[0, 9.0], [2, 5.0], [9, 1.0]]},
}
CHEAP = "gradients=by_hand&epochs=40"


class Fault(NamedTuple):
    """What broke, and after what."""

    what: str
    after: str


class Server(NamedTuple):
    """A server: its address, the file of what it says, and its process."""

    address: str
    log: Path
    process: subprocess.Popen[bytes]


Doing = Callable[[Session, Random], Awaitable[str]]


@contextmanager
def logged() -> Iterator[Server]:
    """A server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, port = Path(folder) / "log", free_port()
        with path.open("wb") as log, running(port, log=log) as process:
            yield Server(f"http://127.0.0.1:{port}", path, process)


def errors_in(log: Path) -> Counter[str]:
    """The errors that the server's log tells of: each by its last line, with where in our code it was met."""
    found: Counter[str] = Counter()
    for part in log.read_text(errors="replace").split("Traceback (most recent call last):")[1:]:
        lines = part.splitlines()
        last = next((line for line in lines if re.match(r"[\w.]+(Error|Exception|Warning)?: |[\w.]+Error$", line)), "?")
        ours = [line.strip() for line in lines if "/perceptron/" in line or "streamlit_app.py" in line]
        found[f"{last[:160]}  [{ours[-1][-110:] if ours else 'not in our code'}]"] += 1
    return found


def unreadable(session: Session) -> list[str]:
    """The components that are given what a browser cannot read: JSON has no infinity and no NaN."""
    wrong: list[str] = []
    for part in session.page.of_kind("bidi_component"):
        constants: list[str] = []
        json.loads(part.message.json or "0", parse_constant=constants.append)
        wrong += [f"{part.message.id} is given {name}" for name in constants]
    return wrong


async def links(server: str, random: Random, count: int) -> list[Fault]:
    """Open the page by so many links, as a newcomer or by the browser's Back."""

    async def doing(session: Session, random: Random) -> str:
        query = link(random)
        await session.go(query)
        return query

    return await _visits(server, random, count, doing, link)


async def uploads(server: str, random: Random, count: int) -> list[Fault]:
    """Bring so many files, and use some."""

    async def doing(session: Session, random: Random) -> str:
        if random.random() < 0.15:
            await session.set("tab", "Compare")
            name, content = pins_file(random)
            await session.upload("pins_file", name, content)
            return f"runs {content[:300]!r}"
        if not session.page.has("upload"):
            await session.set("tab", "Data")
        name, content = file(random)
        try:
            await session.upload("upload", name, content)
        except HTTPError as answer:
            # The server takes no such name.
            if answer.code != 400:
                raise
        if session.page.has("use_file") and random.random() < 0.5:
            await session.press("use_file")
            await session.set("tab", random.choice(TABS))
        return f"file {name[:40]!r} {len(content)} {content[:300]!r}"

    return await _visits(server, random, count, doing, lambda _: f"{CHEAP}&tab=Data")


async def messages(server: str, random: Random, count: int) -> list[Fault]:
    """Say so many things of widgets and components that no browser would say."""

    # The rooms that somebody opened by pressing a button, with the teacher's secret and without.
    rooms: list[str] = []

    async def doing(session: Session, random: Random) -> str:
        if "room=" in session.query and session.query not in rooms:
            rooms.append(session.query)
        parts = [part for _, part in sorted(session.page.parts.items()) if getattr(part.message, "id", "")]
        part = random.choice(parts)
        key = part.message.id.split("-")[-1]
        events = EVENTS.get(key, {"any": 1})
        if key == "hands" and random.random() < 0.8:
            given = json.loads(part.message.json)["key"]
            events = events | {"moved": events["moved"] | {"key": given}}
        state = forged(random, part, events)
        if state is None or part.kind == "download_button" or (key == "epochs" and state.double_value > 10_000):
            return "nothing"
        await session.rerun(None, state)
        return f"{part.kind} {key} {str(state)[:400]}"

    def beginning(random: Random) -> str:
        if rooms and random.random() < 0.3:
            room = random.choice(rooms)
            return re.sub("&key=[^&]*", "", room) if random.random() < 0.6 else room
        tab = random.choice(TABS)
        lesson = f"&learn={random.choice(LESSONS)}" if tab == "Learn" else ""
        return f"{CHEAP}&tab={tab.replace(' ', '+')}{lesson}"

    return await _visits(server, random, count, doing, beginning)


async def _visits(
    server: str,
    random: Random,
    count: int,
    doing: Doing,
    beginning: Callable[[Random], str],
) -> list[Fault]:
    """Visitors, several at a time, who do so many things together."""
    faults: list[Fault] = []
    left = count

    async def visit(random: Random) -> None:
        nonlocal left
        while left > 0:
            query, done = beginning(random), ["opened"]
            try:
                async with opened(server, query) as session:
                    left -= 1
                    for _ in range(IN_A_ROW):
                        wrong = session.page.exceptions() or unreadable(session)
                        if wrong:
                            faults.append(Fault(wrong[0], f"{query} | {' | '.join(done[-2:])}"))
                            break
                        if left <= 0:
                            break
                        left -= 1
                        done.append(await doing(session, random))
            except Exception:
                faults.append(Fault(traceback.format_exc(limit=-3), f"{query} | {' | '.join(done[-2:])}"))

    await asyncio.gather(*(visit(Random(random.random())) for _ in range(AT_ONCE)))
    return faults


SEARCHES = {"links": links, "uploads": uploads, "messages": messages}
