"""Several servers behind the balancer of README: one link gives the same run at each, a room fills from all doors, and
when a server dies nobody else notices anything.
"""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import IN_CI, ROOT, free_port, running, wait_for
from load import done
from load.session import Session, opened
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from perceptron import Dataset, Hyperparameters, train
from perceptron.panels.learn.predict import COMMIT

pytestmark = pytest.mark.several_servers

README = (ROOT / "README.md").read_text(encoding="utf-8")
# Where Debian has it, whether or not whoever tests is an administrator.
HAPROXY = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin")
LINK = "?learning_rate=0.0008&epochs=500&seed=3&gradients=by_hand"
QUESTION = "?tab=Learn&learn=too_small_a_rate"
# What a student had set before.
OWN = "&learning_rate=0.0008"


class House:
    """The servers A and B, and the balancer before them."""

    def __init__(self, folder: Path, running_things: ExitStack) -> None:
        self._running = running_things
        self.ports = {letter: free_port() for letter in "AB"}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        for letter in self.ports:
            self.start(letter)
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        settings = folder / "haproxy.cfg"
        settings.write_text(self._settings(port))
        balancer = subprocess.Popen([str(HAPROXY), "-db", "-f", str(settings)], stderr=subprocess.DEVNULL)
        running_things.callback(balancer.wait, 10)
        running_things.callback(balancer.terminate)
        wait_for(f"{self.address}/_stcore/health", balancer)

    def _settings(self, port: int) -> str:
        """The very lines of README, with the ports of this test."""
        (settings,) = re.findall(r"^```haproxy\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
        settings, frontends = re.subn(r"(?m)^  bind .*$", f"  bind 127.0.0.1:{port}", settings)
        settings, servers = re.subn(
            r"(?m)^  server (\w) \S+", lambda found: f"  server {found[1]} 127.0.0.1:{self.ports[found[1]]}", settings
        )
        assert (frontends, servers) == (1, 2)
        return settings

    def start(self, letter: str) -> None:
        """Start that server."""
        server = running(self.ports[letter], PERCEPTRON_SERVER=letter)
        self.processes[letter] = self._running.enter_context(server)

    def kill(self, letter: str) -> None:
        """Let that server die, without a word."""
        self.processes[letter].send_signal(signal.SIGKILL)
        self.processes[letter].wait(10)


class Browser:
    """Somebody's browser, as far as it keeps cookies: of them depends where the balancer sends it."""

    def __init__(self, address: str, first: str | None = None) -> None:
        """`first` is the server that it was at before."""
        self.address = address
        self.cookies = {"server": first} if first else {}

    def goto(self, link: str) -> str:
        """Load the page of that link; the server that it came from."""
        asked = urllib.request.Request(f"{self.address}/{link}", headers=self._headers())
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert b"<!doctype html>" in answer.read().lower()
            for told in answer.headers.get_all("Set-Cookie", []):
                name, value = told.split(";")[0].split("=", 1)
                self.cookies[name] = value
        return self.cookies["server"]

    def session(self, link: str) -> AbstractAsyncContextManager[Session]:
        """What the page does next: it opens its websocket, whose address has nothing of the link."""
        return opened(self.address, link, self._headers() | {"Origin": self.address})

    def hear(self, session: Session) -> str | None:
        """Keep what the page of a room wants to be kept; the link to which it wants to go, if it wants to."""
        told = json.loads(session.page.find("door", "bidi_component").message.json)
        self.cookies |= {name: value for name, value in told["cookies"].items() if value}
        return told["address"] and "?" + urlsplit(told["address"]).query

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, which needs a balancer."""
    if HAPROXY is None:
        missing = pytest.fail if IN_CI else pytest.skip
        missing("no balancer found: apt-get install haproxy")
    with ExitStack() as running_things:
        yield House(tmp_path_factory.mktemp("balancer"), running_things)


async def room_of(desk: Session) -> str:
    """Open a room that asks an experiment; its code."""
    await desk.press("ask_a_class")
    return parse_qs(desk.query)["room"][0]


async def predict(student: Session) -> None:
    """Choose the first answer that there is."""
    choices = student.page.of_kind("radio")[0].message
    await student.rerun(None, WidgetState(id=choices.id, string_value=choices.options[0]))
    await student.press(COMMIT)


def test_visitors_spread_over_the_servers_and_stay_where_they_are(house: House) -> None:
    browsers = [Browser(house.address) for _ in range(6)]
    first = [browser.goto(LINK) for browser in browsers]
    assert set(first) == {"A", "B"}
    assert [browser.goto("?tab=Data") for browser in browsers] == first


def test_a_rooms_link_goes_to_the_server_that_its_code_names(house: House) -> None:
    for before in (None, "A", "B"):
        browser = Browser(house.address, before)
        for code in ("B7KQ2M", "A7KQ2M", "b7kq2m"):
            assert browser.goto(f"?tab=Learn&room={code}") == code[0].upper()
            # And there it stays.
            assert browser.goto("?tab=Learn") == code[0].upper()
    # Of a server that there is not, any can say that it has no such room.
    assert Browser(house.address).goto("?room=Z7KQ2M") in "AB"


def test_one_link_gives_the_same_run_at_each_server(house: House) -> None:
    browsers = {letter: Browser(house.address, letter) for letter in "AB"}
    assert [browser.goto(LINK) for browser in browsers.values()] == ["A", "B"]
    article = Dataset.from_csv(ROOT / "data" / "article.csv")
    history = train(article, Hyperparameters(learning_rate=0.0008, epochs=500, seed=3, gradients="by_hand"))

    async def go() -> None:
        async with browsers["A"].session(LINK) as one, browsers["B"].session(LINK) as other:
            assert one.page.says(f"{history.losses[-1]:.5g}")
            drawn = [
                {
                    place: part.message.SerializeToString(deterministic=True)
                    for place, part in session.page.parts.items()
                    # A download has a number of its own at each visit; nobody sees a place that is held free.
                    if part.kind not in ("download_button", "empty")
                }
                for session in (one, other)
            ]
            assert drawn[0] == drawn[1] and len(drawn[0]) > 50
            # A file goes where its page is.
            await one.set("tab", "Data")
            await one.upload("upload", "three.csv", b"hours,marks\n1,2\n2,4.5\n3,6.1\n")
            assert one.page.says("marks") and one.page.exceptions() == other.page.exceptions() == []

    done(go())


def test_a_page_from_elsewhere_cannot_use_the_visitors_session(house: House) -> None:
    """What a browser tells of itself reaches the servers through the balancer as it is."""
    host, port = house.address.removeprefix("http://").split(":")
    answers = []
    for origin in ("https://class.example", "https://elsewhere.example"):
        door = http.client.HTTPConnection(host, int(port), timeout=30)
        asked = {"Host": "class.example", "Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket"}
        asked |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
        door.request("GET", "/_stcore/stream", headers=asked)
        answers.append(door.getresponse().status)
        door.close()
    assert answers == [101, 403]


def test_a_room_fills_from_both_doors(house: House) -> None:
    async def go(room: str) -> None:
        teacher = Browser(house.address, room)
        students = [Browser(house.address, before) for before in ("A", "B", None)]
        typing = Browser(house.address, "B" if room == "A" else "A")
        async with AsyncExitStack() as stack:
            desk = await stack.enter_async_context(teacher.session(QUESTION))
            code = await room_of(desk)
            assert code[0] == room
            link = f"?tab=Learn&room={code}"
            for student in students:
                assert student.goto(link) == room
                await predict(await stack.enter_async_context(student.session(link)))
            # Who types the code at another server is sent to the right one.
            page = await stack.enter_async_context(typing.session("?tab=Learn"))
            await page.set("room_code", code.lower())
            way = typing.hear(page)
            assert way is not None and typing.goto(way) == room
            await predict(await stack.enter_async_context(typing.session(way)))
            await desk.rerun()
            assert desk.page.says("**4** of 4 have answered")

    for room in "AB":
        done(go(room))


def test_a_server_that_dies_takes_its_rooms_with_it_and_nothing_else(house: House) -> None:
    teachers = {letter: Browser(house.address, letter) for letter in "AB"}
    students = {letter: Browser(house.address) for letter in "AB"}

    async def go() -> None:
        async with AsyncExitStack() as stack:
            desks, seats, links = {}, {}, {}
            for letter in "AB":
                desks[letter] = await stack.enter_async_context(teachers[letter].session(QUESTION))
                links[letter] = f"?tab=Learn&room={await room_of(desks[letter])}"
                assert students[letter].goto(links[letter]) == letter
                seats[letter] = await stack.enter_async_context(students[letter].session(links[letter] + OWN))
                await predict(seats[letter])
                assert students[letter].hear(seats[letter]) is None
            house.kill("A")
            with pytest.raises((ConnectionClosed, ConnectionError)):
                await seats["A"].rerun()
            # The page opens another websocket by itself, and tells what it shows.
            async with students["A"].session(links["A"] + OWN) as again:
                assert again.page.says(" is gone: ") and again.page.says("its server was started anew")
                assert again.page.says("The experiment is not lost, nor are your own runs")
                assert again.page.find("learning_rate").message.value == 0.0008
                assert again.page.exceptions() == []
            assert Browser(house.address).goto(links["A"]) == "B"
            # Nobody else has noticed anything.
            await seats["B"].rerun()
            assert seats["B"].page.says("Your prediction is in")
            await desks["B"].rerun()
            assert desks["B"].page.says("**1** of 1 have answered")

    try:
        done(go())
    finally:
        house.start("A")
    assert Browser(house.address).goto("?room=A23456") == "A"
