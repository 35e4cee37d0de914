"""Noun or verb where the words around settle it: causatives, questions, the ends of sentences, brackets."""

from __future__ import annotations

from designer.brief.dictation.relations import PARTICIPLES, relation_of
from designer.brief.dictation.tagging.context import NOMINAL, is_s_form
from designer.brief.dictation.tagging.subjects import Subjects
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import ARTICLES, COPULA, JOINS, MODALS, PAYLOAD, RELATIVE, singular
from designer.brief.phrases import stem

_OPENS_DONE = frozenset("the a an its their our at it them whether who what for each every".split())
GOVERNED = frozenset("to into onto in on from via through by with at over as".split())
VERBS_FIRST = frozenset(
    "uploads upload downloads download writes write reads read pushes push calls call queries query loads load stores store publishes polls searches copies "
    "caches archives exports imports streams forwards posts reports logs answers returns handles updates serves sends passes hands".split()
)
PLAIN_VERBS = frozenset(
    "writes reads pushes calls queries loads stores polls searches talks forwards proxies posts streams publishes".split()
)
_BULLETS = frozenset("-*•–·")
_LONGEST_DONE = 6
_LONGEST_BEFORE = 12


class SettledVerbs(Subjects):
    """Decides about words whose neighbours leave no doubt."""

    def _is_had_to(self, index: int, word: str) -> bool:
        """Tell "look" in "and has SonarQube look at the sources", "lets the scorer rank them"."""
        follows, first = self._lower(index + 1), index - 1
        opens = follows in _OPENS_DONE or singular(follows) != follows
        is_base = not is_s_form(word) and not word.endswith(("ed", "ing"))
        if not is_base or not opens or not self._inside(index, index + 1):
            return False
        while self._inside(index, first) and index - first < 6 and self._tags[first] in NOMINAL:
            first -= 1
        named = any(self._hit[item] == "product" for item in range(first + 1, index))
        lead = self._lower(first - 1) if self._lower(first) in {"the", "our", "its"} else self._lower(first)
        if first == index - 1 or not self._inside(index, first):
            return False
        return lead in {"lets", "let", "letting"} or (
            lead in {"has", "have", "having"} and (named or lead != self._lower(first))
        )

    def _is_let_do(self, index: int, word: str) -> bool:
        """Tell "draft" in "lets the letter writer draft the answer", for verbs that no table holds."""
        follows = self._lower(index + 1)
        plain = self._tokens[index].text.islower() and not word.endswith(("s", "ed", "ing", "ly"))
        if not plain or follows not in _OPENS_DONE or self._previous(index) not in NOMINAL:
            return False
        return self._had_by(index) in {"lets", "let", "letting"}

    def _is_had_done(self, index: int) -> bool:
        """Tell "sent" in "has the receipt sent out by Mailgun": what somebody has done by another."""
        if self._had_by(index) not in {"has", "have", "having", "had", "gets", "get"}:
            return False
        for other in range(index + 1, index + _LONGEST_DONE):
            if not self._inside(index, other) or not self._tokens[other].is_word:
                return False
            if self._lower(other) == "by":
                return True
        return False

    def _had_by(self, index: int) -> str:
        """Return the word before the noun phrase that ends right before a token, or "" where none does."""
        first = index - 1
        while self._inside(index, first) and index - first < _LONGEST_DONE and self._tags[first] in NOMINAL:
            first -= 1
        if first == index - 1 or not self._inside(index, first):
            return ""
        return self._lower(first - 1 if self._lower(first) in ARTICLES and self._inside(index, first - 1) else first)

    def _is_before_be(self, index: int, word: str) -> bool:
        """Tell "Harvests are entered", "hives, harvests and jars are": a plural in front of a form of to be."""
        if is_s_form(word) and self._lead(index) in {"which", "what"}:
            # "reports which stops were played", "asks which spots to show"
            follows, after = self._lower(index + 1), self._lower(index + 2)
            acts = (
                relation_of(after) is not None
                and not is_s_form(after)
                and not self._hit[min(index + 2, len(self._hit) - 1)]
            )
            return follows in {"are", "were"} or (follows == "to" and acts and self._inside(index, index + 2))
        if not is_s_form(word) or self._previous(index) == Tag.SMALL:
            return False
        if self._lower(index + 1) in {"are", "were"} and self._inside(index, index + 1):
            return not self._inside(index, index - 1) or self._lower(index - 1) in JOINS
        one, verb = self._lower(index + 2), self._lower(index + 3)
        listed = self._lower(index + 1) == "and" and self._lower(index - 1) == "," and not self._is_object
        return listed and singular(one) != one and verb in {"are", "were"} and self._inside(index, index + 3)

    def _goes_on_passive(self, index: int) -> bool:
        """Tell "exported" in "are kept in SAP, exported every night and": a participle that goes on with a passive."""
        if self._lead(index) not in {",", "and", "then"}:
            return False
        for other in range(index - 1, max(-1, index - _LONGEST_BEFORE), -1):
            if not self._inside(index, other) or self._lower(other) in RELATIVE:
                return False
            if self._tags[other] in VERBAL:
                return self._tags[other] == Tag.PASSIVE
        return False

    def _is_asked(self, index: int, word: str) -> bool:
        """Tell "need" in "what does the backend need?"."""
        if is_s_form(word) or self._is_object or not self._ends(index):
            return False
        start = index
        while self._inside(index, start - 1) and index - start < 12:
            start -= 1
        while self._lower(start) in {"and", "but", "so", "q", ":"}:
            start += 1
        return self._lower(start) in {"what", "where", "who", "whom", "which"} and any(
            self._lower(item) in {"does", "do", "did", "should", "must", "can", "will"}
            for item in (start + 1, start + 2)
        )

    def _is_name_before_verb(self, index: int, word: str) -> bool:
        """Tell the "book" of "A and the condolence book push new texts": the next word is the verb."""
        follows = self._lower(index + 1)
        if (
            is_s_form(word)
            or self._previous(index) not in NOMINAL
            or not self._inside(index, index + 1)
            or self._hit[index + 1]
        ):
            return False
        plain = relation_of(follows) is not None and stem(follows) == stem(PARTICIPLES.get(follows, follows))
        return plain and not self._hit[index] and self._joined_subject(index) and not is_s_form(follows) and (
            not follows.endswith(("ed", "ing")) and self._opens_object(index + 2, index + 1)
        )  # fmt: skip

    def _shares_subject(self, index: int) -> bool:
        """Tell "services fetch A and ship logs to B", "will check A and page through B": a second base form."""
        if self._ends(index) or not self._is_object:
            return False
        follows, after = self._lower(index + 1), self._lower(index + 2)
        plural = singular(follows) != follows and singular(follows) in PAYLOAD and after in GOVERNED
        return follows in ARTICLES or plural or follows in {"through", "via", "into", "to", "them", "it"}

    def _has_plural_subject(self, index: int, word: str) -> bool:
        """Tell "game servers report kills to": a plural does not stand before another noun."""
        before = self._lower(index - 1)
        if self._is_object or is_s_form(word) or self._previous(index) not in NOMINAL or singular(before) == before:
            return False
        return is_s_form(self._lower(index + 1)) and self._lower(index + 2) in GOVERNED

    def _stands_between_verbs(self, index: int, word: str) -> bool:
        """Tell "pulls features, trains, and pushes the model"."""
        if not self._is_object or not is_s_form(word) or self._lower(index - 1) != "," or self._lower(index + 1) != ",":
            return False
        after = self._lower(index + 3)
        return (
            self._lower(index + 2) == "and"
            and is_s_form(after)
            and relation_of(after) is not None
            and singular(word) not in PAYLOAD
        )

    def _ends_sentence(self, index: int, word: str) -> bool:
        """Tell "The existing mainframe stays.": a sentence needs its verb."""
        if (
            self._is_object
            or not is_s_form(word)
            or not self._inside(index, index - 2)
            or self._lower(index + 1) != "."
        ):
            return False
        start = index
        while self._inside(index, start - 1) and index - start < 8:
            start -= 1
        between = range(start + 1, index)
        plain = all(self._tags[other] in NOMINAL | {Tag.ADVERB} or self._lower(other) in ARTICLES for other in between)
        one = singular(self._lower(index - 1)) == self._lower(index - 1)
        return self._lower(start) in {"the", "our", "a", "an"} and plain and one and singular(word) not in PAYLOAD

    def _opens_bracket(self, index: int, word: str) -> bool:
        """Tell "an audit Lambda (writes to S3)"."""
        if not is_s_form(word) or not self._inside(index, index - 1) or self._tokens[index - 1].text not in {"(", "["}:
            return False
        return self._inside(index, index + 1) and self._lower(index + 1) in GOVERNED | ARTICLES

    def _is_kept_too(self, index: int, word: str) -> bool:
        """Tell the "marks" of "scores are held in B2, marks in CouchDB": another thing, with the verb left out."""
        follows = self._lower(index + 1)
        if not is_s_form(word) or self._lower(index - 1) not in {",", "and"} or follows not in GOVERNED:
            return False
        for other in range(index - 1, max(-1, index - _LONGEST_BEFORE), -1):
            if not self._inside(index, other) or self._tags[other] == Tag.VERB:
                return False
            if self._tags[other] == Tag.PASSIVE:
                return self._lower(other + 1) == follows and self._lower(other - 1) in {"are", "were"}
        return False

    def _is_in_label(self, index: int, word: str) -> bool:
        """Tell the "tunnel" of "- RFID tunnel at the washer: pushes reads": a base form in what a colon explains."""
        opens = not self._inside(index, index - 2) or self._tokens[index - 2].text in _BULLETS
        if not opens or is_s_form(word) or word.endswith(("ed", "ing")) or not self._inside(index, index - 1):
            return False
        before = self._lower(index - 1)
        if self._tags[index - 1] not in NOMINAL or singular(before) != before:
            return False
        colon = next((item for item in range(index, index + _LONGEST_DONE) if self._lower(item) == ":"), 0)
        if not colon or not self._inside(index, colon + 1) or self._lower(index + 1) not in GOVERNED | {":"}:
            return False
        return not any(relation_of(self._lower(item)) is not None for item in range(index + 1, colon)) and (
            relation_of(self._lower(colon + 1)) is not None
        )

    def _is_told_of_head(self, index: int, word: str) -> bool:
        """Tell the verb of "web: Next.js, calls the BFF", which belongs to the word before the colon."""
        if self._lower(index - 1) != "," or not is_s_form(word) or word not in VERBS_FIRST | PLAIN_VERBS:
            return False
        follows = self._lower(index + 1)
        says_verb = self._next_is_verb(index) and (follows in COPULA | MODALS or self._lower(index + 2) in ARTICLES)
        if self._ends(index) or says_verb:
            return False
        start = index
        while self._inside(index, start - 1) and index - start < 40:
            start -= 1
        return any(self._tokens[other].text == ":" for other in range(start, min(index, start + 6)))
