"""The words of a verdict by which a text gives something up: "is out", "ruled out", "did not make it", "rejected:"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from designer.brief.lexer import Token
from designer.brief.wordlists import word_list

Phrase = tuple[str, ...]


def _phrases(text: str) -> tuple[Phrase, ...]:
    """Return phrases, one a line or between bars, the longest first."""
    parts = (tuple(part.split()) for line in text.splitlines() for part in line.split("|"))
    return tuple(sorted({part for part in parts if part}, key=lambda part: (-len(part), part)))


def _by_first(phrases: Iterable[Phrase]) -> Mapping[str, tuple[Phrase, ...]]:
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


BE = word_list("is are was were be been being isn't aren't wasn't weren't")
_IS = word_list("is are was were")
_MAY = word_list("may can could would")
"""Verbs of what may happen, which is no verdict: "a meter can be switched off"."""
BECOMES = word_list("get gets got")
LEADS = word_list("has have had shall will must may should can cannot could would to going due")
DENIES = word_list("not never isn't aren't wasn't weren't cannot")
_FILLERS = word_list(
    "also now then already finally completely entirely since all both thus hereby simply just long really"
)
_WEIGHED = word_list(
    "considered discussed evaluated tested tried proposed suggested assessed weighed debated planned looked"
)
_PAST = word_list("was were been got wasn't weren't")
GONE = word_list(
    "abandoned abolished axed banned binned crossed-out decommissioned deprecated discontinued ditched "
    "excluded forbidden gone history obsolete overkill prohibited renounced scrapped shelved "
    "superfluous sunset unnecessary vetoed"
)
"""What is said to be so is used no more, or never was."""
GONE_IN_THE_PAST = word_list(
    "dropped rejected removed discarded deleted killed dismissed skipped omitted reverted struck cancelled retired withdrawn "
    "suppressed"
)
"""The same, which of what travels and of people means nothing: "requests over the limit are rejected"."""
_GONE_WITH = _by_first(
    _phrases(
        """
        switched off|turned off|turned down|shut down|shot down|voted down|taken down|thrown out|phased out|ruled out|taken out
        kicked out|left out|struck out|crossed out|thrown away|thrown overboard|written off|no more|too expensive|let go
        let fall|done away with|put out to pasture|off the table|off the list|off the menu|out of scope
        out of the question|out of the picture|out of the running|a dead end|a thing of the past|not an option|no option
        """
    )
)
APPROVED = word_list(
    "allowed approved authorised authorized concerned desired foreseen included intended involved necessary needed part "
    "permitted planned required supported tolerated used wanted wished welcome"
)
"""What is said to be not so is not used."""
PREDICATES = _by_first(
    _phrases(
        """
        out of scope|off the table|forbidden|not needed|not required|not wanted|not part|not allowed|not in scope
        isn't needed|aren't needed|isn't necessary|aren't necessary|not foreseen|not planned|not included|not necessary
        not wished|comes later|come later|phased out|taken out|ruled out|has to go|have to go|had to go|must go|not an option
        no option|would be too much|any more|anymore|goes away|go away|falls away|fall away|also gone|not our business
        none of our business|is no business|should not appear|must not appear|did not make it|didn't make it
        did not make the cut|didn't make the cut|never made it|fell through|fell flat|fell by the wayside|lost out
        came to nothing|never happened|has ended|have ended|had its day|had their day|went out of the window|bit the dust
        did not survive|didn't survive|made way for|going away|not on the cards|once part of|no longer with us
        """
    )
)
"""What gives up a subject that stands before it."""
_BARE = (
    "abandon abandoned axe axed banned binned dismissed ditch ditched drop dropped discontinued "
    "decommissioned forgo forget killed nix nixed omit omitted rejected removed renounce renounced "
    "retired scrap scrapped scratch shelve shelved skip skipped struck veto vetoed withdrew"
)
_WITH_PARTICLE = """
    give up|gave up|given up|rule out|ruled out|throw out|threw out|throw away|threw away|throw overboard|threw overboard
    kick out|kicked out|turn down|turned down|switched off|turned off|take out|took out|leave out|left out|cross out|crossed out
    let go of|let go|let fall|let drop|put aside|vote against|voted against|voted down|decide against|decided against
    opt against|opted against|move off|moved off|moved away from|migrated off|get rid of|got rid of|do away with|did away with
    done away with|say no to|said no to|said no|say no|passed on|back out of|backed out of|waved goodbye to
    said goodbye to|steer clear of|steered clear of|stopped using|stop using|stopped with|never mind|count out|counted out
    write off|wrote off|written off|phase out|phased out|shut down|shot down
