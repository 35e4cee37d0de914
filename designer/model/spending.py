"""What asking a language model costs: prices, ceilings, and what was spent."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen

_MILLION = 1_000_000


class Price(Frozen):
    """US dollars for a million tokens, read and written. Prices change: they come from the user, never from here."""

    input_usd: float = Field(ge=0, le=10_000)
    output_usd: float = Field(ge=0, le=10_000)

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """Return what some tokens cost, in US dollars.

        >>> Price(input_usd=2, output_usd=8).of(500_000, 250_000)
        3.0
        """
        return (input_tokens * self.input_usd + output_tokens * self.output_usd) / _MILLION


class Budget(Frozen):
    """Ceilings for one design, or for a batch; None is none. Money needs a `price` to be counted."""

    max_tokens: int | None = Field(default=None, ge=1)
    max_usd: float | None = Field(default=None, gt=0)
    price: Price | None = None


class Spent(Frozen):
    """What was asked of a model: `calls` of ours, `cached` of them answered from the cache, `requests` to the server.

    `usd` is None where nobody said what a token costs. `is_estimated`: not every server counted its tokens.
    """

    calls: int = 0
    cached: int = 0
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None
    is_estimated: bool = False

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.input_tokens + self.output_tokens


class ModelUse(Frozen):
    """What a language model had to do with a design: what it cost, and what the user should know about it.

    `is_first_try` says that its first answer needed no repair, `is_kept` that the design holds something of it;
    `refused` counts the edits that could not be applied, by operation.
    """

    spent: Spent
    notices: tuple[str, ...] = ()
    is_first_try: bool = False
    is_kept: bool = False
    refused: dict[str, int] = {}


def price_of(text: str) -> Price:
    """Return the price that a text like "0.25/2" states: dollars for a million tokens read, and written.

    >>> price_of("0.25/2").output_usd
    2.0
    """
    first, sign, second = text.partition("/")
    if not sign:
        raise ValueError("it takes two prices, like 0.25/2")
    return Price(input_usd=float(first), output_usd=float(second))
