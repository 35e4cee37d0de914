"""What a rule is: a generator with a code, a name and a docstring that explains itself.

A rule file holds one function under the decorator `rule`, which returns a frozen `Rule` and registers nothing:
`designer.rules.registry` lists all rules. A rule yields `Found`; the rule itself turns that into findings with its
code, severity, why, fix and source.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from designer.edits.edits import Edit
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Finding, Severity
from designer.model.flow import Flow
from designer.model.quantity import Quantity
from designer.rules.facts import Facts

_CODE = re.compile(r"^[A-Z]{3}[0-9]{3}$")
_NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)+$")
_SECTION = re.compile(r"^(Why|Fix|Source):", re.MULTILINE)


class Category(StrEnum):
    """What a rule looks after; the folder its file stands in."""

    STRUCTURE = "structure"
    RELIABILITY = "reliability"
    DATA = "data"
    SECURITY = "security"
    BRIEF = "brief"
    OPERATIONS = "operations"
    SCALE = "scale"
    ACCEPTANCE = "acceptance"
    TEAM = "team"


CATEGORY_OF = {
    "STR": Category.STRUCTURE,
    "REL": Category.RELIABILITY,
    "DAT": Category.DATA,
    "SEC": Category.SECURITY,
    "BRF": Category.BRIEF,
    "OPS": Category.OPERATIONS,
    "SCA": Category.SCALE,
    "ACC": Category.ACCEPTANCE,
}


class Found(NamedTuple):
    """What a rule saw: one sentence, and the ids it is about, sorted."""

    message: str
    subjects: tuple[str, ...] = ()

    @classmethod
    def at(cls, message: str, *about: Component | Connection | Flow | Quantity) -> Found:
        """Return what was found, about the given elements; quantities go by their name."""
        ids = {element.name if isinstance(element, Quantity) else element.id for element in about}
        return cls(message, tuple(sorted(ids)))


class Asks(NamedTuple):
    """What a rule asks where it cannot tell: a yes or no that nobody stated.

    `about` gives the elements that the rule would look at; `text` is the question about them.
    """

    property: str
    text: str
    about: Callable[[Facts], Iterable[Component | Connection]]


Check = Callable[[Facts], Iterator[Found]]
Mend = Callable[[Facts, Finding], Iterator[Edit]]


@dataclass(frozen=True)
class Rule:
    """A check of a design: `name` is the bad pattern, `severity` the default.

    `needs` are the properties the rule looks for. Where nobody in the design states any of them, they are unknown
    rather than wrong, and all that the rule sees becomes one finding.

    `asks` is for a rule that only fires on a stated "no": where nobody in the design states the property, and there are
    elements that the rule would look at, the design gets one open question (`designer.rules.asking`).

    `mend` yields the typed edits that remove one of its findings, for rules that know what to do; it adds nothing that
    the design does not need for that, and states only what the edit itself brings about.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    source: str
    check: Check
    needs: tuple[str, ...] = ()
    mend: Mend | None = None
    asks: Asks | None = None

    @property
    def category(self) -> Category:
        """What the rule looks after, by the letters of its code."""
        return CATEGORY_OF.get(self.code[:3], Category.TEAM)

    def edits_for(self, facts: Facts, finding: Finding) -> tuple[Edit, ...]:
        """Return the edits that remove one of the rule's findings, in order; none where only a person can tell."""
        return tuple(self.mend(facts, finding)) if self.mend is not None else ()

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """Yield the rule's findings, in the order of the check."""
        seen = list(dict.fromkeys(self.check(facts)))
        if self.needs and len(seen) > 1 and not any(facts.states(name) for name in self.needs):
            seen = [_together(seen, self.needs)]
        for found in seen:
            yield Finding(
                rule=self.code,
                severity=self.severity,
                message=found.message,
                subjects=found.subjects,
                why=self.why,
                fix=self.fix,
                source=self.source,
            )


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    needs: tuple[str, ...] = (),
    mend: Mend | None = None,
    asks: Asks | None = None,
) -> Callable[[Check], Rule]:
    """Return a decorator that makes a rule of a generator and its docstring.

    The docstring is one line that says what is wrong, then `Why:`, `Fix:` and `Source:`.

    Raises:
        ValueError: the code, the name or the docstring is not of this form.
    """
    if not _CODE.match(code) or code[:3] not in CATEGORY_OF:
        raise ValueError(f"{code!r} is not a rule code: one of {', '.join(CATEGORY_OF)} and three digits")
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is not a rule name: two or more words in kebab-case")

    def make(check: Check) -> Rule:
        summary, why, fix, source = _explained(code, check.__doc__)
        return Rule(code, name, severity, summary, why, fix, source, check, needs, mend, asks)

    return make


def _explained(code: str, doc: str | None) -> tuple[str, str, str, str]:
    if doc is None and sys.flags.optimize > 1:  # python -OO drops docstrings; the checks still work
        return ("", "", "", "")
    head, *parts = _SECTION.split(inspect.cleandoc(doc or ""))
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    texts = [" ".join(text.split()) for text in (head, *(sections.get(key, "") for key in ("Why", "Fix", "Source")))]
    if not all(texts):
        raise ValueError(f"the docstring of {code} needs a first line, Why:, Fix: and Source:")
    return (texts[0], texts[1], texts[2], texts[3])


def _together(seen: Sequence[Found], needs: Sequence[str]) -> Found:
    first = min(seen)
    subjects = {subject for found in seen for subject in found.subjects}
    more = len(seen) - 1
    places = "1 more place" if more == 1 else f"{more} more places"
    message = f"{first.message}; the same holds at {places}, and nothing in the design states {' or '.join(needs)}"
    return Found(message, tuple(sorted(subjects)))
