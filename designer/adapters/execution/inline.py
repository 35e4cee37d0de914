"""Work in this process, one item after the other."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator

from designer.errors import DesignerError, ServiceError
from designer.ports import Item, Result


class Inline:
    """Runs each item when its outcome is asked for."""

    def run(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | DesignerError]:
        """Yield one outcome per item, in the order of the items."""
        return (attempt(function, item) for item in items)


def attempt(function: Callable[[Item], Result], item: Item) -> Result | DesignerError:
    """Return what `function` makes of an item, or why it could not; a bug in it counts as a failed item."""
    try:
        return function(item)
    except DesignerError as error:
        return error
    except Exception as error:
        # One item must not end the others, whatever is wrong with it; the words say that it is a bug.
        if os.environ.get("DESIGNER_DEBUG") == "1":
            traceback.print_exc(file=sys.stderr)
        return ServiceError(
            f"a bug in designer: {type(error).__name__}: {error}",
            fix="report it; DESIGNER_DEBUG=1 shows where it happened",
        )