"""
GIVING_UP = _by_first(_phrases(f"{_WITH_PARTICLE}\n{'|'.join(_BARE.split())}"))
"""Verbs by which people give something up."""
_LEAVES = word_list("leave left")
_SPLIT = word_list("out off away overboard down aside up go fall drop")
"""Particles that may stand behind the object: "ruled Druid out", "turned it down"."""
IMPERATIVES = word_list("drop forget scratch scrap strike skip ditch leave cross never omit throw take")
"""Verbs that ask to give something up, where they open a clause."""
TAKES_BACK = word_list("scrap scratch forget strike ignore discard")
"""Verbs that take back what was just said: "scratch that", "forget Twilio"."""
PEOPLE = word_list(
    "we i they he she you us people somebody someone everybody nobody team teams management customer client board boss cto "
    "architect architects colleagues we've we'd we'll i've i'd they've they'd let's let’s we’ve we’d i’ve they’ve"
)
_BETWEEN = word_list(
    "have has had finally now then already since just also first therefore later soon both quickly will would should did to "
    "decided chose agreed must can ll ve all rather long ago simply deliberately clearly definitely immediately again want "
    "wanted not"
)
ANSWERED = word_list(
    "no none nope never gone dropped removed rejected postponed skipped cancelled parked scrapped vetoed out"
)
"""A whole answer of a word that refuses: "Kafka: rejected."."""
ANSWERS = frozenset(
    _phrases(
        "not now|not needed|not used|not yet|not required|not wanted|not necessary|not included|not planned|not in|out of"
        "|left out|not for|ruled out|turned down|no way|no chance|crossed out"
    )
)


ASKS = word_list("asked wanted suggested proposed preferred")
"""What somebody did who had another thing in mind."""
CHOICES = _by_first(
    _phrases(
        "is enough|are enough|will do|is sufficient|suffices|stay with|stick with|stick to|staying with|sticking with|sticking to"
        "|we go with|we went with|we went for|going with|we settled on|settled for|we keep|keep using|we stay on"
    )
)
"""What says which of several things it is to be."""


def following(tokens: Sequence[Token], index: int, size: int) -> Phrase:
    """Return some words from a token on, apostrophes made plain."""
    return tuple(token.lower.replace("’", "'") for token in tokens[index : index + size])


def longest_at(tokens: Sequence[Token], index: int, table: Mapping[str, tuple[Phrase, ...]]) -> int:
    """Return how many tokens the longest phrase of a table takes that stands at a token, or 0."""
    if index >= len(tokens):
        return 0
    first = tokens[index].lower.replace("’", "'")
    return next((len(item) for item in table.get(first, ()) if following(tokens, index, len(item)) == item), 0)


def gone_at(tokens: Sequence[Token], index: int) -> int:
    """Return how many tokens from one on say that something is gone, or was: "scrapped", "rejected", "ruled out"."""
    if [token.lower for token in tokens[index : index + 2]] == ["history", ":"]:
        # "history: Kafka Connect copies everything to Snowflake" is about what was.
        return 0
    if size := longest_at(tokens, index, _GONE_WITH):
        return size
    return 1 if index < len(tokens) and tokens[index].lower in GONE | GONE_IN_THE_PAST else 0


_LONGEST = 7
_FARTHEST_PARTICLE = 7


def gone_after(tokens: Sequence[Token], index: int) -> int:
    """Return where a verb ends that begins at a token and says that what stands before it is gone, or may not be used.

    "is excluded", "shall not be used", "has been switched off", "gets retired"; 0 for "are removed from the queue".
    """
    first = tokens[index].lower.replace("’", "'")
    if first not in BE | BECOMES | LEADS or (index and tokens[index - 1].lower in BE | LEADS | DENIES):
        return 0
    is_denied = is_past = has_verb = False
    for position in range(index, min(len(tokens), index + _LONGEST)):
        word = tokens[position].lower.replace("’", "'")
        if has_verb and (size := longest_at(tokens, position, _GONE_WITH)):
            return 0 if is_denied or first in _MAY else position + size
        if word in BE | BECOMES | LEADS | DENIES | _FILLERS:
            has_verb |= word in BE | BECOMES
            is_past |= word in _PAST or word == "already"
            is_denied |= word in DENIES
            continue
        if not has_verb:
            return 0
        if is_denied:
            return position + 1 if word in APPROVED else 0
        if word in _WEIGHED:
            return _weighed_until(tokens, position + 1)
        if first in _MAY:
            return 0
        is_gone = (
            word in GONE
            or (is_past and word in GONE_IN_THE_PAST)
            or (word == "out" and first in _IS and ends(tokens, position + 1))
        )
        return position + 1 if is_gone else 0
    return 0


def _weighed_until(tokens: Sequence[Token], first: int) -> int:
    """Return where "was considered for the ingestion and dropped" ends, or 0 where nothing came of weighing it but good."""
    for position in range(first, min(len(tokens), first + _LONGEST)):
        if tokens[position].text in {".", ";", ":", "!"}:
            return 0
        goes_on = tokens[position].lower in {"and", "but", "then", "or", ","}
        if goes_on and (size := gone_at(tokens, position + 1)):
            return position + 1 + size
    return 0


_CLOSING = frozenset({".", ",", ";", "!", "?", ":", ")", "—", "–", "-"})
_LATER_ON = word_list(
    "and but because since as last in again now already completely too when after so right immediately then ago before "
    "altogether entirely finally for long meanwhile once this"
)


def ends(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a thought ends before a token: at a mark, the end of the text, or where time or reason follow."""
    return index >= len(tokens) or tokens[index].text in _CLOSING or tokens[index].lower in _LATER_ON


