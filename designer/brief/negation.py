"""Which words of a text stand inside a negation."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.given_up import gone_after, gone_until
from designer.brief.lexer import Token

_REACH = 7
_ASIDE = 16
NEGATORS = frozenset(
    "no not without never nor neither avoid avoids skip drop dropping exclude excluding don't doesn't dont doesnt "
    "won't wont can't cannot shouldn't needn't isn't aren't ohne kein keine sin sans pas don’t doesn’t won’t "
    "shouldn’t needn’t isn’t aren’t can’t ditch dump replaces replacing dropped ditched abandoned".split()
)
_MOST_FIRST = 4
_MAY = frozenset("may must shall should can will ever be is gets get".split())
_GOES = frozenset(
    "go goes leave leaves sent given handed shipped uploaded written stored kept lies lie live lives".split()
)
_MOVES = frozenset({"drop", "dump", "dropping", "dropped"})
_ARTICLES = frozenset("a an the our its their this that each every nightly daily weekly".split())
_WHEN = frozenset(
    "spring summer autumn fall winter january february march april may june july august september october november december "
    "q1 q2 q3 q4 favour favor last".split()
)
_TWO_WORDS = frozenset({("instead", "of"), ("rather", "than"), ("get", "rid"), ("moving", "off"), ("away", "from"),
                        ("migrate", "off"), ("in", "place"), ("leave", "out"), ("leaving", "out"), ("ruled", "out"), ("rule", "out"),
                        ("opted", "against"), ("decided", "against"), ("voted", "against"), ("anything", "but"), ("ignore", "the"), ("left", "out"), ("leaves", "out"), ("threw", "out"), ("throw", "out"), ("throwing", "out"), ("kicked", "out"), ("stopped", "with"), ("advise", "against"), ("advised", "against"), ("recommend", "against"), ("away", "with"), ("do", "without"), ("does", "without"), ("did", "without"), ("stop", "asking"), ("stopped", "using"), ("stop", "using"), ("except", "for"), ("other", "than")})  # fmt: skip
_STOPS = frozenset("but however though although except because so which who whose where when while that if unless "
                   "until use uses using now we they it i you he she".split())  # fmt: skip
_GOVERNED = frozenset("to into from with through via over at the a an its their our everything all".split())
_VERBS = frozenset(
    "talks calls sends writes reads stores saves keeps publishes pushes forwards feeds posts queries pulls hands passes "
    "notifies asks fetches loads streams emits submits hits gets puts connects speaks goes delivers reports".split()
)
_NOT_NEGATING = frozenset(
    {("not", "only"), ("no", "more"), ("no", "less"), ("no", "later"), ("not", "just"), ("no", "longer"),
     ("no", "matter"), ("no", ","), ("not", "ours"), ("cannot", "be"), ("cannot", "handle"), ("cannot", "process"), ("cannot", "deliver"), ("cannot", "parse"), ("can't", "be"), ("can't", "handle"), ("can't", "process"), ("not", "mine"), ("not", "our"), ("not", "sure"), ("no", "one"), ("not", "yet"), ("no", "wonder"), ("without", "losing"),
     ("without", "slowing"), ("no", "doubt"), ("not", "necessarily"), ("never", "lose"), ("never", "lost"),
     ("not", "lose"), ("without", "touching"), ("not", "touch"), ("not", "slow"), ("never", "touch"),
     ("not", "block"), ("not", "wait"), ("never", "wait"), ("never", "block"), ("not", "overload"),
     ("without", "overloading"), ("not", "go"), ("without", "waiting"), ("not", "hit"), ("without", "hitting")}
)  # fmt: skip
_AFTER = (
    ("out", "of", "scope"), ("off", "the", "table"), ("forbidden",), ("not", "needed"), ("not", "required"), ("not", "wanted"),
    ("not", "part"), ("not", "allowed"), ("not", "in", "scope"), ("isn't", "needed"), ("aren't", "needed"), ("isn't", "necessary"),
    ("aren't", "necessary"), ("not", "foreseen"), ("not", "planned"), ("not", "included"), ("not", "necessary"), ("not", "wished"),
    ("comes", "later"), ("come", "later"), ("phased", "out"), ("taken", "out"), ("ruled", "out"), ("has", "to", "go"),
    ("have", "to", "go"), ("must", "go"), ("not", "an", "option"), ("no", "option"), ("would", "be", "too", "much"),
    ("any", "more"), ("anymore",), ("goes", "away"), ("go", "away"), ("falls", "away"), ("fall", "away"), ("also", "gone"), ("not", "our", "business"), ("none", "of", "our", "business"), ("is", "no", "business"),
    ("should", "not", "appear"), ("must", "not", "appear"),
)  # fmt: skip
_ANSWERS = frozenset(
    {("not", "now"), ("not", "needed"), ("not", "used"), ("not", "yet"), ("not", "required"), ("not", "wanted"), ("not", "necessary"),
     ("not", "included"), ("not", "planned"), ("not", "in"), ("out", "of"), ("left", "out"), ("not", "for")}
)  # fmt: skip
_GIVES_UP = frozenset("ditched dropped scrapped abandoned removed binned hated".split())
_IT = frozenset({"it", "them", "that"})
_JOINING = frozenset({"and", "but"})
_TRIED = frozenset("tried had used tested evaluated".split())
_ADVISES = frozenset("advise advised advises recommend recommended decided voted argued".split())
_GAVE_UP = frozenset(
    {("stopped", "with"), ("threw", "out"), ("kicked", "out"), ("switched", "off"), ("turned", "off"), ("ditched",),
     ("dropped",), ("scrapped",), ("abandoned",), ("retired",), ("binned",), ("removed",)}
)  # fmt: skip
_ANSWERED = frozenset("no none nope gone dropped removed rejected postponed skipped cancelled".split())
_AFTER_BY_FIRST = {phrase[0]: tuple(item for item in _AFTER if item[0] == phrase[0]) for phrase in _AFTER}


def negated_tokens(tokens: Sequence[Token], clauses: Sequence[int]) -> frozenset[int]:
    """Return the indices of the tokens that stand inside a negation.

    "no queue, cache or search" negates all three; "we do not use Redis but Memcached" only the first;
    "analytics are out of scope" reaches back.
    """
    found: set[int] = {*_asked_and_denied(tokens, clauses), *_named_first(tokens, clauses)}
    for index, token in enumerate(tokens):
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if (token.lower, following) in _TWO_WORDS:
            found.update(_one_phrase(tokens, _forward(tokens, clauses, index + 2)))
        elif token.lower == "nothing" and (starts := _goes_nowhere(tokens, clauses, index)):
            found.update(_forward(tokens, clauses, starts))
        elif token.lower == "not" and following == "to" and index + 2 < len(tokens):
            found.update(_forward(tokens, clauses, index + 3))
        elif token.lower == "against" and _advised(tokens, clauses, index):
            found.update(_one_phrase(tokens, _forward(tokens, clauses, index + 1)))
        elif token.lower in _GIVES_UP and following in _IT:
            found.update(_thought_before(tokens, clauses, index))
        elif token.lower == "replaced":
            found.update(_until(tokens, clauses, index + 1, frozenset({"with", "by"})))
        elif (
            token.lower in NEGATORS
            and ((token.lower, following) not in _NOT_NEGATING or _says_no_more_of(tokens, index))
            and not (token.lower in _MOVES and _hands_over(tokens, clauses, index))
            and not (token.lower in _MOVES and index and tokens[index - 1].lower in _ARTICLES)
        ):
            found.update(_forward(tokens, clauses, index + 1))
        if starts := gone_until(tokens, index):
            found.update(_line(tokens, clauses, index, starts))
        if gone_after(tokens, index):
            found.update(_backward(tokens, clauses, index))
        for phrase in _AFTER_BY_FIRST.get(token.lower, ()):
            if tuple(item.lower for item in tokens[index : index + len(phrase)]) == phrase:
                found.update(_backward(tokens, clauses, index))
    return frozenset(found)


def _goes_nowhere(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return where the words begin to which "nothing may go to", "nothing is sent out to" leads, or 0."""
    words = [token.lower for token in tokens[index + 1 : index + _REACH]]
    verb = next((at for at, word in enumerate(words) if word not in _MAY), len(words))
    if verb >= len(words) or words[verb] not in _GOES:
        return 0
    led = next((at for at in range(verb + 1, min(verb + 3, len(words))) if words[at] in {"to", "into", "in", "on"}), 0)
    return index + led + 2 if led and clauses[index + led + 1] == clauses[index] else 0


