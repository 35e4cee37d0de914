"""Many briefs: designs for a program, or bundles on disk that a second run does not make again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from designer.adapters.execution.inline import Inline
from designer.adapters.execution.processes import Processes
from designer.adapters.store.folder import FolderStore
from designer.api import OFFLINE, Design, default_catalog, design, open_catalog
from designer.briefs import NamedBrief
from designer.bundle import DESIGN, is_made_by
from designer.catalog.catalog import Catalog
from designer.design_file import parse_design
from designer.errors import DesignerError
from designer.model.design import Design as DesignRecord
from designer.model.finding import count_by_severity
from designer.policy_file import Project, load_project
from designer.ports import Executor
from designer.rendering import make_bundle, recipe_of
from designer.settings import Settings

_LARGEST_CHUNK = 50


class BatchResult(NamedTuple):
    """The design of one brief, or why there is none."""

    id: str
    design: Design | None
    error: DesignerError | None


class Made(NamedTuple):
    """What became of one brief of a batch: its bundle in `folder`, or an error.

    `is_kept` says that an earlier run had made the bundle already.
    """

    id: str
    folder: Path | None = None
    error: DesignerError | None = None
    is_kept: bool = False
    components: int = 0
    findings: Mapping[str, int] = {}


def design_many(
    briefs: Iterable[str | tuple[str, str]],
    *,
    jobs: int = 1,
    model: str = OFFLINE,
    answers: Mapping[str, str] | None = None,
    catalog: Catalog | None = None,
) -> Iterator[BatchResult]:
    """Yield one result per brief, in the order of the briefs; a brief that fails leaves the others alone.

    Args:
        briefs: texts, or pairs of an id and a text; texts without an id are numbered from 1.
        jobs: how many processes work at a time; with more than one, a script needs the usual
            `if __name__ == "__main__":` around its own code.
        model: as for `design`.
        answers: as for `design`, the same for all.
        catalog: as for `design`.

    Raises:
        ServiceError: worker processes cannot start here.
    """
    named = [(str(number), item) if isinstance(item, str) else item for number, item in enumerate(briefs, start=1)]
    function = partial(design, model=model, answers=dict(answers or {}), catalog=catalog)
    outcomes = executor(jobs, len(named)).run(function, [text for _, text in named])
    for (name, _), outcome in zip(named, outcomes, strict=True):
        if isinstance(outcome, DesignerError):
            yield BatchResult(name, None, outcome)
        else:
            yield BatchResult(name, outcome, None)


def make_bundles(
    briefs: Iterable[NamedBrief], out: Path, settings: Settings, answers: Mapping[str, str]
) -> Iterator[Made]:
    """Write the bundle of each brief to `out/<id>` and yield what became of it, in the order of the briefs.

    A bundle that an earlier run finished with the same brief, settings, version and catalog stays as it is.

    Raises:
        OutputError: `out` cannot be used.
        SettingsError: designer.toml is broken.
        ServiceError: worker processes cannot start here.
    """
    known = list(briefs)
    load_project()  # broken decisions of the team end the batch before it begins
    place = out.resolve()
    FolderStore(place).sweep()
    function = partial(_make, out=place, settings=settings, answers=dict(answers))
    for brief, outcome in zip(known, executor(settings.jobs, len(known)).run(function, known), strict=True):
        yield Made(brief.id, error=outcome) if isinstance(outcome, DesignerError) else outcome
    # A worker that was killed in this run may have left something as well.
    FolderStore(place).sweep()


def executor(jobs: int, items: int) -> Executor:
    """Return what works on `jobs` of some items at a time."""
    if jobs == 1 or items < 2:
        return Inline()
    # Few items go one by one, so that no worker idles at the end; many go in chunks, which saves round trips.
    chunk = max(1, min(_LARGEST_CHUNK, items // (jobs * 16)))
    return Processes(min(jobs, items), chunk=chunk)


def _make(brief: NamedBrief, *, out: Path, settings: Settings, answers: Mapping[str, str]) -> Made:
    if isinstance(brief.text, DesignerError):
        raise brief.text
    catalog = _catalog(settings.catalog)
    project = load_project()
    recipe = recipe_of(
        brief.text,
        answers=answers,
        model=settings.model,
        formats=settings.formats,
        theme=settings.theme,
        catalog=catalog,
        project=project.mark,
        stubs=settings.stubs,
    )
    store = FolderStore(out)
    earlier = store.load(brief.id)
    if earlier is not None and is_made_by(earlier, recipe):
        data = next(artifact.data for artifact in earlier.artifacts if artifact.path == DESIGN)
        return _made(brief.id, out, parse_design(data, where=DESIGN), is_kept=True)
    made = _designed(brief.text, out, settings, answers=answers, catalog=catalog, project=project)
    bundle = make_bundle(
        made,
        recipe=recipe,
        formats=settings.formats,
        theme=settings.theme,
        catalog=catalog,
        earlier=earlier,
        stubs=settings.stubs,
    )
    store.save(brief.id, bundle)
    return _made(brief.id, out, made, is_kept=False)


def _designed(
    text: str, out: Path, settings: Settings, *, answers: Mapping[str, str], catalog: Catalog, project: Project
) -> Design:
    """Return the design of a brief, what its model took noted for the whole batch."""
    if settings.model == OFFLINE:
        return design(text, answers=answers, catalog=catalog, project=project)
    from designer.adapters.llm.ledger import Ledger

    ledger = Ledger(out)
    ledger.halt_at(max_tokens=settings.batch_max_tokens, max_usd=settings.batch_max_usd)
    made = design(
        text,
        model=settings.model,
        answers=answers,
        catalog=catalog,
        on_model_failure=settings.on_model_failure,
        model_budget=settings.model_budget,
        model_cache=settings.model_cache,
        project=project,
    )
    if made.model_use is not None:
        ledger.add(made.model_use.spent)
    return made


def _made(name: str, out: Path, design: DesignRecord, *, is_kept: bool) -> Made:
    counts = count_by_severity(design.findings)
    return Made(name, out / name, None, is_kept, len(design.graph.components), counts)


@cache
def _catalog(packs: tuple[Path, ...]) -> Catalog:
    return open_catalog(packs) if packs else default_catalog()
