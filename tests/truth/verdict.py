"""All that is false in what the page says of one run."""

from truth import plain
from truth.advice import wrong_advice
from truth.case import Case
from truth.ends import possible
from truth.numbers import wrong_numbers
from truth.pictures import texts_of
from truth.reading import DRAWN, SAID

# Importing them is what makes their forms known.
FORMS_OF_SAID = (plain,)
# Of so many runs the advice of one is tried, and its map drawn: that takes longer than all the rest.
ONE_OF = 10


def false_of(case: Case) -> list[str]:
    """Its kind where that is another one, and each sentence and each number that is not so."""
    diagnosis, seldom, kinds = case.run.diagnosis, case.number % ONE_OF == 0, possible(case)
    return [
        *([] if diagnosis.kind in kinds else [f"{diagnosis.kind}, not {' or '.join(sorted(kinds))}"]),
        *SAID.untrue_in(case, diagnosis.plain),
        *SAID.untrue_in(case, diagnosis.headline),
        *SAID.untrue_in(case, diagnosis.reason),
        *DRAWN.untrue_in(case, texts_of(case, with_map=seldom)),
        *wrong_numbers(case),
        *wrong_advice(case, tried=seldom),
    ]
