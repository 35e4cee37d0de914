"""Decision records keep their numbers, and are superseded rather than rewritten."""

from __future__ import annotations

import re
from collections.abc import Sequence

from designer.docs import load_templates, write_decisions
from designer.docs.decisions import Earlier, numbered, numbers_of, read_records
from designer.docs.facts import decision_key
from designer.model import Decision, Design
from tests.unit.docs.sample_design import DESIGN

CACHE, QUEUE = DESIGN.decisions
NEW = Decision(id="regions", title="Serve from two regions", choice="Reads are local, writes go to one region.")


def of(*decisions: Decision) -> Design:
    return DESIGN.model_copy(update={"decisions": decisions})


def files(design: Design, earlier: Earlier | None = None) -> dict[str, str]:
    found = write_decisions(design, templates=load_templates(), earlier=earlier)
    return {item.path: item.data.decode("utf-8") for item in found}


def after(written: dict[str, str], decisions: Sequence[Decision]) -> Earlier:
    return Earlier(read_records(written.items()), {decision_key(item): item for item in decisions})


FIRST = files(of(CACHE, QUEUE))
BEFORE = after(FIRST, (CACHE, QUEUE))


def test_same_decisions_give_the_same_files() -> None:
    assert files(of(CACHE, QUEUE), BEFORE) == FIRST


def test_new_decision_gets_the_next_number_wherever_it_stands() -> None:
    made = files(of(NEW, QUEUE, CACHE), BEFORE)
    assert {path: made[path] for path in FIRST} == FIRST
    assert made.keys() - FIRST.keys() == {"adr/0003-serve-from-two-regions.md"}


def test_changed_decision_supersedes_its_record() -> None:
    changed = CACHE.model_copy(update={"choice": "Read-through with Redis."})
    made = files(of(changed, QUEUE), BEFORE)
    old, new = "adr/0001-read-links-through-a-cache.md", "adr/0003-read-links-through-a-cache.md"
    assert made.keys() == {*FIRST, new}
    assert made[old].startswith('---\nstatus: "superseded by [ADR-0003](0003-read-links-through-a-cache.md)"\n')
    assert made[old].partition("\n---\n")[2] == FIRST[old].partition("\n---\n")[2]
    assert "Supersedes: [ADR-0001](0001-read-links-through-a-cache.md)" in made[new] and "Read-through" in made[new]
    assert numbered(of(changed, QUEUE), BEFORE) == {"cache-aside": 3, "queue": 2}
    again = files(of(changed, QUEUE), after(made, (changed, QUEUE)))
    assert again == made


def test_record_of_a_decision_that_is_gone_is_deprecated_and_its_number_is_not_used_again() -> None:
    made = files(of(CACHE), BEFORE)
    assert made["adr/0002-count-clicks-from-a-queue.md"].startswith("---\nstatus: deprecated\ndecision: queue\n---\n")
    later = files(of(CACHE, NEW), after(made, (CACHE,)))
    assert "adr/0003-serve-from-two-regions.md" in later
    back = files(of(CACHE, QUEUE), after(made, (CACHE,)))
    assert {"adr/0002-count-clicks-from-a-queue.md", "adr/0003-count-clicks-from-a-queue.md"} <= back.keys()


def test_what_people_wrote_into_a_record_stays() -> None:
    path = "adr/0001-read-links-through-a-cache.md"
    accepted = {**FIRST, path: FIRST[path].replace("status: proposed", "status: accepted") + "\nSigned by Ada.\n"}
    made = files(of(CACHE, QUEUE, NEW), after(accepted, (CACHE, QUEUE)))
    assert made[path] == accepted[path]


def test_another_design_starts_anew() -> None:
    assert list(files(of(NEW), BEFORE)) == ["adr/0001-serve-from-two-regions.md"]


def test_files_that_are_no_records_are_passed_over() -> None:
    assert read_records([("adr/README.md", "x"), ("adr/1-x.md", "x"), ("notes/0001-x.md", "x")]) == ()
    assert numbers_of(read_records([("adr/0007-mine.md", "# Mine\n")])) == {"mine": 7}


def test_record_has_the_form_of_madr_4() -> None:
    for text in FIRST.values():
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        assert re.fullmatch(r"status: proposed\ndecision: [a-z0-9-]+", front)
        assert (
            body.index("## Considered Options") < body.index("## Decision Outcome") < body.index("## More Information")
        )
