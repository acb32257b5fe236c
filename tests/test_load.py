"""The visitors without a browser see what the page says, each the own page, and go where they are sent."""

import asyncio
import urllib.request

from conftest import ROOT
from load import done
from load.session import opened

from perceptron import Dataset, Hyperparameters, diagnose, train

RATES = (0.0008, 0.0013)


def verdict(rate: float) -> str:
    chosen = Hyperparameters(learning_rate=rate, gradients="by_hand")
    return diagnose(ARTICLE, chosen, train(ARTICLE, chosen)).plain


ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")


def test_visitors_without_a_browser_each_see_their_own_page(server: str) -> None:
    verdicts = [verdict(rate) for rate in RATES]
    assert len(set(verdicts)) == len(RATES)

    async def go() -> None:
        async with opened(server, "gradients=by_hand") as one, opened(server, "gradients=by_hand") as other:
            replies = await asyncio.gather(one.set("learning_rate", RATES[0]), other.slide_rate(RATES[1]))
            for session, verdict in zip((one, other), verdicts, strict=True):
                assert [text for text in verdicts if session.page.says(text)] == [verdict]
            assert "learning_rate=0.0008" in one.query and "learning_rate=0.0013" in other.query
            # What is drawn is told in full once; what the visitor has kept is not sent again.
            again = await one.rerun()
            assert 0 < again.wire < replies[0].wire < one.first.wire
            assert again.unpacked == sum(size for _, size in again.parts) > again.wire
            assert one.page.says(verdicts[0])
            await one.set("tab", "Data")
            assert not one.page.says(verdicts[0]) and not one.page.has("rate_on_stage")
            await one.upload("upload", "three.csv", b"hours,pages_read\n1,2\n2,4.5\n3,6.1\n")
            assert one.page.says("pages_read") and not other.page.says("pages_read")
            await one.go("learning_rate=0.0013&gradients=by_hand")
            await one.press("Back to the article")
            assert one.page.find("learning_rate").message.value == Hyperparameters().learning_rate
            for session in (one, other):
                assert session.page.exceptions() == []

    done(go())


def test_answers_carry_no_scripts_and_the_server_has_each_of_them(server: str) -> None:
    async def go() -> None:
        async with opened(server, "gradients=by_hand&epochs=50") as visitor:
            parts = [part.message for part in visitor.page.of_kind("bidi_component")]
            served = {part.component_name: part.js_source_path for part in parts if part.js_source_path}
            assert {"perceptron.film_player", "perceptron.film_hands", "perceptron.film_live"} <= set(served)
            assert not any(part.js_content for part in parts if part.component_name in served)
            for name, path in served.items():
                address = f"{server}/_stcore/bidi-components/{name}/{path}"
                with urllib.request.urlopen(address) as answer:
                    assert "javascript" in answer.headers["Content-Type"]
                    assert "export default" in answer.read().decode()

    done(go())
