"""Several servers behind the balancer of README: one link gives the same run at each, a room's link goes to the room's
server, and of a server that dies nobody else notices anything.
"""

import asyncio
import http.client
import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, ExitStack
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from conftest import IN_CI, ROOT, free_port, running, wait_for
from load.session import Session, opened
from websockets.exceptions import ConnectionClosed

from perceptron import Dataset, Hyperparameters, train

README = (ROOT / "README.md").read_text(encoding="utf-8")
# Where Debian has it, whether or not whoever tests is an administrator.
HAPROXY = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/sbin")
LINK = "?learning_rate=0.0008&epochs=500&seed=3&gradients=by_hand"


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

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def goto(self, link: str) -> str:
        """Load the page of that link; the server that it came from."""
        with self._opener.open(f"{self.address}/{link}", timeout=30) as answer:
            assert b"<!doctype html>" in answer.read().lower()
        return self.server

    @property
    def server(self) -> str:
        """The server that has this browser's visitor."""
        (server,) = [str(cookie.value) for cookie in self._jar if cookie.name == "server"]
        return server

    def session(self, link: str) -> AbstractAsyncContextManager[Session]:
        """What the page does next: it opens its websocket, whose address has nothing of the link."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)
        return opened(self.address, link, {"Cookie": cookies, "Origin": self.address})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, which needs a balancer."""
    if HAPROXY is None:
        missing = pytest.fail if IN_CI else pytest.skip
        missing("no balancer found: apt-get install haproxy")
    with ExitStack() as running_things:
        yield House(tmp_path_factory.mktemp("balancer"), running_things)


def test_visitors_spread_over_the_servers_and_stay_where_they_are(house: House) -> None:
    browsers = [Browser(house.address) for _ in range(6)]
    first = [browser.goto(LINK) for browser in browsers]
    assert set(first) == {"A", "B"}
    assert [browser.goto("?tab=Data") for browser in browsers] == first


def test_a_rooms_link_goes_to_the_server_that_its_code_names(house: House) -> None:
    for before in ("", "?room=A23456", "?room=B23456"):
        browser = Browser(house.address)
        browser.goto(before)
        for code in ("B7KQ2M", "A7KQ2M", "b7kq2m"):
            assert browser.goto(f"?tab=Learn&room={code}") == code[0].upper()
            # And there it stays.
            assert browser.goto("?tab=Learn") == code[0].upper()
    # Of a server that there is not, any can say that it has no such room.
    assert Browser(house.address).goto("?room=Z7KQ2M") in "AB"


def test_one_link_gives_the_same_run_at_each_server(house: House) -> None:
    browsers = {letter: Browser(house.address) for letter in "AB"}
    for letter, browser in browsers.items():
        assert browser.goto(f"?room={letter}23456") == letter
    article = Dataset.from_csv(ROOT / "data" / "article.csv")
    history = train(article, Hyperparameters(learning_rate=0.0008, epochs=500, seed=3, gradients="by_hand"))

    async def go() -> None:
        async with browsers["A"].session(LINK) as one, browsers["B"].session(LINK) as other:
            assert one.page.says(f"{history.losses[-1]:.5g}")
            drawn = [
                [
                    (place, part.message.SerializeToString(deterministic=True))
                    for place, part in session.page.parts.items()
                    # It has a number of its own at each visit.
                    if part.kind != "download_button"
                ]
                for session in (one, other)
            ]
            assert drawn[0] == drawn[1] and len(drawn[0]) > 50
            # A file goes where its page is.
            await one.set("tab", "Data")
            await one.upload("upload", "three.csv", b"hours,marks\n1,2\n2,4.5\n3,6.1\n")
            assert one.page.says("marks") and one.page.exceptions() == other.page.exceptions() == []

    asyncio.run(go())


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


def test_of_a_server_that_dies_only_its_own_visitors_notice_and_go_on_at_another(house: House) -> None:
    hit, spared = Browser(house.address), Browser(house.address)
    assert hit.goto("?room=A23456") == "A" and spared.goto("?room=B23456") == "B"

    async def go() -> None:
        async with hit.session(LINK) as lost, spared.session(LINK) as kept:
            name = kept.id
            house.kill("A")
            with pytest.raises((ConnectionClosed, ConnectionError)):
                await lost.rerun()
            # The page opens another websocket by itself, with the cookies that it has, and tells what it shows.
            async with hit.session(LINK) as found:
                assert found.page.exceptions() == []
                assert found.page.says("500 epochs")
            await kept.rerun()
            assert kept.id == name and kept.page.exceptions() == []

    try:
        asyncio.run(go())
        assert hit.goto("") == "B"
        assert Browser(house.address).goto("?room=A23456") == "B"
    finally:
        house.start("A")
    assert Browser(house.address).goto("?room=A23456") == "A"
