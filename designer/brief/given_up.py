"""Words that say of something named before them that it is not used: "is not approved", "has been decommissioned"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.lexer import Token

_BE = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
_BECOMES = frozenset("get gets got".split())
_LEADS = frozenset("has have had shall will must may should can cannot could would to going due".split())
_DENIES = frozenset("not never isn't aren't wasn't weren't cannot".split())
_FILLERS = frozenset("also now then already finally completely entirely since all both".split())
_PAST = frozenset("was were been got wasn't weren't".split())
_GONE = frozenset(
    "abandoned abolished axed banned binned cancelled decommissioned dead deprecated discontinued ditched excluded "
    "forbidden gone history overkill retired scrapped superfluous sunset suppressed unnecessary prohibited".split()
)
# Of requests and messages one says the same: "requests over the limit are rejected".
_GONE_IN_THE_PAST = frozenset("dropped rejected removed discarded deleted killed".split())
_GONE_WITH = frozenset(
    {("switched", "off"), ("turned", "off"), ("shut", "down"), ("thrown", "out"), ("phased", "out"), ("ruled", "out"),
     ("taken", "out"), ("kicked", "out"), ("left", "out"), ("thrown", "away"), ("no", "more"), ("too", "expensive"),
     ("taken", "down"), ("struck", "out"), ("crossed", "out"), ("written", "off")}
)  # fmt: skip
_APPROVED = frozenset(
    "allowed approved authorised authorized desired foreseen included intended necessary needed part permitted planned "
    "required supported tolerated used wanted wished welcome".split()
)
_LONGEST = 6
_COLON_OR_BRACKET = frozenset({":", ")"})


def gone_after(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a verb that begins at a token says that what stands before it is gone, or may not be used.

    "is excluded", "shall not be used", "has been switched off", "gets retired"; not "are removed from the queue".
    """
    first = tokens[index].lower
    if first not in _BE | _BECOMES | _LEADS or (index and tokens[index - 1].lower in _BE | _LEADS | _DENIES):
        return False
    is_denied = is_past = has_verb = False
    for position in range(index, min(len(tokens), index + _LONGEST)):
        word = tokens[position].lower.replace("’", "'")
        following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
        if has_verb and (word, following) in _GONE_WITH:
            return not is_denied
        if word in _BE | _BECOMES | _LEADS | _DENIES | _FILLERS:
            has_verb |= word in _BE | _BECOMES
            is_past |= word in _PAST
            is_denied |= word in _DENIES
            continue
        if not has_verb:
            return False
        if is_denied:
            return word in _APPROVED
        return word in _GONE or (is_past and word in _GONE_IN_THE_PAST)
    return False


def gone_until(tokens: Sequence[Token], index: int) -> int:
    """Return where the words begin that a heading at a token gives up, 0 where it is none: "thrown out: Datadog, Jaeger"."""
    size = 2 if tuple(token.lower for token in tokens[index : index + 2]) in _GONE_WITH else 1
    if size == 1 and tokens[index].lower not in _GONE | _GONE_IN_THE_PAST:
        return 0
    after = index + size
    if after + 1 >= len(tokens) or tokens[after].text not in _COLON_OR_BRACKET:
        return 0
    is_bracket = tokens[after].text == ")"
    return after + 1 if not is_bracket or (index and tokens[index - 1].text == "(") else 0
