"""A clause as events: the few things in it that matter to who is connected with whom."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.dictation.event import Event
from designer.brief.dictation.idioms import Idioms
from designer.brief.dictation.relations import (
    AT,
    BEHIND,
    FILE_SERVERS,
    NOT_WAITING,
    OUT_OF,
    PARTICIPLES,
    PREPOSITIONS,
    PROTOCOLS,
    SCHEDULES,
    SPOKEN,
    THROUGH,
    TO,
    WAITING,
    Frame,
    Relation,
    relation_of,
)
from designer.brief.dictation.rewording import reworded
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import ARTICLES, COPULA, RELATIVE, SUBORDINATORS, US
from designer.brief.numbers import number_at

_PRONOUNS = frozenset("it they them this that these those he she both each all latter former one there".split())
_PUT_WHERE = frozenset("to into onto on from the an a our".split())
_BOTH = frozenset({"both", "each", "all"})
_COUNTING = frozenset("the them these those two three four five six".split())
_CONDITIONS = frozenset(
    "approved accepted rejected present missing found true false ok okay valid so not done ready finished complete completed paid confirmed needed necessary possible allowed successful empty required".split()
)
_FAR = 9
_SAFELY = frozenset("mutual plain secure encrypted unencrypted two-way".split())
_SETTING = frozenset("when whenever once if after while".split())
_FRAMES_OF = {
    "from": Frame.TAKE, "off": Frame.TAKE, "into": Frame.PUT, "onto": Frame.PUT, "in": Frame.PUT,
    "to": Frame.SEND, "at": Frame.SEND, "towards": Frame.SEND,
}  # fmt: skip
"""What the preposition behind it tells of a verb that no table holds."""
_AT_LAST = frozenset("finally lastly eventually afterwards".split())
_KEEPING = frozenset("keep keeps keeping kept hold holds".split())
_ROUGHLY = frozenset("about around over under some".split())
_NAMED = frozenset({"called", "named"})
_CONTRACTED = {
    f"{word}{mark}s": kind
    for mark in "'’"
    for word, kind in (("there", "there-is"), ("that", "there-is"), ("it", "it-is"), ("what", "which"), ("here", "there-is"),
                       ("let", "us"))
}  # fmt: skip
_CONTRACTED |= {
    f"{word}{mark}{end}": "us" for mark in "'’" for word in ("we", "i", "you") for end in ("ve", "ll", "d", "re", "m")
}
_CONTRACTED |= {
    f"{word}{mark}{end}": "pronoun" for mark in "'’" for word in ("they", "these", "those") for end in ("re", "ve")
}


class EventReader(Idioms):
    """Turns clauses into events."""

    def of_clause(self, start: int, end: int) -> list[Event]:
        """Return the events of the tokens `start` to `end`, in order."""
        return reworded(list(self._walk(start, end)), self._m.tokens)

    def _walk(self, start: int, end: int) -> Iterator[Event]:
        index = start
        while index < end:
            if (aside := self._m.asides.get(index)) is not None:
                index = aside.after
                continue
            event = self._event(index, start, end) if index not in self._m.gone else None
            if event is not None:
                yield event
                index = max(index + 1, event.after)
            else:
                index += 1

    def _event(self, index: int, start: int, end: int) -> Event | None:
        m = self._m
        token, tag = m.tokens[index], m.tags[index]
        if token.lower in {"that's", "that’s"} and index > start and m.tags[index - 1] in {Tag.NOUN, Tag.HIT}:
            return Event("which", index, index + 1, "that")
        if token.lower in _CONTRACTED:
            return Event(_CONTRACTED[token.lower], index, index + 1, token.lower.replace("’", "'").split("'")[0])
        if (
            token.lower in {"one's", "one’s"}
            and self._lower(index - 1) in {"that", "this"}
            and (self._lower(index + 1) in PREPOSITIONS)
        ):
            # "that one's on Db2"
            return Event("there-is", index, index + 1, "that")
        if (
            token.lower in {"second", "another", "third"}
            and self._lower(index + 1) == "one"
            and index + 2 in self._regions
        ):
            return Event("pronoun", index, index + 3 if self._lower(index + 2) in AT else index + 2, "one")
        special = self._mark(index, start, end) or self._phrase(index, end)
        if special is not None:
            return special
        if tag in VERBAL:
            return self._verb(index, end)
        if token.lower in COPULA and self._lower(index + 1) == "used" and self._lower(index + 2) == "to":
            return Event("path", index, index + 3)
        if token.lower in COPULA and tag == Tag.SMALL and self._is_state(index, end):
            return Event("path", index, index + 2)
        if token.lower in COPULA and tag == Tag.SMALL:
            return Event("be", index, index + 1, token.lower)
        if token.lower in {"has", "have", "had"}:
            return self._have(index, end)
        if tag in {Tag.NOUN, Tag.HIT, Tag.NUMBER} or token.text in "\"'`“„*":
            return self._noun(index)
        return self._small(index, end)

    def _mark(self, index: int, start: int, end: int) -> Event | None:
        """Read the marks that structure a clause."""
        m = self._m
        text = m.tokens[index].text
        if text in {",", ";"}:
            return Event("join", index, index + 1, ",")
        if text == "/" and self._is_path(index, start, end):
            return Event("path", index, self._path_end(index, end))
        if text in {"&", "+", "/"}:
            return Event("join", index, index + 1, "and")
        if text == ":":
            is_time = start < index < end - 1 and m.tokens[index - 1].is_number and m.tokens[index + 1].is_number
            return Event("path", index, index + 2) if is_time else Event("colon", index, index + 1)
        if text == "=" and start < index < end - 1 and m.tokens[index - 1].is_word:
            return Event("be", index, index + 1, "is")
        if text in {"(", "["}:
            return Event("open", index, index + 1)
        if text in {")", "]"}:
            return Event("close", index, index + 1)
        if text in {"-", "–", "—"} and start < index < end - 1:
            spaced = m.tokens[index - 1].end < m.tokens[index].start and m.tokens[index].end < m.tokens[index + 1].start
            return Event("dash", index, index + 1) if spaced or text == "—" else None
        return None

    def _phrase(self, index: int, end: int) -> Event | None:
        """Read the phrases of several words: "in front of", "on top of", "every night", a region."""
        m = self._m
        word, following, third = self._lower(index), self._lower(index + 1), self._lower(index + 2)
        if word in {"in", "at"} and following == "front" and third == "of":
            return Event("front", index, index + 3)
        if size := self._stands_alone(index):
            return Event("astern" if self._lower(index + size - 1) == "back" else "ahead", index, index + size)
        if word in {"on", "atop"} and following == "top" and third == "of":
            return Event("top", index, index + 3)
        if word == "r" and following == "/" and third == "w":
            return Event("verb", index, index + 3, "reads", relation=Relation(Frame.PUT), tag=Tag.VERB)
        if (ordinal := self._ordinal(index)) is not None:
            return ordinal
        if size := self._is_fresh(index):
            return Event("path", index, index + size)
        if word == "of" and following in {"its", "their"} and third == "own":
            return Event("path", index, index + 3)
        if word == "out" and following == "of" and (
            third in {"which", "it", "them", "there"} or m.tags[index + 2 + (third in ARTICLES) :][:1] == (Tag.HIT,)
        ):  # fmt: skip
            return Event("preposition", index, index + 2, "from")
        if word == "next" and following == "to":
            return Event("preposition", index, index + 2, "skip")
        if word == "read" and following == "-" and third == "only" and index and m.tags[index - 1] == Tag.HIT:
            return Event("path", index, index + 3)
        if word == "in" and following == "turn":
            return Event("path", index, index + 2)
        if (turn := self._turn(index)) is not None:
            return turn
        if (
            word == "above"
            and following in {"it", "them", "that", "these"}
            and self._lower(index - 1) in {".", ",", "and", ""}
        ):
            return Event("front", index, index + 1)
        if word in BEHIND:
            return Event("behind", index, index + 1)
        if word == "between" and index and self._shares_out(index):
            return Event("preposition", index, index + 1, "to")
        if word == "based" and following == "on":
            return Event("preposition", index, index + 2, "skip")
        if word in {"between", "betwixt"} or (word == "in" and following == "between"):
            return Event("between", index, index + (1 if word == "between" else 2))
        if word == "in" and following == "-" and third == "house":
            return Event("path", index, index + 3)
        if index in self._regions:
            name, after = self._regions[index]
            return Event("place", index, after, name)
        if word == "what" and following in COPULA and third in AT:
            return Event("path", index, index + 2)
        counted = number_at(m.tokens, index + 1) if word == "the" else None
        if counted is not None and self._lower(counted.after) == "of" and self._lower(counted.after + 1) == "them":
            return Event("pronoun", index, counted.after + 2, "all")
        if word == "either" and following == "one" and m.tags[index + 2 : index + 3] == (Tag.VERB,):
            return Event("pronoun", index, index + 2, "both")
        if word in {"every", "each", "any"} and following == "one" and third == "of":
            after = index + 3
            while self._lower(after) in _COUNTING:
                after += 1
            if after > index + 3 and (after >= len(m.tags) or m.tags[after] not in {Tag.NOUN, Tag.HIT}):
                return Event("pronoun", index, after, "all")
        if word in {"every", "each", "once", "per", "at"} or word in SCHEDULES:
            return self._schedule(index, word)
        if m.tags[index] not in {Tag.NOUN, Tag.HIT} and word in NOT_WAITING | WAITING:
            return Event("waits", index, index + 1, "no" if word in NOT_WAITING else "yes")
        if word in NOT_WAITING:
            return Event("waits", index, index + 1, "no")
        if word == "by" and following in {"means", "way"} and third == "of":
            return Event("preposition", index, index + 3, "via")
        return None

    def _verb(self, index: int, end: int) -> Event | None:
        m = self._m
        word = m.tokens[index].lower
        takes_pronoun = self._lower(index + 1) in {"it", "them"}
        relation = None if self._sets_the_scene(index) else relation_of(word)
        relation = relation or Relation(
            Frame.OTHER
            if takes_pronoun
            or self._sets_the_scene(index)
            or (word.endswith("ed") and m.tags[index] != Tag.VERB)
            or word == "doing"
            else self._frame_by_preposition(index, end)
        )
        if word in {"work", "works", "worked"} and "off" in {self._lower(index + 1), self._lower(index + 2)}:
            # "works these off", "works off the queue"
            relation = Relation(Frame.TAKE)
        elif m.tags[index] == Tag.PASSIVE and word == "worked" and self._lower(index + 1) == "out":
            relation = Relation(Frame.OTHER)
        if word in {"get", "gets", "got"} and index + 1 < end and m.tags[index + 1] == Tag.PASSIVE:
            return Event("be", index, index + 1, word)
        if word in _NAMED and self._lower(index + 1) != "by" and m.tags[index] == Tag.PASSIVE:
            relation = Relation(Frame.NAME)
        after = index + 1
        if word == "got" and index and m.tokens[index - 1].lower.endswith(("'s", "’s", "'ve", "’ve")):
            return Event("verb", index, after, word, relation=Relation(Frame.HAVE), tag=Tag.VERB)
        if relation.frame == Frame.BACK and (far := self._backs_up(after, end)):
            return Event("verb", index, after + (far == after), word, relation=Relation(Frame.COPY), tag=m.tags[index])
        if word in _KEEPING and self._says_fresh(after, end):
            return Event("verb", index, after, word, relation=Relation(Frame.FILL), tag=m.tags[index])
        if self._lower(after) == "in" and self._lower(after + 1) == "sync":
            return Event("verb", index, after + 2, word, relation=Relation(Frame.COPY), tag=m.tags[index])
        if index in m.negated or self._is_denied(index):
            return Event("refused", index, after)
        if word in {"log", "logs", "sign", "signs"} and self._lower(after) in {"in", "on", "into", "up"}:
            return Event("verb", index, after, word, relation=Relation(Frame.CALL), tag=m.tags[index])
        if (
            PARTICIPLES.get(word, word if m.tags[index] == Tag.PASSIVE else "") == "write"
            and self._lower(after) == "in"
        ):
            relation = Relation(Frame.BUILD) if self._names_language(after + 1) else relation
        return Event("verb", index, after, word, relation=relation, tag=m.tags[index])

    def _sets_the_scene(self, index: int) -> bool:
        """Tell "when a car rolls into a lane": what something indefinite does with another, where a clause says when."""
        m = self._m
        first = index - 1
        while first > 0 and m.tags[first] == Tag.NOUN and m.clauses[first] == m.clauses[index]:
            first -= 1
        opens = first > 0 and self._lower(first) in {"a", "an"} and self._lower(first - 1) in _SETTING
        if not opens or first == index - 1:
            return False
        last = index + 1
        while last < len(m.tokens) and m.clauses[last] == m.clauses[index] and m.tokens[last].is_word:
            if m.hits[last] is not None or m.tags[last] in VERBAL or self._lower(last) in {"the", "our", "its", "and"}:
                return False
            last += 1
        return any(self._lower(item) in {"a", "an"} for item in range(index + 1, last))

    def _frame_by_preposition(self, index: int, end: int) -> Frame:
        """Return what a verb that nobody listed most likely does: "gobbles jobs from A", "squirts frames into B"."""
        m = self._m
        for other in range(index + 1, min(end, index + _FAR)):
            if m.hits[other] is not None or not m.tokens[other].is_word or m.tags[other] in VERBAL:
                break
            if (frame := _FRAMES_OF.get(self._lower(other))) is not None:
                return Frame.CALL if frame == Frame.SEND and other == index + 1 else frame
        return Frame.CALL

    def _noun(self, index: int) -> Event | None:
        m = self._m
        if (
            m.tokens[index].lower == "e"
            and self._lower(index + 1) == "-"
            and m.tags[index + 2 : index + 3] == (Tag.VERB,)
        ):
            return None
        nominal = self._nominals.at(index)
        if nominal is None:
            return None
        if any(item in m.negated for item in range(nominal.first, min(nominal.after, nominal.first + 12))):
            return Event("refused", index, nominal.after)
        if self._is_left_out(nominal.after):
            return Event("refused", index, nominal.after + 1)
        word = m.tokens[index].lower
        if nominal.after == index + 1 and (m.tags[index] == Tag.NUMBER or number_at(m.tokens, index) is not None):
            return None
        if word in FILE_SERVERS and self._lower(index - 1 if index else 0) in _PUT_WHERE:
            named = nominal._replace(is_payload=False, is_strong=True, is_explicit=True)
            return Event("nominal", index, nominal.after, nominal=named)
        if nominal.after == index + 1 and word in PROTOCOLS and not nominal.is_explicit:
            return Event("protocol", index, index + 1, PROTOCOLS[word])
        if not nominal.is_explicit and word in PROTOCOLS and nominal.head in {"call", "calls", "request", "requests", "message",
                                                                              "messages", "hook", "ua"}:  # fmt: skip
            return Event("protocol", index, nominal.after, PROTOCOLS[word])
        return Event("nominal", index, nominal.after, nominal=nominal)

    def _small(self, index: int, end: int) -> Event | None:
        """Read small words: prepositions, pronouns, joins, relatives."""
        m = self._m
        word, following = self._lower(index), self._lower(index + 1)
        runs_on = index > 0 and m.tokens[index - 1].is_word and self._lower(index - 1) not in {"and", "or"}
        if word == "then" and runs_on and index + 1 < end and m.tags[index + 1] in VERBAL:
            return None
        if word in {"and", "or", "then", "plus"}:
            return Event("join", index, index + 1, "then" if following in _AT_LAST else word)
        if word == "as" and following in {"well"}:
            return Event("join", index, index + (3 if self._lower(index + 2) == "as" else 2), "and")
        if word in US:
            return Event("us", index, index + 1)
        if word in {"whatever", "what"} and following in {"comes", "is"} and self._lower(index + 2) in {"out", "left"}:
            return Event("everything", index, index + 3)
        if word in {"nothing"}:
            return Event("refused", index, index + 1)
        if word == "everything":
            bare = index + 1 < len(m.tags) and m.tags[index + 1] == Tag.NOUN and m.hits[index + 1] is None
            return Event("everything", index, index + 1 + bare)
        if word in RELATIVE or (word in {"where", "that"} and index):
            return self._relative(index, word, following)
        if word in _PRONOUNS and not (following == "-" and m.tags[index] == Tag.NOUN):
            return self._pronoun(index, word, following)
        if word in {"if", "when", "once", "where"} and following in _CONDITIONS:
            return Event("path", index, index + 2)
        if word in {"before", "after", "during", "between"} and following in {"every", "each"}:
            return self._around_every(index)
        opens = index == 0 or m.clauses[index - 1] != m.clauses[index] or m.tokens[index - 1].text == ","
        is_act = word in {"on", "upon"} and opens and m.tags[index + 1 : index + 2] == (Tag.GERUND,)
        if word in SUBORDINATORS or (word == "should" and opens) or is_act:
            return Event("subordinate", index, index + 1, word)
        if word == "too" and (index + 1 >= len(m.hits) or m.hits[index + 1] is None):
            return None
        if word == "on" and following == "to" and runs_on:
            return None
        if word in _ROUGHLY and m.tags[index + 1 : index + 2] == (Tag.NUMBER,):
            return None
        if word in PREPOSITIONS or word == "too":
            return self._preposition(index, word, following)
        if word == "already" or (word == "existing" and index and self._lower(index - 1) in COPULA):
            return Event("existing", index, index + 1)
        return None

    def _relative(self, index: int, word: str, following: str) -> Event | None:
        m = self._m
        if self._lower(index + 1) == "keep" and self._lower(index + 2) in {"failing", "crashing"}:
            return Event("path", index, index + 3)
        if word == "that":
            previous = m.tags[index - 1] if index else Tag.SYMBOL
            starts = m.clauses[index - 1] != m.clauses[index] if index else True
            if starts or previous not in {Tag.NOUN, Tag.HIT, Tag.SYMBOL, Tag.NUMBER}:
                return self._pronoun(index, word, following)
            if following in {"one", "is"} and previous == Tag.SYMBOL:
                return self._pronoun(index, word, following)
            if m.tokens[index - 1].text not in {",", ")", "]"} and previous == Tag.SYMBOL:
                return self._pronoun(index, word, following)
        if word == "what" and following in {"it", "they", "he", "she"} and self._lower(index + 2) not in COPULA:
            return Event("path", index, index + 3)
        if word == "where":
            return Event("where", index, index + 1)
        return Event("which", index, index + 1, word)

    def _pronoun(self, index: int, word: str, following: str) -> Event | None:
        """Read pronouns; a pronoun before a noun is an article."""
        m = self._m
        after = index + 1
        if word in _BOTH | {"all"} and following in {"with", "on"} and self._own_follows(index):
            return Event("verb", index, after + 1, word, relation=Relation(Frame.HAVE), tag=Tag.VERB)
        if word in _BOTH | {"all"} and following == "of" and self._lower(after + 1) == "which":
            return Event("which", index, after + 2, word)
        if word in _BOTH | {"all"}:
            while self._lower(after) == "of" or self._lower(after) in _COUNTING:
                after += 1
            if word == "all" and m.tags[after : after + 2] in {(Tag.NUMBER, Tag.NOUN), (Tag.NUMBER, Tag.HIT)}:
                return None
            if index and after < len(m.tags) and self._lower(index - 1) in COPULA and m.tags[after] in VERBAL:
                # "are both read by the gateway"
                return Event("path", index, after)
            if after < len(m.tokens) and m.tags[after] in {Tag.NOUN, Tag.HIT} and m.clauses[after] == m.clauses[index]:
                return Event("distributive", index, index + 1, word) if word == "each" else None
            return Event("pronoun", index, after, word)
        if word in {"this", "that", "these", "those", "the"}:
            if following == "one" or following == "ones":
                return Event("pronoun", index, index + 2, word)
            points = index > 0 and self._lower(index - 1) in BEHIND and number_at(m.tokens, after) is not None
            if after < len(m.tokens) and m.tags[after] in {Tag.NOUN, Tag.HIT, Tag.NUMBER} and not points:
                return None
        if word == "one" and following == "of":
            return None
        is_article = after < len(m.tokens) and m.tags[after] in {Tag.NOUN, Tag.HIT}
        if word == "one" and is_article and self._lower(index - 1 if index else 0) != "the":
            return None
        if word == "there" and following in COPULA | {"stands", "sits"}:
            return Event("there-is", index, index + 1)
        return Event("pronoun", index, after, word)

    def _preposition(self, index: int, word: str, following: str) -> Event | None:
        m = self._m
        if following in _SAFELY and word in THROUGH and self._lower(index + 2) in PROTOCOLS:
            return Event("protocol", index, index + 3, PROTOCOLS[self._lower(index + 2)])
        if (
            following in PROTOCOLS
            and word in THROUGH | {"by", "with", "using", "per", "in"}
            and m.hits[index + 1] is None
        ):
            after = index + 2
            if self._lower(after) in {"call", "calls", "requests", "ua", "api", "connection"} and m.hits[after] is None:
                after += 1
            return Event("protocol", index, after, PROTOCOLS[following])
        if (word == "over" and (self._is_acronym(index + 1) or self._is_coined(index + 1))) or (
            word in THROUGH | {"by", "using"} and index + 1 < len(m.tokens) and m.tokens[index + 1].text in SPOKEN and m.hits[index + 1] is None
        ):  # fmt: skip
            after = index + 2
            while self._lower(after) == "-" and after + 1 < len(m.tokens) and m.tokens[after + 1].text.isupper():
                after += 2
            return Event("protocol", index, after, m.text[m.tokens[index + 1].start : m.tokens[after - 1].end])
        if word == "per" and following not in PROTOCOLS:
            return self._measure(index)
        group = (
            "to"
            if word in TO
            else "at"
            if word in AT
            else "from"
            if word in OUT_OF
            else "via"
            if word in THROUGH
            else word
        )
        return Event("preposition", index, index + 1, group)
