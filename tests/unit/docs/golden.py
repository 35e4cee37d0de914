"""Six designs whose whole documents are kept and were read: from briefs of the catalog, with all that it says.

`python -m tests.unit.docs.golden` writes the expected files anew; read the difference before you keep it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from designer.documents import document
from designer.model import Design
from designer.pipeline import design_offline
from tests.support.catalogs import shipped

GOLDEN = Path(__file__).parent / "golden"
NAMES = (
    "collaborative-editor",
    "flash-sale-ticketing",
    "llm-serving-system",
    "news-feed",
    "payment-system",
    "url-shortener",
)


@cache
def design_of(blueprint: str) -> Design:
    """Return the design of a blueprint's first example."""
    catalog = shipped()
    return design_offline(catalog.blueprint(blueprint).examples[0].brief, catalog)


def written(blueprint: str) -> str:
    """Return the design document of a blueprint's first example, without the version of the program."""
    text = document(design_of(blueprint), "md", catalog=shipped())
    assert isinstance(text, str)
    head, _, tail = text.rpartition("Written by designer ")
    return f"{head}Written by designer{tail[tail.index(',') :]}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name in NAMES:
        (GOLDEN / f"{name}.md").write_text(written(name), encoding="utf-8")
