"""A line that breaks in the middle of a run is mended; after a new start of the server the link and the file bring back
all that the server forgot.
"""

import re
from collections.abc import Callable
from pathlib import Path

from conftest import PATIENCE, READY, Visitor, free_port, ready, running
from film_page import button, epoch_box, expect_at_the_end, go_to
from playwright.sync_api import Page, WebSocketRoute, expect
from test_browser_long_run import EPOCHS, progress_beyond, slow_rate

from perceptron import Dataset, Hyperparameters, train

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]
DATA = Path(__file__).resolve().parent.parent / "data"
SETTINGS = "data=Ice+cream&learning_rate=0.002&epochs=120&seed=4&standardize=true&activation=identity&reduction=mean"


def test_a_line_that_breaks_in_the_middle_of_a_run_is_mended_and_the_run_goes_on(visit: Visit) -> None:
    visitor = visit(to_keep=True)
    page, lines = visitor.page, list[tuple[WebSocketRoute, WebSocketRoute]]()
    page.route_web_socket(re.compile("_stcore/stream"), lambda line: lines.append((line, line.connect_to_server())))
    page.goto(f"{visitor.server}/?learning_rate={slow_rate()}&epochs={EPOCHS}")
    begun = progress_beyond(page, 1000)
    for end in lines[-1]:
        end.close()
    page.wait_for_selector(READY.replace("[data-test-script-state='notRunning']", ""), state="attached")
    # It neither began anew nor stopped: what is told next comes after what was told.
    assert progress_beyond(page, begun) > begun
    assert len(lines) == 2
    page.get_by_role("button", name="Stop training").click()
    expect(page.get_by_text("This run was stopped at epoch")).to_be_visible()


def expect_all_back(page: Page, address: str) -> None:
    """The settings, the epoch, the pinned run and the run itself, at that address."""
    assert page.url.startswith(address)
    ready(page)
    expect(page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first).to_have_value("0.002")
    expect(button(page, "Compare 1")).to_be_visible()
    chosen = Hyperparameters(0.002, 120, 4, "identity", "mean", standardize=True)
    expect_at_the_end(page, train(Dataset.from_csv(DATA / "ice_cream.csv"), chosen))


def test_after_a_new_start_of_the_server_the_link_and_the_file_bring_all_back(visit: Visit, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(port):
        visitor = visit(server=address, to_keep=True)
        page = visitor.open(f"?{SETTINGS}")
        go_to(page, 7)
        button(page, "Pin").click()
        expect(button(page, "Compare 1")).to_be_visible()
        button(page, "Compare 1").click()
        expect(page.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(1)
        page.get_by_text("Keep the pinned runs").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the pinned runs").click()
        download.value.save_as(tmp_path / "runs.json")
        page.get_by_role("tab", name="Train", exact=True).click()
        ready(page)
        expect(epoch_box(page)).to_have_value("7")
        expect(page).to_have_url(re.compile("pins=1.*"))
        link = page.url
    with running(port):
        # The page that was open all the time has reached the new server by itself, and has everything.
        page.wait_for_selector(READY, state="attached")
        expect_all_back(page, address)
        # That nobody answered meanwhile is no fault of the page.
        visitor.faults = [fault for fault in visitor.faults if "reaching server endpoint" not in fault]
        # So has the link.
        page.goto("about:blank")
        page.goto(link)
        ready(page)
        expect(epoch_box(page)).to_have_value("7")
        expect_all_back(page, address)
        # And the file brings the pinned run, to somebody who was never there.
        third = visit(server=address, to_keep=True).page
        third.goto(f"{address}/?tab=Compare")
        third.get_by_text("Keep the pinned runs").click()
        third.locator("[data-testid='stFileUploader'] input[type=file]").set_input_files(tmp_path / "runs.json")
        expect(third.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(2)
        third.locator(".st-key-chip_1 button").first.click()
        third.get_by_role("button", name="Put back").click()
        third.get_by_role("tab", name="Train", exact=True).click()
        expect_all_back(third, address)
