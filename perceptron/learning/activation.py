"""Activations: what becomes of x·w before the bias is added. Everything that one of them is, in one entry.

Training, the gradient by hand, the theory, the pictures and the sentences all ask here, so that one more activation
is one more entry and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from torch import Tensor


@dataclass(frozen=True)
class Activation:
    """One activation f, applied to each row's weighted sum z = x·w.

    tensor, array: f itself, for autograd and for NumPy. derivative: f'(z), with the value that autograd gives where f
    has a corner. meaning: what it does, as a clause after its name. text, tex, vega: f of {} in a sentence, in LaTeX
    and as a Vega expression. code: what the line of PyTorch says after X.mm(w1). array_code, derivative_code:
    what a line of NumPy says for f and f' of {}. shape: "line" where f(z) = z, "hinge" where f is straight on either
    side of 0, so that f(z) = f'(z)·z, and "curve" for anything else. link: what f' is in the chain rule, in a
    sentence.
    """

    tensor: Callable[[Tensor], Tensor]
    array: Callable[[np.ndarray], np.ndarray]
    derivative: Callable[[np.ndarray], np.ndarray]
    meaning: str
    text: str
    tex: str
    vega: str
    code: str
    array_code: str
    derivative_code: str
    shape: Literal["line", "hinge", "curve"]
    link: str = ""

    @property
    def shuts(self) -> bool:
        """Whether it passes nothing on of a negative x·w, as the clamp does."""
        return not self.derivative(np.array([-1.0])).any()


ACTIVATIONS: dict[str, Activation] = {
    # A ReLU before the bias, as in the article's code. At exactly 0 PyTorch's clamp(min=0) lets the gradient through.
    "clamp": Activation(
        tensor=lambda z: z.clamp(min=0),
        array=lambda z: np.maximum(z, 0.0),
        derivative=lambda z: (z >= 0).astype(np.float64),
        meaning="sets a negative x·w to 0 before the bias is added, a ReLU",
        text="max(0, {})",
        tex=r"\max(0,\; {})",
        vega="max(0, {})",
        code=".clamp(min=0)",
        array_code="np.maximum({}, 0.0)",
        derivative_code="({} >= 0)",
        shape="hinge",
        link="The clamp's link is 1 where x·w passes and 0 where it is shut.",
    ),
    # The article's prose: a line needs no activation.
    "identity": Activation(
        tensor=lambda z: z,
        array=lambda z: z,
        derivative=lambda z: np.ones(np.shape(z)),
        meaning="leaves x·w as it is",
        text="{}",
        tex="{}",
        vega="{}",
        code="",
        array_code="{}",
        derivative_code="np.ones_like({})",
        shape="line",
    ),
}


def meanings() -> str:
    """What each activation does, in a sentence."""
    return "; ".join(f"{name} {activation.meaning}" for name, activation in ACTIVATIONS.items()) + "."
