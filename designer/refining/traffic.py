"""Instructions about how much comes in as a whole: every load of a design, multiplied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.model.figures import human
from designer.refining.change import Bench, Change, unclear
from designer.refining.figures import Known, figures_of, find_figures, joined, the_figure
from designer.refining.words import number_in, without_article

FACTOR = (
    r"(?:double|doubles|doubled|twice|triple|triples|tripled|thrice|quadruple|quadruples|half|halve|halves|halved|tenfold|"
    r"(?:an )?order of magnitude|[\d.,]+[- ]?(?:x|×|times|fold)|x ?[\d.,]+|\w+[- ]times|\w+fold|[\d.,]+ ?(?:%|percent))"
)
_TRAFFIC = re.compile(
    r"(?:the |our |its |all |overall |total |current |expected |incoming |user )*(?:traffic|load|loads|demand|volume|throughput|requests|calls|usage|qps|rps|tps|"
    r"users|people|customers|visitors|scale|rate|everything|data|size)(?: (?:volume|rate|per second|we have|today|now))*",
    re.I,
)
_WORDS = {
    "double": 2.0, "twice": 2.0, "triple": 3.0, "thrice": 3.0, "quadruple": 4.0, "half": 0.5, "halve": 0.5, "tenfold": 10.0,
    "order of magnitude": 10.0, "an order of magnitude": 10.0,
}  # fmt: skip
_AT_ONCE = re.compile(r"concurrent|viewers|connections|editors|streams|sessions|buyers")
_PEOPLE = re.compile(r"users|people|viewers|connections|clients|devices|customers|members|callers|mailboxes|visitors")
_LESS = re.compile(r"less|fewer|reduc|decreas|lower|shrink|drop|fall|cut", re.I)
_MOST = 1e6


def factor_of(words: str, way: str = "") -> float | None:
    """Return the factor that words say, as a share more or less where they say a percentage; None when they say none.

    >>> factor_of("10x"), factor_of("20 %", "more"), factor_of("twice"), factor_of("many")
    (10.0, 1.2, 2.0, None)
    """
    low = words.casefold().strip().replace("×", "x")
    if low in _WORDS or low.rstrip("sd") in _WORDS:
        return _WORDS.get(low) or _WORDS[low.rstrip("sd")]
    bare = re.sub(r"^x\s*|[- ]?(?:x|times|fold|%|percent)$", "", low).strip()
    value = _number(bare)
    if value is None:
        return None
    if low.endswith(("%", "percent")):
        if not way:
            return None
        value = 1 - value / 100 if _LESS.search(way) else 1 + value / 100
    return value if 0 < value < _MOST else None


def _number(words: str) -> float | None:
    whole = number_in(words)
    if whole is not None:
        return float(whole)
    try:
        return float(words.replace(",", ""))
    except ValueError:
        return None


def multiply(bench: Bench, found: re.Match[str]) -> Change | None:
    """Multiply a figure, or every load where the words mean the traffic; None when no factor is said."""
    said = found.groupdict()
    factor = factor_of(said["factor"] or "", said.get("way") or _way(found.group()))
    if factor is None:
        return None
    words = said.get("f") or "traffic"
    if re.search(r"\b(?:to|by|is|be)$", words) or re.search(r"\bto\s+[\d.,]+ ?(?:%|percent)$", found.group()):
        return None
    if factor > 1 and not said["factor"].endswith(("%", "percent")) and _LESS.match(found.group()):
        factor = 1 / factor
    amounts = [figure for figure in find_figures(bench, words) if figure.unit != "ratio"]
    if not amounts and _TRAFFIC.fullmatch(without_article(words)):
        return _all_loads(bench, factor, words)
    figure = the_figure(bench, words)
    if not figure.value:
        raise unclear(f"{figure.title} is 0, so that no factor changes it", f"say 'set {figure.name} to 5'")
    return figure.changed_to(figure.value * factor)


def _way(words: str) -> str:
    """Return the word that says whether something gets more or less; empty where none does."""
    found = re.search(
        r"\b(?:more|less|fewer|increas|rais|grow|ris|bump|up\b|reduc|decreas|lower|shrink|drop|fall|cut)", words, re.I
    )
    return found.group() if found else ""


def _all_loads(bench: Bench, factor: float, words: str) -> Change:
    loads = tuple(_loads(bench))
    if not loads:
        fix = "state one first, as in 'we expect 1,000 requests a second'"
        raise unclear("the design states no load that could be multiplied", fix)
    return joined([figure.changed_to(figure.value * factor) for figure in loads])


def _loads(bench: Bench) -> Iterator[Known]:
    """Yield what says how much comes in: rates and what is there at once; where there is neither, how many people."""
    figures = [figure for figure in figures_of(bench) if figure.value > 0]
    whole = [figure for figure in figures if "_per_" not in figure.name]
    rates = [figure for figure in whole if figure.role == "load" and figure.unit.endswith("/s")]
    at_once = [figure for figure in whole if figure.role == "stock" and _AT_ONCE.search(figure.name)]
    people = [figure for figure in whole if figure.role == "stock" and _PEOPLE.search(figure.name)]
    yield from (*rates, *at_once) or people or [figure for figure in whole if figure.role in ("load", "stock")][:1]


def load_in_words(bench: Bench) -> str:
    """Return the loads of a design with their values; empty where it states none."""
    return "; ".join(f"{figure.title} {human(figure.value, figure.unit)}" for figure in _loads(bench))
