"""One pinned run: its question with its data, and how it travels."""

from dataclasses import dataclass, replace
from functools import cached_property

from perceptron.data.held_out import hold_out
from perceptron.insight.comparing.settings import Words, settings_in_words
from perceptron.insight.prospect import Prospect
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.session import table_versions
from perceptron.panels.session.bundled import OWN, as_label, bundled
from perceptron.panels.session.version import Version
from perceptron.take_home.pins import Carried, Table, same_data
from perceptron.words import DatasetError


@dataclass(frozen=True, eq=False)
class Pin:
    """A pinned run: the table it learns from, the rows kept from training in percent, the hyperparameters, its place
    among the styles, and the name that the learner gave it, "" for none.
    """

    version: Version
    held_out: int
    hyperparameters: Hyperparameters
    style: int
    given: str = ""

    @cached_property
    def asked(self) -> Prospect:
        """The question to training. Raises DatasetError where the table cannot be used."""
        rows, kept = hold_out(self.version.dataset, self.held_out / 100, self.hyperparameters.seed)
        return Prospect(dataset=rows, hyperparameters=self.hyperparameters, held_out=kept)

    @property
    def words(self) -> Words:
        """Its settings, in a few words each."""
        return settings_in_words(self.asked, as_label(self.version.name) + (", edited" if self.is_edited else ""))

    @property
    def is_edited(self) -> bool:
        """Whether its table is a set that comes with the page, changed."""
        return self.version.edited and self.version.name != OWN


def of_set(name: str, run: Prospect) -> Pin:
    """The pin of a run on a set that comes with the page, on one made from it, or on other data, without rows kept from
    training.
    """
    if name not in bundled():
        return Pin(Version.of(OWN, run.dataset), 0, run.hyperparameters, 0)
    version = table_versions.loaded(name)
    if version.dataset.fingerprint != run.dataset.fingerprint:
        version = replace(Version.of(name, run.dataset), edited=True)
    return Pin(version, 0, run.hyperparameters, 0)


def carried(run: Pin) -> Carried:
    """A pin as it travels."""
    return Carried(run.given, run.style, run.hyperparameters, run.held_out, data_of(run.version))


def data_of(version: Version) -> str | Table:
    """A table as it travels with a pin."""
    if version.name in bundled() and not version.edited:
        return as_label(version.name)
    frame = version.frame[[*version.features, version.target]]
    return Table(frame.dropna() if version.edited else frame, version.features, version.target)


def brought(each: Carried) -> Pin:
    """What travelled as a pin of this session. Raises DatasetError where its data is not here or cannot be used."""
    shown = table_versions.versions().now
    if isinstance(each.data, str):
        name = next((name for name in bundled() if as_label(name) == each.data), None)
        if name is None:
            raise DatasetError(
                "A pinned run learns from a data set that this page does not have: ask for it as a file."
            )
        version = table_versions.loaded(name)
    elif same_data(each.data, data_of(shown)):
        version = shown
    else:
        version = Version(OWN, *each.data)
    run = Pin(version, each.held_out, each.hyperparameters, each.style, each.name)
    # A table that cannot be used is refused before anything is pinned.
    _ = run.asked
    return run
