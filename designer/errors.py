"""What can go wrong, as types a caller can catch.

    DesignerError               anything this package raises on purpose
    ├── InputError              the caller gave something unusable (exit code 2)
    │   ├── BriefError          the text of a brief
    │   ├── DesignError         a design, its JSON, or an edit of it
    │   ├── BlueprintError      a catalog file
    │   ├── SettingsError       an option, environment variable or designer.toml
    │   └── OutputError         a place that cannot be written to
    └── ServiceError            something outside did not answer (exit code 3)
        ├── LanguageModelError  the model's server
        └── LayoutError         the layout engine or the rasteriser

A weak design is never an error: it is a finding. Every error says what is wrong, where, and how to fix it;
loaders collect all problems of a file and raise once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from designer.ports import Usage


class Problem(NamedTuple):
    """One thing that is wrong: what, where, and how to fix it."""

    what: str
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        """Return the problem as one line."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{head}. Fix: {self.fix}" if self.fix else head
        return " ".join(line.split())


class DesignerError(Exception):
    """Base of all errors this package raises on purpose; carries one or more problems."""

    exit_code = 2

    def __init__(self, what: str = "", *, where: str = "", fix: str = "", problems: Iterable[Problem] = ()) -> None:
        found = tuple(problems) or (Problem(what, where, fix),)
        super().__init__(*found)
        self.problems: tuple[Problem, ...] = found

    @property
    def what(self) -> str:
        """The first problem, in words."""
        return self.problems[0].what

    @property
    def where(self) -> str:
        """The place of the first problem."""
        return self.problems[0].where

    @property
    def fix(self) -> str:
        """How to mend the first problem."""
        return self.problems[0].fix

    def __str__(self) -> str:
        """Return one line per problem."""
        return "\n".join(str(problem) for problem in self.problems)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error cross a process boundary with its problems."""
        return (_rebuild, (type(self), self.problems))


def _rebuild(kind: type[DesignerError], problems: tuple[Problem, ...]) -> DesignerError:
    return kind(problems=problems)


class InputError(DesignerError):
    """The caller gave something unusable."""


class BriefError(InputError):
    """The text of a brief cannot be used."""


class DesignError(InputError):
    """A design, its JSON or an edit of it is broken."""


class BlueprintError(InputError):
    """A catalog file is broken."""


class SettingsError(InputError):
    """An option, an environment variable or designer.toml is broken."""


class OutputError(InputError):
    """A place cannot be written to."""


class ServiceError(DesignerError):
    """Something outside did not answer after its retries."""

    exit_code = 3


class LanguageModelError(ServiceError):
    """The language model's server failed or gave nothing usable.

    `requests` is how often it was asked all the same, and `usage` the tokens of answers that came to nothing.
    """

    requests: int = 0
    usage: Usage | None = None


class LayoutError(ServiceError):
    """The layout engine or the rasteriser failed."""
