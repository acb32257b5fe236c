"""The technical words of the page: each has an explanation, in plain words, and each way of writing it is known."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from perceptron.lessons.terms import TERMS, Term, TermsError, read_terms, terms

PACKAGE = Path(__file__).resolve().parent.parent / "perceptron"
# What is spoken in: the page itself, what is said of a run, the pictures' captions, and the settings' own words.
SPEAKING = ("panels", "insight", "charts/views", "lessons", "learning/hyperparameters.py", "learning/activation.py")
# The trade's own words, by their beginnings, written down apart from the entries.
TRADE = re.compile(
    r"\b(?:activation|autograd|backprop|backward|batch|bias|clamp|condition number|contour|converg|correlat|curvature"
    r"|delimiter|derivative|diverg|eigenvalue|encoding|epoch|excess|feature|finite difference|float\d|gradient|held.out"
    r"|hyperparameter|identity|intercept|iteration|learning rate|least.squares|log axis|linear regression|loss"
    r"|mini.?batch|neuron|nois[ey]|optimi[sz]|oscillat|outlier|overshoot|parameter|predict|propagation|pytorch|relu|residual|rmse"
    r"|seed|slope|stall|standard deviation|standardi[sz]|tangent|target|tensor|training|valley|weight|z-score)\w*",
    re.IGNORECASE,
)
# Not said to anybody: expressions of the pictures, styles, formulas, settings by their names.
CODE = re.compile(
    r"datum|toNumber|isValid|::|\\|=>|^\s*[.#<](?! )|[a-z]{2}_\w|[{}]\)|\w\(\w*[,:]|initial_|^\W*$|https?:"
)


def literals(path: Path) -> Iterator[str]:
    """The sentences that a file says, without its docstrings; a gap where a value comes in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def said() -> dict[str, str]:
    """All sentences of the page, each with the file that says it."""
    places = [PACKAGE / name for name in SPEAKING]
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    texts = {text: file.name for file in files for text in literals(file)}
    return {text: name for text, name in texts.items() if " " in text.strip() and not CODE.search(text)}


def unexplained(text: str, known: tuple[Term, ...]) -> set[str]:
    """The trade's words in a text that are in no form of an entry."""
    forms = sorted((form for term in known for form in term.forms), key=len, reverse=True)
    left = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", " ", text, flags=re.IGNORECASE)
    return {match.group().lower() for match in TRADE.finditer(left)}


def test_every_technical_word_that_the_page_says_is_explained() -> None:
    texts = said()
    assert len(texts) > 300
    found = {text: words for text in texts if (words := unexplained(text, terms()))}
    assert found == {}


def test_a_word_without_an_entry_is_found() -> None:
    without = tuple(term for term in terms() if term.name != "residual")
    assert unexplained("Squares: each residual times itself.", without) == {"residual"}


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.name)
def test_an_explanation_is_short_and_plain(term: Term) -> None:
    assert len(term.plain) <= 180
    assert term.plain.endswith(".") and len(re.findall(r"[.!?](?: |$)", term.plain)) <= 2
    # No digits, no Greek, no signs of formulas.
    assert re.findall(r"\d|[α-ωΑ-Ω∂∇λσηŷ²·=←≤√|]|float", term.plain) == []
    assert unexplained(term.plain, terms()) == set()
    assert any(form.lower() in term.name.lower() or term.name.lower() in form.lower() for form in term.forms)


def test_each_form_belongs_to_one_entry() -> None:
    forms = [form.lower() for term in terms() for form in term.forms]
    assert len(forms) == len(set(forms))
    assert [term.name.lower() for term in terms()] == sorted(term.name.lower() for term in terms())


GOOD = '["loss"]\nforms = ["loss", "losses"]\nplain = "How wrong it is."\nformula = "L"\n'
FAULTY = {
    "": (GOOD + "[\n", "words.toml is no TOML file"),
    "no table": ("epoch = 3\n", "words.toml, entry “epoch”: it must be a table"),
    "missing": ('["loss"]\nforms = ["loss"]\n', "words.toml, entry “loss”, field plain: it is missing"),
    "unknown": (GOOD + 'plane = "x"\n', "words.toml, entry “loss”, field plane: there is no such field"),
    "no list": ('["loss"]\nforms = "loss"\nplain = "x"\n', "words.toml, entry “loss”, field forms: it must be a list"),
    "empty list": ('["loss"]\nforms = []\nplain = "x"\n', "words.toml, entry “loss”, field forms: it must be a list"),
    "empty text": ('["loss"]\nforms = ["loss"]\nplain = ""\n', "entry “loss”, field plain: it must be a text"),
    "a number": (GOOD.replace('"L"', "3"), "entry “loss”, field formula: it must be a text"),
    "twice": (
        GOOD + '["cost"]\nforms = ["Losses"]\nplain = "x"\n',
        "words.toml, entry “cost”, field forms: “Losses” stands in entry “loss” too",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_is_named_with_its_place(fault: str, tmp_path: Path) -> None:
    text, sentence = FAULTY[fault]
    path = tmp_path / "words.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TermsError, match=re.escape(sentence)):
        read_terms(path)


def test_an_entry_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_terms(path) == (Term("loss", ("loss", "losses"), "How wrong it is.", "L"),)
    assert read_terms(TERMS) == terms()
