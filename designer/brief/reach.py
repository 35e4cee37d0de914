"""How far a negation or a verdict reaches: to the end of its list, or back to where its thought begins."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.lexer import Token

REACH = 7
_ASIDE = 16
NOBODY = frozenset("nobody none nothing".split())
_OPENING = frozenset({",", "and", "so", "that", "—", "–", ";", ":", "because", "since", "as"})
_EXCEPT = frozenset("except other else besides only".split())
STOPS = frozenset("but however though although except because so which who whose where when while that if unless "
                  "until use uses using now we they it i you he she".split())  # fmt: skip
_GOVERNED = frozenset("to into from with through via over at the a an its their our everything all".split())
VERBS = frozenset(
    "talks calls sends writes reads stores saves keeps publishes pushes forwards feeds posts queries pulls hands passes "
    "notifies asks fetches loads streams emits submits hits gets puts connects speaks goes delivers reports".split()
)


def forward(tokens: Sequence[Token], clauses: Sequence[int], start: int, *, reach: int = REACH) -> list[int]:
    """Return the tokens from `start` on that a word before them refuses: a phrase, or a list of them."""
    reached: list[int] = []
    words = 0
    position = start
    while position < len(tokens) and clauses[position] == clauses[start - 1] and words < reach:
        token = tokens[position]
        if words and (token.lower in STOPS or _goes_on_with_verb(tokens, position)):
            break
        if token.text in {",", "(", ")", ":", "—", "–"}:
            if not _list_goes_on(tokens, position):
                break
            words = 0
        elif token.text == "/":
            words = max(0, words - 1)
        else:
            words += token.kind != "symbol"
            reached.append(position)
        position += 1
    return reached


def _goes_on_with_verb(tokens: Sequence[Token], index: int) -> bool:
    """Tell "instead of MongoDB and talks to Stripe", another thing that the subject does, from "no cache and queue"."""
    if tokens[index].lower not in {"and", "but"} or index + 2 >= len(tokens):
        return False
    verb, follows = tokens[index + 1].lower, tokens[index + 2].lower
    return verb in VERBS and follows in _GOVERNED


def one_phrase(tokens: Sequence[Token], reached: list[int]) -> list[int]:
    """Return what "instead of Redis the counter keeps" refuses: up to the next article, which begins another thought."""
    for number, position in enumerate(reached):
        before = tokens[reached[number - 1]].lower if number else ""
        goes_on = before in {"or", "and", "of", "for", "with"}
        if number and tokens[position].lower in {"the", "a", "an", "our", "its", "their"} and not goes_on:
            return reached[:number]
    return reached


def _list_goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Tell a list ("no queue, cache or search") from a new thought ("no queue, the cache is Redis")."""
    if tokens[comma].text != ",":
        return False
    words = [token.lower for token in tokens[comma + 1 : comma + 4]]
    if words[:1] in (["no"], ["nor"], ["or"], ["and"]):
        return words[0] in {"no", "nor", "or"}
    last = tokens[comma + 2 : comma + 3]
    if comma + 1 < len(tokens) and tokens[comma + 1].text[:1].isupper() and (not last or last[0].text in {".", "!"}):
        return True
    joins = {"or", ",", "nor"}
    return any(word in joins for word in words[1:]) and not any(word in STOPS | {"the", "is"} for word in words)


def nobody_at(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> range:
    """Return what "nobody", "nothing" or "none of the tills" at a token is said to do, or an empty range.

    It must open its thought, and be said without exception: "nothing but the gateway".
    """
    words = [token.lower for token in tokens[index : index + 2]]
    opens = not index or clauses[index - 1] != clauses[index] or tokens[index - 1].lower in _OPENING
    if not opens or not (words[0] in NOBODY or words == ["no", "one"]):
        return range(0)
    end = index + 1
    while end < len(tokens) and clauses[end] == clauses[index] and tokens[end].lower not in {"but", ";", ":"}:
        follows = tokens[end + 1].lower if end + 1 < len(tokens) else ""
        if tokens[end].text == "," and (follows in STOPS | {"the", "instead"}):
            break
        end += 1
    is_but = end < len(tokens) and tokens[end].lower == "but"
    if is_but or any(token.lower in _EXCEPT for token in tokens[index:end]):
        return range(0)
    return range(index, end)


def backward(tokens: Sequence[Token], clauses: Sequence[int], end: int, *, reach: int = REACH) -> list[int]:
    """Return the tokens before `end` that a verdict there falls on: what its thought speaks of."""
    reached: list[int] = []
    position = end - 1
    if position > 0 and tokens[position].text == ",":
        # "MongoDB, which you may find in old diagrams, is history": what stands between the commas is an aside.
        opens = next(
            (item for item in range(position - 1, max(0, position - _ASIDE), -1) if tokens[item].text == ","), 0
        )
        if (
            opens
            and opens + 1 < position
            and tokens[opens + 1].lower in {"which", "who", "that"}
            and clauses[opens] == clauses[end]
        ):
            position = opens - 1
            end = opens
    while position >= 0 and clauses[position] == clauses[end] and end - position <= reach:
        if tokens[position].lower in STOPS - {"that", "which"} or tokens[position].text in {";", ":"}:
            break
        reached.append(position)
        position -= 1
    return reached
