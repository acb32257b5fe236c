"""What the tests share: how thoroughly they search, and, in a real browser, a server, a Chromium, and a page that
nothing goes wrong on.

Without anything said, the journeys in the browser and through a balancer are left out; `--browser`, or CI=true, runs
them too.
"""

import gc
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
# A page that works takes a second or two; a shared machine under load may take many times that.
PATIENCE = 60_000
NO_CHROMIUM = "no Chromium found: apt-get install chromium"
# The shell has no window of its own to keep, which takes two thirds of the time off a page that is opened.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What is to be seen at first; the valley of the loss is in a tab of its own.
VIEWS = ("fitted_line", "loss_curve", "weight", "bias")
READY = "[data-testid='stApp'][data-test-connection-state='CONNECTED'][data-test-script-state='notRunning']"
WENT_WELL = pytest.StashKey[bool]()

IN_CI = os.environ.get("CI") == "true"
# A developer waits for the answer, and searches elsewhere each time; there, a search may be as thorough as it takes,
# and is the same every time, so that what fails was broken by the change.
hypothesis.settings.register_profile("developer", max_examples=20, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=120, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if IN_CI else "developer")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The flag that adds the journeys in the browser, and how far the search for false sentences goes."""
    parser.addoption("--browser", action="store_true", default=IN_CI, help="run the journeys in headless Chromium too")
    parser.addoption("--runs", type=int, default=5000 if IN_CI else 100, help="random runs looked at for what is false")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many tests run at a time on two cores: journeys wait for the browser half of their time."""
    return 3 if config.getoption("browser") else 2


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported for the tests stays: Python looks for garbage neither meanwhile nor ever again in that."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests, and those that start several servers, out unless they are asked for. A browser on a
    busy machine may miss its moment: what fails there is tried once more, and fails if it fails.
    """
    journeys = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    for item in journeys:
        item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("browser"):
        left_out = [item for item in items if item in journeys or item.get_closest_marker("several_servers")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(script: str | Path = "streamlit_app.py") -> Iterator[str]:
    """The page, or another script's, on a free port of this machine for as long as it is wanted; its address."""
    port = free_port()
    with running(port, script):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(
    port: int, script: str | Path = "streamlit_app.py", log: IO[bytes] | None = None, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The server on that port, with that added to its environment, what it says written into the log; its process,
    which a test may end too.
    """
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    settings = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    ear = subprocess.DEVNULL if log is None else log
    process = subprocess.Popen([*command, *settings], cwd=ROOT, env=os.environ | environment, stdout=ear, stderr=ear)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield process
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until that address answers well; the process that is to answer must not end meanwhile."""
    for _ in range(PATIENCE // 200):
        assert process.poll() is None, f"the server ended by itself, with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def chromium() -> str | None:
    """Where this machine has a Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """A headless Chromium, which has to be there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the page, served from the repository."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which has to be there where its tests are asked for."""
    if chromium() is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    with chromium_running() as running:
        yield running


class Visitor:
    """Somebody at the page: the browser's page, what the page sent to the server, and everything that went wrong."""

    def __init__(self, page: Page, server: str) -> None:
        self.server = server
        self.page = page
        self.page.set_default_timeout(PATIENCE)
        self.sent: list[Any] = []
        self.faults: list[str] = []
        self._ears: dict[Any, Callable[[Any], None]] = {
            "pageerror": lambda error: self.faults.append(f"error on the page: {error}"),
            "console": lambda message: self._note_message(message.type, message.text),
            "request": lambda request: self._note_request(request.url),
            "websocket": self._note_socket,
        }
        for event, ear in self._ears.items():
            self.page.on(event, ear)

    def leave(self) -> None:
        """Go, and leave nothing behind that the next visitor at this page of the browser could find."""
        # A small answer of the same server, where the page's own script does not run.
        self.page.goto(f"{self.server}/_stcore/health")
        for event, ear in self._ears.items():
            self.page.remove_listener(event, ear)
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.page.context.clear_cookies()
        self.page.mouse.move(0, 0)

    def _note_message(self, kind: str, text: str) -> None:
        # Vega says in the console what it cannot draw.
        if text.startswith(("WARN", "ERROR")) or (kind == "error" and "Error" in text):
            self.faults.append(f"{kind} in the console: {text[:300]}")

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"the page asked for {url}")

    def _note_socket(self, socket: WebSocket) -> None:
        self._note_request(socket.url)
        socket.on("framesent", lambda frame: self.sent.append(frame))

    def open(self, query: str = "") -> Page:
        """Go there, and wait until everything is drawn."""
        self.page.goto(f"{self.server}/{query}")
        ready(self.page)
        return self.page


def ready(page: Page, views: tuple[str, ...] = VIEWS) -> None:
    """Wait until the script has run and the views of the film are drawn."""
    page.wait_for_selector(READY, state="attached")
    for view in views:
        drawn = f".st-key-{view} .vega-embed svg.marks g.mark-group, .st-key-{view} canvas"
        page.wait_for_selector(f"{drawn}, [data-testid='stException']", state="attached")
    page.wait_for_selector(READY, state="attached")
    assert page.locator("[data-testid='stException']").all_inner_texts() == []


@pytest.fixture(scope="session")
def idle_pages() -> dict[str, list[Page]]:
    """Pages of the browser that nobody is at, by their kind: one more visit there takes half of the time of a first."""
    return defaultdict(list)


@pytest.fixture
def visit(
    browser: Browser, server: str, idle_pages: dict[str, list[Page]], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """A new visitor, in a browser of that kind; after the test nothing must have gone wrong for any of them.

    A test that leaves marks on the browser's page that a visit more would not wipe off, such as a clock of its own,
    asks for one `to_keep`; one that failed keeps it too.
    """
    arrived: list[tuple[Visitor, str]] = []

    def arrive(server: str = server, to_keep: bool = False, **kind: Any) -> Visitor:
        kind = {"viewport": {"width": 1400, "height": 1000}} | kind
        key = "" if to_keep else repr(sorted(kind.items()))
        idle = idle_pages[key]
        page = idle.pop() if idle else browser.new_context(**kind).new_page()
        # What a visitor before may have changed.
        page.set_viewport_size(kind["viewport"])
        page.emulate_media(color_scheme=kind.get("color_scheme", "light"))
        arrived.append((Visitor(page, server), key))
        return arrived[-1][0]

    yield arrive
    faults = [fault for visitor, _ in arrived for fault in visitor.faults]
    for visitor, key in arrived:
        if key and not faults and request.node.stash.get(WENT_WELL, False) and len(visitor.page.context.pages) == 1:
            visitor.leave()
            idle_pages[key].append(visitor.page)
        else:
            visitor.page.context.close()
    assert not faults


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note for the fixtures how the test itself went."""
    report = yield
    if report.when == "call":
        item.stash[WENT_WELL] = report.passed
    return report


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """One visitor, before anything is opened."""
    return visit()
