"""Names that a house gave itself and that look like something else: "Atlas", "db2", "A", "JIRA-2291"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.relations import relation_of
from designer.brief.dictation.words import ARTICLES, SUBJECT_PRONOUNS
from designer.brief.lexer import Token
from designer.brief.lexicon import Hit
from designer.model.technology import Technology


def tickets(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the words of ticket numbers: "JIRA-2291"."""
    return frozenset(
        index
        for index in range(len(tokens) - 2)
        if tokens[index].text.isupper()
        and tokens[index + 1].text == "-"
        and tokens[index + 2].is_number
        and len(tokens[index + 2].text) > 1
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].end == tokens[index + 2].start
    )


def initials(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the single letters of people's names: "R. Osei"."""
    return frozenset(
        index
        for index in range(len(tokens) - 2)
        if len(tokens[index].text) == 1
        and tokens[index].text.isupper()
        and tokens[index + 1].text == "."
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 2].text[:1].isupper()
        and (not index or tokens[index - 1].text in {",", "(", ":", ".", "-"} or tokens[index - 1].text[:1].isupper())
        and tokens[index + 2].text[1:].islower()
        and tokens[index + 2].lower not in ARTICLES | SUBJECT_PRONOUNS
    )


def letters(tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None]) -> frozenset[int]:
    """Return the tokens that are single letters used as names: "service A calls service B, B calls C"."""
    named: set[str] = set()
    first: set[int] = set()
    for index in range(len(tokens) - 1):
        opens = index == 0 or clauses[index] != clauses[index - 1]
        if (
            opens
            and len(tokens[index].text) == 1
            and "A" <= tokens[index].text <= "Z"
            and tokens[index + 1].text in {":", "="}
        ):
            named.add(tokens[index].text)
            first.add(index)
    for index in range(1, len(tokens)):
        before = hits[index - 1]
        is_name = len(tokens[index].text) == 1 and "A" <= tokens[index].text <= "Z"
        if is_name and before is not None and before.word.technology is None and clauses[index] == clauses[index - 1]:
            named.add(tokens[index].text)
            first.add(index)
    return frozenset(
        first
        | {index for index, token in enumerate(tokens) if token.text in named and _is_letter_name(tokens, hits, index)}
    )


def _is_letter_name(tokens: Sequence[Token], hits: Sequence[Hit | None], index: int) -> bool:
    """Tell "A calls B" from "A worker"."""
    if tokens[index].text != "A":
        return True
    if index + 1 >= len(tokens) or not tokens[index + 1].is_word:
        return True
    return hits[index + 1] is None and relation_of(tokens[index + 1].lower) is not None


def own_names(tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None]) -> frozenset[int]:
    """Return the tokens that look like a product and are a house's own name: "Atlas is our billing engine"."""
    own: set[str] = set()
    words = frozenset(token.text for token in tokens if token.text[-1].isdigit())
    for index, hit in enumerate(hits):
        if hit is None or hit.word.technology is None or tokens[index].end - tokens[index].start != hit.end - hit.start:
            continue
        if _is_numbered(tokens[index].text, words):
            own.add(tokens[index].lower)
        if _is_called_own(tokens, clauses, index) or _is_own_kind(tokens, clauses, hits, index, hit.word.technology):
            own.add(tokens[index].lower)
    return frozenset(index for index, token in enumerate(tokens) if token.lower in own) if own else frozenset()


def _is_numbered(word: str, words: frozenset[str]) -> bool:
    """Tell "db2" beside "db1" from the product."""
    if not word.islower() or not word[-1].isdigit():
        return False
    return any(f"{word[:-1]}{digit}" in words for digit in "0123456789" if digit != word[-1])


def _is_called_own(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "our billing engine, called Atlas"."""
    before = [token.lower for token in tokens[max(0, index - 12) : index]]
    if len(before) < 2 or before[-1] not in {"called", "codenamed", "dubbed", "named"}:
        return False
    return clauses[index - 1] == clauses[index] and bool({"our", "own", "in-house", "we"} & set(before))


def _is_own_kind(
    tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None], index: int, technology: Technology
) -> bool:
    """Tell "Atlas is our billing engine", "Atlas (our billing engine)", "Atlas, our billing engine,"."""
    words = [token.lower for token in tokens[index + 1 : index + 4]]
    if len(words) < 3 or clauses[min(len(clauses) - 1, index + 3)] != clauses[index]:
        return False
    if not (words[0] in {"is", "(", ",", "=", "-", "—", ":"} and words[1] in {"our", "an", "a", "the"}):
        return False
    if words[1] != "our" and words[2] not in {"in", "internal", "inhouse", "own", "homegrown", "custom"}:
        return False
    for other in range(index + 3, min(len(tokens), index + 8)):
        if clauses[other] != clauses[index] or not (tokens[other].is_word or tokens[other].text == "-"):
            break
        hit = hits[other]
        if hit is not None and hit.word.technology is None:
            return hit.word.kind not in technology.kinds
        if hit is not None:
            return False
    return words[1] == "our" and words[0] == "is"
