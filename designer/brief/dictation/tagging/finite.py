"""Noun or verb: base forms and s-forms, which are both for many words of the trade ("queue", "index", "orders")."""

from __future__ import annotations

from designer.brief.dictation.relations import NOUN_TOO, PARTICIPLES, PREPOSITIONS, PROTOCOLS, Frame, relation_of
from designer.brief.dictation.tagging.context import NOMINAL, SMALL, SYSTEMS, is_s_form
from designer.brief.dictation.tagging.settled import GOVERNED, PLAIN_VERBS, VERBS_FIRST, SettledVerbs
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import (
    ARTICLES,
    COPULA,
    JOINS,
    MODALS,
    PAYLOAD,
    RELATIVE,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    singular,
)
from designer.brief.phrases import stem

POINTING = frozenset("this that these those each all both".split())
_AGENT_NOUNS = frozenset("agents servers jobs workers runners nodes clients services scripts bots".split())


_GOES = frozenset("go goes flow flows".split())
_HOW_FAR = frozenset("read write full direct admin".split())
_FEW = frozenset("two three four five six seven eight nine ten both all several many".split())


class FiniteVerbs(SettledVerbs):
    """Decides about base forms and s-forms."""

    def _finite(self, index: int, word: str, before: str) -> Tag:
        """Decide between verb and noun for a base form or an s-form."""
        noun_too = stem(PARTICIPLES.get(word, word)) in NOUN_TOO or word in self._names
        if self._is_had_to(index, word) or self._is_asked(index, word):
            return Tag.VERB
        if (
            self._is_in_label(index, word)
            or self._is_kept_too(index, word)
            or self._heads_item(index, word)
            or (noun_too and self._ends_name(index, word))
        ):
            return Tag.NOUN
        if self._acts_at_last(index, noun_too):
            return Tag.VERB
        if noun_too and self._previous(index) in NOMINAL and self._stands_somewhere(index, word):
            return Tag.NOUN
        if self._lead(index) in {"that", "this"} and self._lower(index + 1) in COPULA and noun_too:
            return Tag.NOUN
        described = self._lower(index - 1).endswith("ed") and self._tags[index - 1 : index] == [Tag.NOUN]
        if described and not is_s_form(word) and self._lower(index - 2) in ARTICLES and self._inside(index, index - 2):
            # "for the planned run"
            return Tag.NOUN
        if self._lower(index + 1) == "up" and is_s_form(word) and self._lead(index) in JOINS and self._is_object:
            return Tag.VERB
        if self._is_told_of_head(index, word) or (word in {"end", "ends"} and self._lower(index + 1) == "up"):
            return Tag.VERB
        if (
            word in {"sign", "log"}
            and self._lower(index + 1) in {"in", "on", "into", "up"}
            and self._previous(index) in NOMINAL
        ):
            return Tag.VERB
        if self._lower(index + 1) == "of" and self._inside(index, index + 1):
            return Tag.VERB if self._lead(index) in {"which", "who", "it"} and not noun_too else Tag.NOUN
        if (
            word in {"land", "lands"}
            and self._lower(index + 1) in {"in", "on", "into"}
            and self._previous(index) in NOMINAL
        ):
            return Tag.VERB
        if self._lower(index - 1) == "to" and self._lower(index - 2) == "used" and self._lower(index - 3) in COPULA:
            return Tag.VERB
        follows, after = self._lower(index + 1), self._lower(index + 2)
        lead = self._lead(index)
        if self._is_adjective(index) or self._repeats_way(index, word):
            return Tag.NOUN
        if follows == "between" and is_s_form(word) and self._previous(index) not in NOMINAL and lead not in RELATIVE:
            return Tag.NOUN
        puts = is_s_form(word) and (told := relation_of(word)) is not None and told.frame in {Frame.PUT, Frame.SEND}
        if (word in VERBS_FIRST or puts) and self._is_object and lead in {"and", ","} and follows.endswith("ed") and (
            self._lower(index + 3) in GOVERNED
        ):  # fmt: skip
            return Tag.VERB
        if is_s_form(word) and follows in {"everything", "them"} and self._previous(index) in NOMINAL:
            return Tag.VERB
        is_base = relation_of(follows) is not None and not is_s_form(follows) and not follows.endswith(("ed", "ing"))
        if (
            is_s_form(word)
            and is_base
            and after in {"to", "into"}
            and self._previous(index) in NOMINAL
            and not self._hit[index + 1]
        ):
            return Tag.NOUN
        opens = self._lower(index - 3) in {"when", "whenever", "once", "if"} and self._lower(index - 2) in ARTICLES
        if opens and is_s_form(word) and self._lower(index + 1) == "," and self._previous(index) in NOMINAL:
            return Tag.VERB
        if word in {"stay", "stays"} and self._previous(index) in NOMINAL and self._ends(index):
            return Tag.VERB
        if is_s_form(word) and not self._is_object and self._previous(index) in NOMINAL and self._asks_which(index):
            return Tag.VERB
        if word in {"get", "gets"} and self._previous(index) in NOMINAL and self._is_participle(index + 1):
            return Tag.VERB
        if word == "access" and self._lower(index - 1) in _HOW_FAR and follows == "to":
            return Tag.NOUN
        if self._is_name_before_verb(index, word):
            return Tag.NOUN
        if self._hit[index] and is_s_form(word) and self._lower(index - 2) in _FEW and self._hit[index - 1]:
            return Tag.NOUN
        if self._stands_between_verbs(index, word):
            return Tag.VERB
        if (
            self._lower(index - 1) == "then"
            and is_s_form(word)
            and not self._next_is_kind(index)
            and not self._ends(index)
        ):
            return Tag.VERB
        if self._goes_on_with(index) or self._ends_sentence(index, word) or self._opens_bracket(index, word):
            return Tag.VERB
        if self._is_listed(index) or self._is_counted_noun(index, word) or self._opens_compound(index, word):
            return Tag.NOUN
        lead, previous = self._lead(index), self._previous(index)
        if lead in {"somebody", "someone", "people", "everybody"}:
            return Tag.VERB
        if lead in RELATIVE | {"it", "they", "we", "he", "she"} and not self._points(index):
            return Tag.VERB
        if word in VERBS_FIRST and self._is_object and lead in JOINS | {","} and self._opens_plainly(index, word, lead):
            return Tag.VERB
        if self._is_base and not is_s_form(word) and lead in {",", "and"} and self._shares_subject(index):
            return Tag.VERB
        if self._is_base and not is_s_form(word) and lead in {",", "and"} and word in VERBS_FIRST:
            return Tag.NOUN if self._ends(index) else Tag.VERB
        if lead in MODALS and not is_s_form(word) and not self._ends(index):
            return Tag.VERB
        is_base = not is_s_form(word) and (previous in NOMINAL or lead in ARTICLES)
        if (noun_too or is_base) and self._next_is_verb(index) and not self._has_plural_subject(index, word):
            return Tag.NOUN
        is_new = word in PLAIN_VERBS and previous in NOMINAL and self._opens_run(index)
        if self._next_is_kind(index) and noun_too and (previous not in NOMINAL or self._is_object) and not is_new:
            return Tag.NOUN if lead not in {"which", "that", "who", "it", "they", "we"} else Tag.VERB
        if lead == "to" and word in {"talk", "speak", "connect"}:
            return Tag.VERB
        if lead == "to":
            return Tag.NOUN if noun_too and (self._ends(index) or self._lower(index + 1) in PREPOSITIONS) else Tag.VERB
        if lead in PREPOSITIONS and previous not in NOMINAL:
            return Tag.NOUN
        if lead in SUBJECT_PRONOUNS | RELATIVE | MODALS | {"latter", "former"} and not self._points(index):
            return Tag.NOUN if noun_too and self._ends(index) and lead in POINTING else Tag.VERB
        if (
            previous in VERBAL
            and word in {"go", "goes", "land", "lands", "flow", "come"}
            and self._lower(index + 1) in PREPOSITIONS
        ):
            return Tag.VERB
        if previous in VERBAL or self._points(index):
            return Tag.NOUN
        if previous in NOMINAL or previous == Tag.NUMBER:
            return self._after_noun(index, word, noun_too)
        if not noun_too:
            return Tag.VERB
        return self._after_mark(index, word, lead)

    def _asks_which(self, index: int) -> bool:
        """Tell the "reports" of "the handset reports which stops were played" from the one of "reports which are"."""
        if self._lower(index + 1) not in {"which", "what", "whether", "how"} or not self._inside(index, index + 3):
            return False
        if self._lower(index + 1) in {"whether", "how"}:
            return True
        return self._lower(index + 2) not in SMALL and self._lower(index + 3) in COPULA | MODALS | {"to"}

    def _is_participle(self, index: int) -> bool:
        """Tell the word behind "get" in "reports get parsed"."""
        word = self._lower(index)
        return self._inside(index, index) and (word in PARTICIPLES or (word.endswith("ed") and word not in SMALL))

    def _is_listed(self, index: int) -> bool:
        """Tell "pay" in "calls three services: menu, pay and print"."""
        return index in self._listed

    def _is_counted_noun(self, index: int, word: str) -> bool:
        """Tell "a command queue" from "the sensors queue": one of something never stands before a base form."""
        if is_s_form(word):
            return False
        other = index - 1
        while self._inside(index, other) and index - other < 4 and self._tags[other] == Tag.NOUN:
            other -= 1
        if other == index - 1 or not self._inside(index, other):
            return False
        names_system = self._lower(index + 1) in SYSTEMS | {"system", "platform", "server", "manager"}
        doer = (
            self._lower(index + 1).endswith(("er", "or")) and self._ends(index + 1) and not self._is_plural(index - 1)
        )
        names_system = names_system or (doer and self._inside(index, index + 1))
        return self._lower(other) in {"a", "an", "another", "one"} or (names_system and self._lower(other) == "the")

    def _opens_compound(self, index: int, word: str) -> bool:
        """Tell "Build agents push", "Open Match assigns": a base form in front of a subject and its verb."""
        opens = (
            not self._inside(index, index - 1)
            or self._lower(index - 1) in JOINS
            or self._tokens[index - 1].text in {",", "-", "*", "•", "–"}
        )
        if not opens or is_s_form(word) or not self._inside(index, index + 2):
            return False
        noun, after = self._tokens[index + 1], self._lower(index + 2)
        if after in COPULA and singular(noun.lower) != noun.lower and singular(noun.lower) in PAYLOAD | {"time"}:
            return True
        if noun.lower in _AGENT_NOUNS and after in {"in", "at", "on", "of"}:
            return True
        if after == "," and self._lower(index + 3) == "which" and singular(noun.lower) != noun.lower:
            # "Draw results, which are typed in, reach"
            return True
        if not noun.is_word or noun.lower in SMALL or self._hit[index + 1] == "product" or relation_of(after) is None:
            return False
        named = self._tokens[index].text[:1].isupper() and noun.text[:1].isupper() and is_s_form(after)
        plural = singular(noun.lower) != noun.lower and not is_s_form(after) and after not in SMALL
        single = singular(noun.lower) == noun.lower and not is_s_form(noun.lower) and is_s_form(after)
        return (named or plural or single) and not self._hit[index + 2] and self._opens_object(index + 3, index)

    def _opens_plainly(self, index: int, word: str, lead: str) -> bool:
        """Tell "and writes text to B" from "and reads flow to B", where "reads" are what flows."""
        follows = self._lower(index + 1)
        if self._ends(index) or (follows not in GOVERNED and singular(follows) not in PAYLOAD):
            return False
        return (singular(follows) in PAYLOAD and is_s_form(word)) or self._says_a_verb(index, word, follows, lead)

    def _says_a_verb(self, index: int, word: str, follows: str, lead: str) -> bool:
        """Tell "and writes to Aurora", "inventory reads from MongoDB" from "handles reads and writes from the API"."""
        if word not in VERBS_FIRST or follows not in GOVERNED:
            return False
        if lead not in {"and", "then", "or", "&", ","}:
            return True
        other = index - 1
        while self._inside(index, other) and (self._lower(other) == lead or self._tags[other] == Tag.ADVERB):
            other -= 1
        return self._tags[other] != Tag.NOUN or singular(self._lower(other)) not in {"read", "write", "query", "call"}

    def _after_noun(self, index: int, word: str, noun_too: bool) -> Tag:
        if self._names_who_acts(index, word):
            return Tag.NOUN
        if not noun_too:
            return Tag.VERB
        if self._ends(index) and not self._pairs(index, word):
            return Tag.VERB if self._closes_relative(index) else Tag.NOUN
        follows = self._lower(index + 1)
        if self._pairs(index, word):
            return Tag.VERB
        governs = follows in ARTICLES | {"it", "them"} or bool(self._hit[index + 1])
        governs = governs or (word in {"use", "call"} and self._tokens[index + 1].text[:1].isupper())
        acts = self._tags[index - 1] == Tag.HIT or self._is_plural(index - 1)
        if self._is_object and acts and not is_s_form(word) and self._opens_run(index):
            return Tag.VERB if governs or follows in GOVERNED else Tag.NOUN
        if self._is_object and self._is_next_actor(index, word):
            return Tag.VERB
        if self._is_object:
            opens = self._opens_run(index) and (
                follows not in PREPOSITIONS or (word in PLAIN_VERBS and follows in GOVERNED)
            )
            return Tag.VERB if governs or opens else Tag.NOUN
        plural = self._is_plural(index - 1)
        if (
            is_s_form(word)
            and follows in {"from", "of", "for"}
            and singular(word) in PAYLOAD
            and self._verb_follows(index)
        ):
            return Tag.NOUN
        if is_s_form(word) and plural and self._is_one_of(index):
            return Tag.VERB
        if is_s_form(word):
            is_plain = word in PLAIN_VERBS and follows in GOVERNED
            return Tag.VERB if not plural or governs or is_plain or follows not in PREPOSITIONS else Tag.NOUN
        if plural or self._joined_subject(index):
            return Tag.VERB
        bare = follows in GOVERNED or governs or follows in PROTOCOLS
        return Tag.VERB if bare and not self._is_object and not self._verb_follows(index) else Tag.NOUN

    def _is_one_of(self, index: int) -> bool:
        """Tell the subject of "each of our 12,000 sensors reports to": one of many."""
        other = index - 1
        while self._inside(index, other) and self._tags[other] in NOMINAL | {Tag.NUMBER}:
            other -= 1
        other -= self._lower(other) in ARTICLES
        return self._lower(other) == "of" and self._lower(other - 1) in {"each", "one", "either", "neither", "any"}

    def _is_plural(self, index: int) -> bool:
        if self._tokens[index].text[-2:].isupper():
            # "TrueNAS", "NATS", "LIMS"
            return False
        return singular(self._lower(index)) != self._lower(index)

    def _is_next_actor(self, index: int, word: str) -> bool:
        """Tell "calls the sales service, the sales service books in the register": a service of its own before the verb."""
        start = index - 1
        while self._inside(index, start) and self._tags[start] in NOMINAL:
            start -= 1
        is_new = self._lower(start) == "the" and self._lower(start - 1) == "," and self._hit[index - 1] == "kind"
        is_new = is_new or (
            self._lower(start) in {",", "and"} and start == index - 2 and self._hit[index - 1] == "product"
        )
        acts = is_s_form(word) and singular(word) not in PAYLOAD
        return is_new and acts and self._lower(index + 1) in GOVERNED

    def _names_who_acts(self, index: int, word: str) -> bool:
        """Tell "the edge relay calls B": a base form behind one thing, with an s-form behind it, is no verb."""
        before, after = self._lower(index - 1), self._lower(index + 1)
        if is_s_form(word) or singular(before) != before or (self._joined_subject(index) and not self._is_object):
            return False
        acts = is_s_form(after) and relation_of(after) is not None and not self._hit[index + 1]
        return acts and self._inside(index, index + 2) and self._opens_object(index + 2, index)

    def _verb_follows(self, index: int) -> bool:
        """Tell whether a form that can only be a verb comes before the next comma: "the data read from A is kept in B"."""
        for other in range(index + 1, index + 14):
            if not self._inside(index, other) or self._tokens[other].text in {",", ";", ":", "(", "—"}:
                return False
            word = self._lower(other)
            if word in RELATIVE | SUBORDINATORS | JOINS:
                return False
            if word in COPULA | MODALS or self._hit[other]:
                if word in COPULA | MODALS:
                    return True
                continue
            if relation_of(word) is not None and not word.endswith(("ing", "ed")) and stem(word) not in NOUN_TOO:
                return True
        return False

    def _closes_relative(self, index: int) -> bool:
        """Tell "from which the worker reads", "where the job listens": the relative clause needs its verb."""
        if self._lower(index + 1) == "and" and self._verb_follows(index + 1):
            return False
        for other in range(index - 1, max(-1, index - 8), -1):
            if not self._inside(index, other) or self._tags[other] in VERBAL or self._tokens[other].text in {",", ":"}:
                return False
            if self._lower(other) in {"which", "where", "whom", "what"}:
                return other < index - 1
            if self._lower(other) == "that" and self._inside(index, other - 1):
                return other < index - 1 and self._tags[other - 1] in NOMINAL
        return False

    def _pairs(self, index: int, word: str) -> bool:
        """Tell "reads and writes Postgres": two verbs share an object."""
        if not self._inside(index, index + 2) or self._lower(index + 1) not in {"and", "or", ",", "/"}:
            return False
        if self._is_object and self._lower(index + 1) in {",", "and"} and self._is_governed(index):
            return False
        other = self._lower(index + 2)
        same = is_s_form(word) == other.endswith("s")
        return (
            relation_of(other) is not None
            and same
            and not self._hit[index + 2]
            and self._opens_object(index + 3, index)
        )

    def _repeats_way(self, index: int, word: str) -> bool:
        """Tell the "logs" of "metrics go to Mimir, logs to Loki"."""
        if (
            singular(word) not in PAYLOAD
            or self._lower(index + 1) != "to"
            or self._lower(index - 1) not in {",", "and"}
        ):
            return False
        for other in range(index - 2, max(0, index - 14), -1):
            if not self._inside(index, other):
                return False
            if self._tags[other] in VERBAL:
                return self._lower(other) in _GOES and self._tags[other - 1] in NOMINAL
        return False

    def _is_governed(self, index: int) -> bool:
        """Tell "from the frontier queue, fetch": a preposition and an article stand before the noun phrase."""
        other = index - 1
        while self._inside(index, other) and self._tags[other] in NOMINAL:
            other -= 1
        if other == index - 1:
            return False
        return self._lower(other) == "for" or (self._lower(other) in ARTICLES and self._lower(other - 1) in GOVERNED)

    def _after_mark(self, index: int, word: str, lead: str) -> Tag:
        """Decide at the start of a clause, behind a comma or "and"."""
        if self._ends(index):
            return Tag.NOUN
        follows = self._lower(index + 1)
        if self._says_a_verb(index, word, follows, lead):
            return Tag.VERB
        opens = not self._inside(index, index - 1)
        if opens and is_s_form(word) and follows in {"from", "of", "for"} and self._verb_follows(index):
            return Tag.NOUN
        is_listed = self._is_object and follows in PREPOSITIONS and singular(word) in PAYLOAD
        if is_listed or follows in SUBORDINATORS:
            return Tag.NOUN
        if not is_s_form(word) and lead in JOINS | {","} and self._hit[index + 1] == "" and follows not in SMALL:
            return Tag.NOUN
        return Tag.VERB
