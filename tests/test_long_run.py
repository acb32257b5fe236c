"""Long runs: in the background, in turn, at rest where nobody waits for them, and never begun anew by a click."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.insight.prospect import Prospect
from perceptron.learning.hyperparameters import Gradients
from perceptron.panels.session import background, long_run, runs
from perceptron.panels.session.background import Training, Trainings
from perceptron.panels.session.turns import Turns

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
# So slow that it neither repeats itself nor breaks; minutes of work.
ENDLESS = Hyperparameters(learning_rate=1e-7, epochs=1_000_000)


def prospect(dataset: Dataset = ARTICLE, hyperparameters: Hyperparameters = ENDLESS) -> Prospect:
    return Prospect(dataset=dataset, hyperparameters=hyperparameters)


class Kept(list[Run]):
    """All trainings of a server, and the runs they ended with, in this order."""

    def __init__(self) -> None:
        super().__init__()
        self.trainings = Trainings(self.append)
        self.begun: list[Training] = []

    def of(self, asked: Prospect) -> Training:
        training = self.trainings.of(asked)
        self.begun.append(training)
        return training


def at_work(training: Training, beyond: int = 0) -> int:
    """Its epoch, once it is beyond that one."""
    while training.stand.epoch <= beyond:
        assert training.want() and not training.over.wait(0.02)
    return training.stand.epoch


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept()
    yield kept
    monkeypatch.setattr(background, "SECONDS_AT_REST", -1.0)
    for training in kept.begun:
        training.rest()
        assert training.over.wait(30)


def test_the_turn_goes_to_whoever_has_least_left_and_comes_back() -> None:
    turns = Turns()
    assert turns.take("long", 60.0, 0)
    assert not turns.take("short", 0.5, 0), "the long one has not been asked yet"
    assert not turns.take("long", 59.0, 0)
    assert turns.take("short", 0.4, 0)
    assert not turns.take("longer", 90.0, 0)
    turns.leave("short")
    assert not turns.take("longer", 90.0, 0)
    assert turns.take("long", 59.0, 0)
    turns.leave("long")
    assert turns.take("longer", 90.0, 0)


def served(needs: dict[str, int], newcomers: int = 0) -> list[str]:
    """Whose turn it is, turn by turn, of one second of work each, until all have had what they need; after each turn
    one more comes, of so many, who needs a single one.
    """
    turns, left, had = Turns(), dict(needs), [next(iter(needs))]
    assert turns.take(had[0], left[had[0]], 0)
    while True:
        assert not any(turns.take(who, left[who], 0) for who in left if who != had[-1]), "two at a time"
        order = sorted(left, key=turns.before)
        assert [turns.before(who) for who in order] == list(range(len(left)))
        left[had[-1]] -= 1
        if not left[had[-1]]:
            turns.leave(had[-1])
            del left[had[-1]]
        if newcomers:
            newcomers -= 1
            left[f"newcomer {newcomers}"] = 1
        if not left:
            return had
        asking = [who for who in had[-1:] if who in left] + [who for who in left if who != had[-1]]
        had.append(next(who for who in asking * 2 if turns.take(who, left[who], 0)))


def test_of_equal_trainings_the_first_that_came_ends_first() -> None:
    had = served(dict.fromkeys("abcdefgh", 7))
    ends = [len(had) - had[::-1].index(who) for who in "abcdefgh"]
    assert len(had) == 8 * 7 and ends == sorted(ends)


def test_a_long_training_gets_on_however_many_short_ones_come() -> None:
    had = served({"long": 20}, newcomers=400)
    assert len(had) == 420
    assert len(had) - had[::-1].index("long") < 420 - 100
    # Nor does it hold up those: most are served before the next two come.
    turns = {who: place for place, who in enumerate(had)}
    waits = [turns[f"newcomer {place}"] - (400 - place) for place in range(400)]
    assert sorted(waits)[200] <= 21


def test_who_waits_is_told_how_many_go_before(kept: Kept) -> None:
    # So much shorter that it is, too, by what a busy machine lets one measure.
    first = kept.of(prospect(hyperparameters=replace(ENDLESS, epochs=100_000)))
    at_work(first)
    second = kept.of(prospect(hyperparameters=replace(ENDLESS, epochs=900_000)))
    at_work(second)
    assert first.want() and (first.before_it(), second.before_it()) == (0, 1)
    assert runs.waiting_words(1) == "Waiting: 1 training before this one"
    assert runs.waiting_words(3) == "Waiting: 3 trainings before this one"


def test_a_short_run_overtakes_a_long_one_which_then_goes_on_from_where_it_was(kept: Kept) -> None:
    # Before, because a busy machine may take longer for it than a training goes on unwatched.
    alone = train(ARTICLE).losses
    long = kept.of(prospect())
    before = at_work(long)
    asked = prospect(hyperparameters=Hyperparameters())
    short = kept.of(asked)
    while not short.over.wait(0.02):
        assert long.want() and short.want()
    assert not long.over.is_set()
    np.testing.assert_array_equal(short.result().history.losses, alone)
    assert [run.key for run in kept] == [asked.key]
    at_rest = long.stand.epoch
    assert before <= at_rest < at_work(long, at_rest)


def test_all_who_ask_the_same_wait_for_one_training_and_one_that_is_over_is_not_given(kept: Kept) -> None:
    asked = prospect(hyperparameters=Hyperparameters(epochs=50))
    first = kept.of(prospect())
    assert kept.of(prospect()) is first
    done = kept.of(asked)
    assert done is not first
    assert done.over.wait(30)
    assert kept.of(asked) is not done


def test_a_training_that_rests_stands_still_and_goes_on_when_it_is_wanted(kept: Kept) -> None:
    long = kept.of(prospect())
    at_work(long)
    long.rest()
    while long.is_at_work:
        time.sleep(0.01)
    epoch = long.stand.epoch
    # Others have the turn, and end, while it rests.
    assert kept.of(prospect(hyperparameters=Hyperparameters(epochs=50))).over.wait(30)
    assert long.stand.epoch == epoch
    assert kept.of(prospect()) is long
    assert at_work(long, epoch) > epoch


def test_a_training_that_nobody_waits_for_ends_and_keeps_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SECONDS_UNWATCHED", 0.2)
    long = kept.of(prospect())
    assert long.over.wait(30)
    assert kept == []
    assert not long.want()
    assert kept.of(prospect()) is not long


@pytest.mark.parametrize("gradients", ["autograd", "by_hand"])
def test_within_an_epoch_of_very_many_batches_a_training_gives_way_rests_and_ends(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, gradients: Gradients
) -> None:
    x = np.arange(1_000_000, dtype=float)[:, np.newaxis] / 1e6
    long = kept.of(prospect(Dataset(x, x, ("x",)), Hyperparameters(1e-7, epochs=3, batch_size=1, gradients=gradients)))
    while long.stand.loss is None:
        assert long.want() and not long.over.wait(0.02)
    short = kept.of(prospect(hyperparameters=Hyperparameters(epochs=50)))
    while not short.over.wait(0.02):
        assert long.want() and short.want()
    long.rest()
    while long.is_at_work:
        time.sleep(0.01)
    assert long.stand.epoch == 0 and not long.over.is_set()
    # What is left of the first epoch is not told: at least as much as it took up to now.
    assert long.stand.left >= long.seconds_worked() > 0
    monkeypatch.setattr(background, "SECONDS_UNWATCHED", 0.2)
    assert long.want()
    assert long.over.wait(30) and kept == [short.result()]


def offers(rows: int, **settings: object) -> set[str]:
    x = np.arange(rows, dtype=float)[:, np.newaxis]
    asked = prospect(Dataset(x, x, ("x",)), Hyperparameters(**settings))  # type: ignore[arg-type]
    return set(long_run._quicker(asked, 1e9))


def test_an_offer_names_all_it_changes_and_is_made_only_where_it_is_quicker() -> None:
    assert offers(25, epochs=1_000_000) == {"Gradient by hand", "10,000 epochs"}
    assert offers(2000, epochs=1000, batch_size=1) >= {"Batches of 1,000 rows, 20 epochs", "10 epochs", "Full batches"}
    assert "Batches of 1,000 rows" in offers(20_000, epochs=20, batch_size=1)
    assert offers(20_000, epochs=1, batch_size=None) == set()
    for rows in (25, 1000):
        assert not any("Batches of" in label for label in offers(rows, epochs=1_000_000, batch_size=1))


def open_page(epochs: int, rate: float = 1e-7) -> AppTest:
    page = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    page.query_params.update({"learning_rate": str(rate), "epochs": str(epochs)})
    return page


def test_a_long_run_asks_where_it_is_and_goes_on_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_run, "SECONDS_OF_WORK", 0.3)
    monkeypatch.setattr(long_run, "PATIENCE", 0.1)
    begun: list[int] = []
    start = threading.Thread.start

    def count(thread: threading.Thread) -> None:
        begun.append(thread.name == "training")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", count)
    page = open_page(15_001).run()
    (asked,) = (text.value for text in page.markdown if "This run is long" in text.value)
    assert "of 15,001" in asked and "at epoch 0 of" not in asked
    (go_on,) = (button for button in page.button if button.label == "Train on")
    go_on.click().run()
    history = train(ARTICLE, Hyperparameters(learning_rate=1e-7, epochs=15_001))
    assert not any("This run is long" in text.value for text in page.markdown)
    assert page.session_state["run"].history.losses[-1] == history.losses[-1]
    assert sum(begun) == 1
