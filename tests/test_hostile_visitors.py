"""What a hostile visitor could try, each tried at the running server: what is done, and what has to be seen.

Beside this, `test_messages.py` holds nonsense from components, `test_sharing.py` and `test_pins.py` forged links and
those that unfold to megabytes, `test_odd_files_fuzz.py` files, `test_classroom.py` rooms, `test_browser_hostile.py`
words that want to be more than words, and `fuzz_server.py` sends thousands of all.
"""

import asyncio
import json
import random
import re
import urllib.request
from dataclasses import fields
from typing import Any
from urllib.error import HTTPError

import numpy as np
import pytest
import torch
from conftest import ROOT
from hostile.nonsense import sealed
from hostile.search import unreadable
from load import done
from load.session import Session, opened
from script_page import checked
from script_page import opened as page_opened
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import InvalidStatus

from perceptron import Dataset, DatasetError, Hyperparameters
from perceptron.insight.prospect import Prospect
from perceptron.panels.compare import racing
from perceptron.panels.session import runs

CHEAP = "gradients=by_hand&epochs=50"
ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")


def answered(address: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes, Any]:
    """The status, the body and the headers of an answer, whatever it is."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, body, names, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers
    except HTTPError as error:
        return error.code, error.read(), error.headers


# To read what is not for visitors


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../../../etc/passwd",
        "/app/static/../../streamlit_app.py",
        "/component/../../../etc/passwd",
        "/_stcore/bidi-components/hands/..%2f..%2f__init__.py",
        "/media/../../../etc/passwd",
        "/.streamlit/config.toml",
        "/streamlit_app.py",
        "/.git/config",
    ],
)
def test_a_path_that_leads_out_of_the_page_finds_no_file(server: str, path: str) -> None:
    status, body, _ = answered(server + path)
    assert not any(secret in body for secret in (b"root:", b"import streamlit", b"fileWatcherType", b"[core]"))
    # The page itself, which stands at every address of one part, or nothing.
    assert status >= 400 or b"<title>Streamlit</title>" in body


def test_a_set_a_lesson_or_a_tab_that_is_a_path_is_one_that_there_is_not(server: str) -> None:
    async def go() -> None:
        for path in ("../../../etc/passwd", "/etc/passwd", "data/article.csv", "../requirements", "..", "\0", "C:\\"):
            query = f"{CHEAP}&data={path}&tab=Learn&learn={path}".replace("\0", "%00")
            async with opened(server, query) as session:
                assert session.page.exceptions() == []
                assert session.page.says("Ask first, then look") and not session.page.says("root:")
                await session.set("tab", "Data")
                assert session.page.says("from 25 rows")

    done(go())


# To act in another's name


def test_a_page_of_another_site_can_neither_speak_for_a_visitor_nor_bring_files(server: str) -> None:
    async def go() -> None:
        for stranger in ("http://evil.example", "null", "http://127.0.0.1.evil.example"):
            with pytest.raises(InvalidStatus):
                async with opened(server, headers={"Origin": stranger}):
                    pass
        async with opened(server, f"{CHEAP}&tab=Data") as session:
            address = f"{server}/_stcore/upload_file/{session.id}/a-file-id"
            form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\na,b\n1,2\n\r\n--x--\r\n'
            kind = "multipart/form-data; boundary=x"
            for headers in ({}, {"X_Xsrftoken": "guessed"}, {"Cookie": "_streamlit_xsrf=guessed"}):
                assert answered(address, "PUT", form, Content_Type=kind, **headers)[0] == 403
            # What was brought cannot be read back, nor taken away from outside.
            assert b"a,b" not in answered(address)[1]
            assert answered(address, "DELETE")[0] == 403

    done(go())


def test_the_server_asks_for_proof_and_tells_nobody_how_it_is_used(server: str) -> None:
    async def go() -> None:
        async with opened(server, CHEAP) as session:
            assert not session.config.gather_usage_stats

    done(go())
    _, body, _ = answered(server)
    addresses = set(re.findall(rb'(?:src|href)="([^"]*)"', body))
    assert addresses and not any(b"//" in address for address in addresses)
    # What drives a page without a browser is there for nobody.
    for name in ("interact", "mcp"):
        assert answered(f"{server}/_stcore/agent/{name}", "POST", b"{}", Content_Type="application/json")[0] >= 400
    assert "_streamlit_xsrf" in answered(f"{server}/_stcore/health")[2]["Set-Cookie"]
    # A stranger's page is told nothing that it may read.
    for name in ("/", "/_stcore/health", "/_stcore/host-config"):
        assert answered(server + name, Origin="http://evil.example")[2]["Access-Control-Allow-Origin"] is None


# To change what another sees


def test_two_who_edit_at_once_see_only_their_own(server: str) -> None:
    async def edit(session: Session, number: int) -> None:
        """Move the same point five times, change a row, pin, choose a rate, all at the same time as the other."""
        for step in range(5):
            version = json.loads(session.page.find("points").message.json)["version"]
            move = {"kind": "move", "version": version, "row": 0, "x": 1.0 * number + step / 10, "y": 1.0 * number}
            await session.trigger("points", "changed", move | {"id": step})
            await session.slide_rate(0.0001 * number)
            await session.set("seed", number)
        await session.press("pin_from_data")

    async def go() -> None:
        async with opened(server, f"{CHEAP}&tab=Data") as one, opened(server, f"{CHEAP}&tab=Data") as other:
            await asyncio.gather(edit(one, 3), edit(other, 7))
            for session, number in ((one, 3), (other, 7)):
                points = json.loads(session.page.find("points").message.json)
                assert (points["x"][0], points["y"][0]) == (number + 0.4, number)
                assert points["x"][1:] == ARTICLE.features[1:, 0].tolist()
                assert session.page.find("seed").message.value == number
                assert f"seed={number}" in session.query and "table=" in session.query
                assert session.page.exceptions() == []
            # And a third sees the article as it was.
            async with opened(server, f"{CHEAP}&tab=Data") as third:
                points = json.loads(third.page.find("points").message.json)
                assert points["x"] == ARTICLE.features[:, 0].tolist()
                assert "pins" not in third.query and "pins=" in one.query != other.query

    done(go())


def test_nobody_can_change_a_run_that_others_are_shown() -> None:
    page = page_opened(gradients="by_hand", epochs=30)
    run = page.session_state["run"]
    kept = runs._store().find(run.key)
    assert kept is run
    arrays = [getattr(each, field.name) for each in (run.history, run.dataset) for field in fields(each)]
    arrays = [value for value in arrays if isinstance(value, np.ndarray)]
    assert len(arrays) >= 9 and not any(array.flags.writeable for array in arrays)
    with pytest.raises(AttributeError):
        run.history.losses = np.zeros(3)


SETTINGS: list[dict[str, object]] = [
    {"gradients": "autograd", "epochs": 40, "seed": 5},
    {"gradients": "autograd", "epochs": 40, "batch_size": 3, "standardize": "true", "held_out": 20},
    {"gradients": "by_hand", "epochs": 40, "batch_size": 3, "tab": "Compare"},
    {"tab": "Learn", "learn": "mistakes", "epochs": 40},
    {"tab": "One step", "epochs": 40},
]


def test_a_run_leaves_torch_and_all_that_draws_at_random_as_they_were() -> None:
    def state() -> list[Any]:
        return [
            torch.get_rng_state().tolist(),
            torch.get_default_dtype(),
            torch.get_num_threads(),
            torch.get_num_interop_threads(),
            torch.is_grad_enabled(),
            torch.is_anomaly_enabled(),
            torch.are_deterministic_algorithms_enabled(),
            torch.get_float32_matmul_precision(),
            random.getstate(),
            str(np.random.get_state()),  # noqa: NPY002
            np.geterr(),
        ]

    # Once, when the server starts, it settles for one thread.
    page_opened(epochs=10)
    torch.manual_seed(123)
    before = state()
    for settings in SETTINGS:
        page_opened(**settings)
        assert state() == before, settings


# To keep others waiting


def test_a_history_that_would_fill_the_memory_is_refused_with_what_would_fit() -> None:
    random = np.random.default_rng(0)
    wide = Dataset(random.normal(size=(300, 199)), random.normal(size=300), tuple(f"x{place}" for place in range(199)))
    with pytest.raises(DatasetError, match=r"1,000,000 epochs of 199 features .* at most 12,467 epochs"):
        runs.check_size(Prospect(dataset=wide, hyperparameters=Hyperparameters(epochs=1_000_000)))
    for dataset, epochs in ((wide, 12_467), (ARTICLE, 1_000_000)):
        runs.check_size(Prospect(dataset=dataset, hyperparameters=Hyperparameters(epochs=epochs)))
    with pytest.raises(DatasetError):
        runs.check_size(Prospect(dataset=wide, hyperparameters=Hyperparameters(epochs=12_468)))


def test_a_race_that_would_keep_others_waiting_for_long_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(racing.Start, "run", lambda *_: pytest.fail("it was begun"))
    page = page_opened(tab="Compare", epochs=10)
    page.session_state["comparing"], page.session_state["race_autograd"] = "Race", True
    page.session_state["epochs"], page.session_state["batch_size"] = 1_000_000, 1
    checked(page.run())
    assert any("others wait meanwhile" in text.value for text in page.markdown)
    assert not any(button.label == "Race" for button in page.button)
    # Asked for all the same.
    page.session_state["race_asked_for"] = racing.Start(
        Prospect(dataset=ARTICLE, hyperparameters=Hyperparameters(epochs=1_000_000, batch_size=1)), "rate", 16, True
    ).key
    checked(page.run())


# To break the page for others


BROKEN = [b"", b"\xff" * 50, b"\x0a", b"{}", bytes(range(256)) * 40]
# What Streamlit itself cannot read, before anything of ours: the page of whoever sent it ends, until it is opened anew.
UNREADABLE = ["1" * 5000, "[" * 100_000, '{"a":' * 5000]


def test_what_cannot_be_read_harms_whoever_sent_it_at_the_most(server: str) -> None:
    async def go() -> None:
        async with opened(server, CHEAP) as other:
            for junk in BROKEN:
                async with opened(server, CHEAP) as session:
                    await session.send_bytes(junk)
                await other.rerun()
                assert other.page.exceptions() == []
            for text in UNREADABLE:
                async with opened(server, CHEAP) as session:
                    await session.rerun(None, WidgetState(id=session.page.find("player").message.id, json_value=text))
            async with opened(server, CHEAP) as session:
                epochs = session.page.find("epochs").message.id
                for number in (float("nan"), float("inf")):
                    await session.rerun(None, WidgetState(id=epochs, double_value=number))
                    assert session.page.exceptions() != []
            async with opened(server, CHEAP) as session:
                assert session.page.exceptions() == []
            await other.rerun()
            assert other.page.exceptions() == []

    done(go())


@pytest.mark.parametrize("name", ["seed", "epochs", "batch_size", "held_out"])
def test_an_endless_number_in_the_link_is_left_out(server: str, name: str) -> None:
    async def go() -> None:
        for endless in ("Infinity", "-inf", "1e999", f"3&{name}=inf"):
            async with opened(server, f"gradients=by_hand&{name}={endless}") as session:
                assert session.page.exceptions() == []
                assert f"{name}=" not in session.query
                await session.go(f"gradients=by_hand&{name}={endless}")
                await session.slide_rate(0.0005)
                assert session.page.exceptions() == []

    done(go())


def test_a_number_of_the_widgets_beyond_all_bounds_is_brought_inside(server: str) -> None:
    async def go() -> None:
        async with opened(server, CHEAP) as session:
            for name, value in (("seed", 1e300), ("initial_weight", -1e308), ("initial_bias", float("inf"))):
                await session.set(name, value)
                assert session.page.exceptions() == []
            for rate in (1e308, -5.0, float("nan"), float("inf")):
                await session.set("learning_rate", rate)
                assert session.page.exceptions() == []
                assert 1e-30 <= json.loads(session.page.find("rate").message.json)["rate"] <= 10

    done(go())


def test_a_prediction_for_a_number_beyond_all_bounds_can_still_be_read(server: str) -> None:
    async def go() -> None:
        tiny = sealed(json.dumps([["x", "y"], [0, 1e-6, 2e-6], [1, 2, 4]]).encode())
        async with opened(server, f"{CHEAP}&standardize=true&table={tiny}") as session:
            (asks,) = (part for part in session.page.of_kind("number_input") if part.message.label == "x")
            for x in (1e308, -1e308, 1e15):
                await session.set(asks.message.id.split("-")[-1], x)
                assert session.page.exceptions() == unreadable(session) == []

    done(go())


def test_files_that_are_too_large_are_not_taken(server: str) -> None:
    async def go() -> None:
        async with opened(server, f"{CHEAP}&tab=Data") as session:
            with pytest.raises((HTTPError, OSError)):
                await session.upload("upload", "big.csv", b"1,2\n" * 14_000_000)
            await session.upload("upload", "small.csv", b"kept_name,b\n1,2\n3,5\n")
            assert session.page.says("kept_name") and session.page.exceptions() == []

    done(go())
