"""The runnable project of a design: every file of it, as artifacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from designer.errors import DesignError, Problem
from designer.model.artifact import Artifact
from designer.model.design import Design
from designer.model.finding import Severity
from designer.stubs.choreography import Played, play_all
from designer.stubs.dependencies import RUNTIME, TESTING
from designer.stubs.lock import lock_of
from designer.stubs.names import identifiers
from designer.stubs.parts import Part, build_parts
from designer.stubs.resources import offers
from designer.stubs.templates import SUFFIX, fill, load_templates, version_of

_ROOT = "project/"
_COMPONENT = "component/"
_FLOW = "flow/"


def refuse_errors(design: Design, *, force: bool) -> None:
    """Refuse a design with open findings of severity error, unless forced.

    Raises:
        DesignError: it has some; one problem for each.
    """
    wrong = [item for item in design.findings if item.severity is Severity.ERROR and item.is_open]
    if wrong and not force:
        fix = "mend it (`designer fix`), accept it with a reason, or use --force"
        raise DesignError(
            problems=[Problem(item.message, f"{item.rule} {', '.join(item.subjects)}", fix) for item in wrong]
        )


def write_project(
    design: Design, *, version: str, diagram: str = "", templates: Mapping[str, str] | None = None
) -> tuple[Artifact, ...]:
    """Return every file of a design's runnable project, sorted by path; the same design gives the same bytes.

    Args:
        design: any design; its names and texts become literals, comments and made names, never code.
        version: the version of the program, for designer.lock.
        diagram: the design as Mermaid text, for the README.
        templates: template texts by path; the shipped ones by default.

    Raises:
        SettingsError: a template is missing or broken.
    """
    texts = load_templates() if templates is None else templates
    played = play_all(design)
    parts = build_parts(design, played, offers(design))
    files = [*_shared(design, parts, played, diagram, texts), *_components(parts, texts), *_flows(played, texts)]
    files.sort(key=lambda item: item.path)
    lock = lock_of(design, files, version=version, templates=version_of(texts))
    return tuple(sorted((*files, lock), key=lambda item: item.path))


def _shared(
    design: Design, parts: tuple[Part, ...], played: tuple[Played, ...], diagram: str, texts: Mapping[str, str]
) -> Iterator[Artifact]:
    """Yield what a project has once: plain files as they are, templates filled."""
    errors = sum(item.severity is Severity.ERROR and item.is_open for item in design.findings)
    values = {
        "title": design.title,
        "summary": design.summary,
        "diagram": diagram,
        "parts": parts,
        "wired": tuple(sorted(parts, key=lambda part: (part.stand.rank, part.component.id))),
        "played": played,
        "errors": errors,
        "runtime": RUNTIME,
        "testing": TESTING,
        "kinds": tuple(sorted(Counter(part.component.kind.value for part in parts).items())),
    }
    for name, text in texts.items():
        if not name.startswith(_ROOT):
            continue
        path = name.removeprefix(_ROOT).removesuffix(SUFFIX)
        yield Artifact.text(path, fill(texts, name, **values) if name.endswith(SUFFIX) else text)


def _components(parts: tuple[Part, ...], texts: Mapping[str, str]) -> Iterator[Artifact]:
    for part in parts:
        folder = f"app/components/{part.module}"
        yield Artifact.text(f"{folder}/__init__.py", fill(texts, f"{_COMPONENT}__init__.py.j2", part=part))
        yield Artifact.text(f"{folder}/links.py", fill(texts, f"{_COMPONENT}links.py.j2", part=part))
        if part.offer is not None:
            yield Artifact.text(f"{folder}/api.py", fill(texts, f"{_COMPONENT}api.py.j2", part=part))
        if part.turns:
            yield Artifact.text(f"{folder}/flows.py", fill(texts, f"{_COMPONENT}flows.py.j2", part=part))


def _flows(played: tuple[Played, ...], texts: Mapping[str, str]) -> Iterator[Artifact]:
    names = identifiers((one.flow.id for one in played), prefix="f_")
    for one in played:
        page = fill(texts, f"{_FLOW}test_flow.py.j2", one=one)
        yield Artifact.text(f"tests/flows/test_{names[one.flow.id]}.py", page)