def gives_up(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return how many tokens a verb takes at a token by which people give something up, or 0.

    Somebody does it ("we have finally let go of"), or it is asked for where a clause opens ("never mind").
    """
    size = longest_at(tokens, index, GIVING_UP) or _split_size(tokens, index)
    if not size:
        return 0
    before = index - (index > 0 and tokens[index - 1].lower in {"please", "so", "and", "just"})
    opens = (
        not before or clauses[before - 1] != clauses[index] or tokens[before - 1].text in {",", ";", "-", "—", "–", ":"}
    ) and not (before > 1 and tokens[before - 1].text == "," and tokens[before - 2].lower in {"them", "these", "those"})
    if opens and (
        tokens[index].lower in IMPERATIVES or following(tokens, index + size, 1) in (("it",), ("them",), ("that",))
    ):
        return size
    return size if person_before(tokens, clauses, index) >= 0 else 0


def _split_size(tokens: Sequence[Token], index: int) -> int:
    """Return 1 for the verb of "ruled Druid out", "turn it down", whose particle stands behind its object, or 0."""
    particles = {phrase[1] for phrase in GIVING_UP.get(tokens[index].lower, ()) if len(phrase) == 2} & _SPLIT
    for position in range(index + 2, min(len(tokens), index + _FARTHEST_PARTICLE) if particles else 0):
        if tokens[position].text in _CLOSING:
            return 0
        if tokens[position].lower in particles:
            leaves = following(tokens, position, 2) == ("out", "of") and tokens[index].lower in _LEAVES
            return int(leaves or ends(tokens, position + 1))
    return 0


def person_before(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> int:
    """Return where somebody stands who does what a verb at a token says, or -1: "we have decided to drop"."""
    position = index - 1
    while position >= 0 and clauses[position] == clauses[index] and tokens[position].lower in _BETWEEN:
        position -= 1
    is_somebody = position >= 0 and clauses[position] == clauses[index] and tokens[position].lower in PEOPLE
    return position if is_somebody else -1