def _says_no_more_of(tokens: Sequence[Token], index: int) -> bool:
    """Tell "no more cron jobs" from "no more than 5 ms"."""
    words = [token.lower for token in tokens[index : index + 3]]
    return (
        words[:2] == ["no", "more"] and len(words) > 2 and tokens[index + 2].is_word and words[2] not in {"than", "or"}
    )


def _hands_over(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "drop the files into a bucket" from "drop the cache"."""
    for position in range(index + 1, min(len(tokens), index + 1 + _REACH)):
        if clauses[position] != clauses[index] or tokens[position].text in {",", "(", ":"}:
            return False
        if tokens[position].lower in {"into", "onto", "in", "on", "to"}:
            if position + 1 < len(tokens) and (tokens[position + 1].lower in _WHEN or tokens[position + 1].is_number):
                return False
            return position > index + 1 or tokens[index].lower == "dropped"
    return False


def _forward(tokens: Sequence[Token], clauses: Sequence[int], start: int) -> list[int]:
    reached: list[int] = []
    words = 0
    position = start
    while position < len(tokens) and clauses[position] == clauses[start - 1] and words < _REACH:
        token = tokens[position]
        if words and (token.lower in _STOPS or _goes_on_with_verb(tokens, position)):
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
    return verb in _VERBS and follows in _GOVERNED


def _until(tokens: Sequence[Token], clauses: Sequence[int], start: int, ends: frozenset[str]) -> list[int]:
    """Return the words up to one that ends them, or none where no such word follows: "replaced RabbitMQ with"."""
    for position in range(start, min(len(tokens), start + _REACH)):
        if clauses[position] != clauses[start - 1]:
            break
        if tokens[position].lower in ends:
            return list(range(start, position))
    return []


def _asked_and_denied(tokens: Sequence[Token], clauses: Sequence[int]) -> list[int]:
    """Return the words of "Kafka? No.", a question of a few words that the next one denies."""
    found: list[int] = []
    for index in range(1, len(tokens) - 1):
        first = index + 1
        if tokens[index].text != "?" and clauses[index] != clauses[index - 1]:
            continue
        if tokens[index].text == "?" and [token.lower for token in tokens[first : first + 2]] == ["a", ":"]:
            first += 2
        answer = tuple(token.lower for token in tokens[first : first + 2])
        ends = first + 1 >= len(tokens) or tokens[first + 1].text in {".", ",", ";", "!"} or (
            clauses[first + 1] != clauses[first]
        )  # fmt: skip
        refuses = (
            answer[:1] in (("no",), ("nope",), ("nein",), ("never",), ("gone",), ("dropped",), ("removed",))
            if tokens[index].text == "?"
            else answer in _ANSWERS or (ends and answer[:1] and answer[0] in _ANSWERED)
        )
        if tokens[index].text in {"?", ":", "-", "–", "—"} and refuses:
            found += [item for item in range(max(0, index - _REACH), index) if clauses[item] == clauses[index - 1]]
    return found


def _named_first(tokens: Sequence[Token], clauses: Sequence[int]) -> list[int]:
    """Return the words of "Elasticsearch we don't have", "Druid we threw out": what is refused stands first."""
    found: list[int] = []
    for index in range(1, len(tokens) - 2):
        words = [token.lower.replace("’", "'") for token in tokens[index : index + 4]]
        gave_up = _gave_up(words)
        denies = words[1] in {"don't", "dont"} or words[1:3] == ["do", "not"]
        verb = words[2:3] if words[1] in {"don't", "dont"} else words[3:4]
        if (
            words[0] not in {"we", "i"}
            or not (denies or gave_up)
            or (denies and verb[:1] not in (["have"], ["use"], ["need"], ["want"], ["run"]))
        ):
            continue
        first = index
        while (
            first and clauses[first - 1] == clauses[index] and tokens[first - 1].is_word and index - first < _MOST_FIRST
        ):
            first -= 1
        opens = not first or clauses[first - 1] != clauses[index] or tokens[first - 1].text == ","
        first += opens and first + 1 < index and tokens[first].lower in _JOINING
        if opens and tokens[first].lower not in _STOPS | _JOINING | {"this", "so", "as"}:
            found += range(first, index)
    return found


def _line(tokens: Sequence[Token], clauses: Sequence[int], first: int, starts: int) -> range:
    """Return a heading that gives something up, and what it names: the rest of its clause."""
    end = starts
    while end < len(tokens) and end - starts < _ASIDE and clauses[end] == clauses[starts]:
        end += 1
    return range(first, end)


def _gave_up(words: Sequence[str]) -> bool:
    """Tell whether words are the whole of "we stopped with", "we threw out": nothing is named behind them."""
    size = next((size for size in (3, 2) if tuple(words[1:size]) in _GAVE_UP), 0)
    return bool(size) and (len(words) <= size or words[size] in {".", ",", ";", "!", ":", "and", "last", "in"})


def _advised(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "we advise against an ESB and, specifically, against MuleSoft" from "checked against the registry"."""
    return any(
        tokens[item].lower in _ADVISES and clauses[item] == clauses[index] for item in range(max(0, index - 12), index)
    )


def _thought_before(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> list[int]:
    """Return what "tried Home Assistant, ditched it" speaks of: the words before, up to the comma before those."""
    first = index
    if first and tokens[first - 1].text in {",", ";"}:
        first -= 1
    while first and tokens[first - 1].text not in {",", ".", ";", ":"} and index - first <= _REACH:
        first -= 1
    return list(range(first, index)) if tokens[first].lower in _TRIED else []


def _one_phrase(tokens: Sequence[Token], reached: list[int]) -> list[int]:
    """Return what "instead of Redis the counter keeps" refuses: up to the next article, which begins another thought."""
    for number, position in enumerate(reached):
        is_list = number and tokens[reached[number - 1]].lower in {"or", "and"}
        if number and tokens[position].lower in {"the", "a", "an", "our", "its", "their"} and not is_list:
            return reached[:number]
    return reached


def _list_goes_on(tokens: Sequence[Token], comma: int) -> bool:
    """Tell a list ("no queue, cache or search") from a new thought ("no queue, the cache is Redis")."""
    if tokens[comma].text != ",":
        return False
    words = [token.lower for token in tokens[comma + 1 : comma + 4]]
    if words[:1] in (["no"], ["nor"], ["or"], ["and"]):
        return words[0] in {"no", "nor", "or"}
    joins = {"or", ",", "nor"}
    return any(word in joins for word in words[1:]) and not any(word in _STOPS | {"the", "is"} for word in words)


def _backward(tokens: Sequence[Token], clauses: Sequence[int], end: int) -> list[int]:
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
    while position >= 0 and clauses[position] == clauses[end] and end - position <= _REACH:
        if tokens[position].lower in _STOPS - {"that", "which"} or tokens[position].text in {";", ":"}:
            break
        reached.append(position)
        position -= 1
    return reached
