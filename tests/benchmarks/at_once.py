"""A class at once, without browsers: thirty change the rate, by hand and by autograd, a hundred open the page."""

import asyncio
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import torch
from benchmarks.figure import Figure, share_of
from conftest import ROOT, serving
from load.session import Reply, Session, opened

from perceptron import Dataset, Hyperparameters, train

BARE = str(Path(__file__).resolve().parent / "bare_page.py")
CLASS, ROUNDS, MANY = 30, 3, 100
# What somebody takes who scrubs or edits, before the next thing is done.
SECONDS_TO_THINK = 0.5
Seconds = list[float]


async def visitors(stack: AsyncExitStack, server: str, count: int, query: str = "") -> list[Session]:
    """So many who come at once."""
    coming = (stack.enter_async_context(opened(server, query)) for _ in range(count))
    return list(await asyncio.gather(*coming))


async def all_change(sessions: list[Session], turn: int) -> list[Reply]:
    """Everybody asks for a rate of their own that nobody has asked for before, at the same moment."""
    rates = [2e-4 + 1e-7 * (turn * len(sessions) + place) for place in range(len(sessions))]
    return list(
        await asyncio.gather(*(one.set("learning_rate", rate) for one, rate in zip(sessions, rates, strict=True)))
    )


async def changes(server: str, query: str = "") -> list[Reply]:
    """The answers of a class that changes the rate some times."""
    async with AsyncExitStack() as stack:
        sessions = await visitors(stack, server, CLASS, query)
        replies = [reply for turn in range(ROUNDS) for reply in await all_change(sessions, turn)]
        check(sessions)
        return replies


async def beside_autograd(server: str) -> tuple[Seconds, Seconds]:
    """The seconds of a class by autograd, all different; and of two who meanwhile step through an update's numbers, and
    edit by hand.
    """
    async with AsyncExitStack() as stack:
        sessions = await visitors(stack, server, CLASS)
        (stepping,) = await visitors(stack, server, 1, "tab=One+step")
        (editing,) = await visitors(stack, server, 1, "gradients=by_hand")
        asked = asyncio.create_task(all_change(sessions, 0))
        meanwhile: Seconds = []
        place = 0
        while not asked.done():
            place += 1
            meanwhile.append((await stepping.trigger("player", "rested", 10 * place)).seconds)
            meanwhile.append((await editing.set("learning_rate", 3e-4 + 1e-6 * place)).seconds)
            await asyncio.sleep(SECONDS_TO_THINK)
        check([*sessions, stepping, editing])
        return [reply.seconds for reply in await asked], meanwhile


async def all_open(server: str, count: int) -> Seconds:
    """The seconds of so many who open the page at once."""
    async with AsyncExitStack() as stack:
        sessions = await visitors(stack, server, count)
        check(sessions)
        return [session.first.seconds for session in sessions]


def trained_in_a_row(times: int) -> float:
    """The seconds in which PyTorch alone trains so many runs of the article's, one after another."""
    torch.set_num_threads(1)
    dataset, taken = Dataset.from_csv(ROOT / "data" / "article.csv"), []
    for turn in range(6):
        began = time.perf_counter()
        train(dataset, Hyperparameters(learning_rate=2e-4 + 1e-7 * turn))
        taken.append(time.perf_counter() - began)
    return times * statistics.median(taken[1:])


def check(sessions: list[Session]) -> None:
    """None was lost, and none saw an error."""
    assert all(session.page.parts for session in sessions)
    assert [error for session in sessions for error in session.page.exceptions()] == []


def on(script: str, visit: Callable[..., Coroutine[Any, Any, Any]], *given: Any) -> Any:
    """What comes of a visit to a server of its own, which somebody has been at before."""
    with serving(script) as server:
        asyncio.run(all_open(server, 1))
        return asyncio.run(visit(server, *given))


def figures() -> Iterator[Figure]:
    page = "streamlit_app.py"
    bare = share_of([reply.seconds for reply in on(BARE, changes)], 0.95)
    replies = on(page, changes, "gradients=by_hand")
    by_hand = share_of([reply.seconds for reply in replies], 0.95)
    yield Figure("30 change the rate at once, by hand: p95", by_hand, "s", 1.5, bare, "three bare charts")
    most = [max(getattr(reply, size) for reply in replies[CLASS:]) / 1000 for size in ("wire", "unpacked")]
    yield Figure("bytes of a reply, as sent", most[0], "KB", 150)
    yield Figure("bytes of a reply, unpacked", most[1], "KB", 150)
    by_autograd, meanwhile = on(page, beside_autograd)
    alone = trained_in_a_row(CLASS)
    yield Figure(
        "30 by autograd, all different: p95", share_of(by_autograd, 0.95), "s", 12, alone, "30 trainings alone"
    )
    yield Figure("who scrubs or edits meanwhile: p95", share_of(meanwhile, 0.95), "s", 1, bare, "three bare charts")
    bare, opening = (share_of(on(script, all_open, MANY), 0.95) for script in (BARE, page))
    yield Figure(f"{MANY} open the page at once, none lost: p95", opening, "s", 6, bare, "three bare charts")
