"""SEC011: the key under the mat."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import says, tidy_name

_OPEN = frozenset(
    "code config configuration dockerfile env environment file files image plain repository source text yaml".split()
)
_KEPT = frozenset("kms manager store vault".split())

# Every part is bounded, so that a long text costs no more than a look at each of its characters.
_IN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,30}://[^\s/@:]{0,100}:(?P<secret>[^\s/@]{1,200})@[^\s/@]", re.IGNORECASE)
_IN_PARAMETER = re.compile(
    r"[?&;](?:password|passwd|pwd|secret|api_?key|access_?token|client_?secret)=(?P<secret>[^\s&;,\"']{1,200})",
    re.IGNORECASE,
)
_BY_ITS_FORM = re.compile(
    r"\b(?P<secret>AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,200})\b"
    r"|(?P<key>-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)"
)
_STANDS_FOR_ONE = re.compile(r"[*•.xX]+|[$%{<\[(].*|.*\{\{.*")


@rule("SEC011", "secret-in-configuration", severity=Severity.WARNING)
def secret_in_configuration(facts: Facts) -> Iterator[Found]:
    """Credentials of a part come from its configuration, a file or its code, or stand in the design itself.

    Why: whoever reads the repository, an image layer, a log or a process list has them, and they are hard to change.
    Fix: take them from a secret store at start and state where in `secrets_from`; one that stands in a text is known
        now: put a new one in its place.
    Source: CWE-798 Use of Hard-coded Credentials; OWASP Secrets Management Cheat Sheet; RFC 3986, section 3.2.1.
    """
    for part in facts.components:
        where = part.prop("secrets_from")
        if any(_gives_away(text) for text in _texts(part)):
            yield Found.at(f"A password or key stands in what is said of {_named(part.name)}", part)
        elif isinstance(where, str) and says(where, _OPEN) and not says(where, _KEPT):
            yield Found.at(f"{facts.name(part)} takes its credentials from {tidy_name(where)}", part)
    for link in facts.connections:
        if any(_gives_away(text) for text in _texts(link)):
            ends = f"{_named(facts.source(link).name)} and {_named(facts.target(link).name)}"
            yield Found.at(f"A password or key stands in what is said of the connection of {ends}", link)
    if _gives_away(facts.brief.text):  # the brief is kept beside the design and stands in its document
        yield Found.at("A password or key stands in the text that the design was made from")


def _texts(item: Component | Connection) -> Iterator[str]:
    """Yield all that somebody wrote about a part or a connection."""
    if isinstance(item, Component):
        yield from (item.name, item.technology, item.description, *item.tags)
    else:
        yield from (item.label, item.protocol)
    yield from (value for _, value in sorted(item.properties.items()) if isinstance(value, str))


def _gives_away(text: str) -> bool:
    """Return whether a text has a credential in it; `${PASSWORD}`, `<password>` and `***` only stand for one.

    >>> _gives_away("amqp://shop:hunter2@mq:5672"), _gives_away("amqp://shop:${PASSWORD}@mq")
    (True, False)
    """
    patterns = ((_IN_ADDRESS, "://"), (_IN_PARAMETER, "="))  # the mark is found faster than the whole
    found = [match for pattern, mark in patterns if mark in text for match in pattern.finditer(text)]
    return bool(_BY_ITS_FORM.search(text)) or any(not _STANDS_FOR_ONE.fullmatch(one["secret"]) for one in found)


def _named(name: str) -> str:
    """Return a name for a message, which must not repeat a credential that stands in it."""
    return "a part whose name holds one" if _gives_away(name) else tidy_name(name)
