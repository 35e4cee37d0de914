"""The runnable project of a design: every file of it, as artifacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from designer.errors import DesignError, Problem
from designer.model.artifact import Artifact
from designer.model.design import Design
from designer.model.finding import Severity
from designer.stubs.choreography import Played, play_all
from designer.stubs.dependencies import LOAD, RUNTIME, TELEMETRY, TESTING, doubles, drivers
from designer.stubs.load import peak_of, reads_of
from designer.stubs.lock import lock_of
from designer.stubs.mechanisms import KIT, Mechanism, claims_of, kit_of, mechanisms_of
from designer.stubs.names import identifiers
from designer.stubs.parts import Part, build_parts
from designer.stubs.resources import offers
from designer.stubs.servers import ALL_SETTINGS, PYTHON_IMAGE, servers_for
from designer.stubs.templates import SUFFIX, fill, load_templates, version_of

_ROOT = "project/"
_COMPONENT = "component/"
_FLOW = "flow/"
_BENCHMARKS = '"""`python -m benchmarks.<mechanism>`: ratios against a bare baseline, measured in one run."""\n'


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
    mechanisms = mechanisms_of(design, texts)
    parts = build_parts(design, played, offers(design), mechanisms)
    files = [
        *_shared(design, parts, played, mechanisms, diagram, texts),
        *_components(parts, texts),
        *_flows(played, texts),
        *_mechanisms(mechanisms, texts),
    ]
    files.sort(key=lambda item: item.path)
    lock = lock_of(design, files, version=version, templates=version_of(texts))
    return tuple(sorted((*files, lock), key=lambda item: item.path))


def _shared(
    design: Design,
    parts: tuple[Part, ...],
    played: tuple[Played, ...],
    mechanisms: tuple[Mechanism, ...],
    diagram: str,
    texts: Mapping[str, str],
) -> Iterator[Artifact]:
    """Yield what a project has once: plain files as they are, templates filled."""
    errors = sum(item.severity is Severity.ERROR and item.is_open for item in design.findings)
    servers = servers_for(design.graph.components)
    values = {
        "title": design.title,
        "summary": design.summary,
        "diagram": diagram,
        "parts": parts,
        "wired": tuple(sorted(parts, key=lambda part: (part.stand.rank, part.component.id))),
        "played": played,
        "mechanisms": mechanisms,
        "packages": (*(one.package for one in mechanisms), *((KIT,) if kit_of(mechanisms, texts) else ())),
        "claims": claims_of(design, mechanisms),
        "errors": errors,
        "runtime": RUNTIME,
        "testing": TESTING,
        "telemetry": TELEMETRY,
        "load": LOAD,
        "doubles": doubles(one.name for one in servers),
        "drivers": drivers((one.name for one in servers), (one.blueprint for one in mechanisms)),
        "python_image": PYTHON_IMAGE,
        "servers": servers,
        "all_settings": ALL_SETTINGS,
        "objects": tuple(part for part in parts if part.stand.cls == "Objects"),
        "searched": tuple(part for part in parts if dict(part.stand.arguments).get("searched")),
        "failures": design.failure_modes,
        "stores": tuple(
            part for part in parts if part.stand.cls == "Records" and not dict(part.stand.arguments).get("in_memory")
        ),
        "peak": peak_of(design),
        "reads": reads_of(parts),
        "flow_ids": tuple(one.flow.id for one in played),
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


def _mechanisms(mechanisms: tuple[Mechanism, ...], texts: Mapping[str, str]) -> Iterator[Artifact]:
    """Yield the packages of the blueprints as they are, and what joins them to the components."""
    for one in mechanisms:
        for path, text in one.files:
            yield Artifact.text(path, text)
    for path, text in kit_of(mechanisms, texts):
        yield Artifact.text(path, text)
    if mechanisms:
        page = fill(texts, f"{_COMPONENT}mechanisms.py.j2", mechanisms=mechanisms)
        yield Artifact.text("app/mechanisms.py", page)
        yield Artifact.text("benchmarks/__init__.py", _BENCHMARKS)


def _flows(played: tuple[Played, ...], texts: Mapping[str, str]) -> Iterator[Artifact]:
    names = identifiers((one.flow.id for one in played), prefix="f_")
    for one in played:
        page = fill(texts, f"{_FLOW}test_flow.py.j2", one=one)
        yield Artifact.text(f"tests/flows/test_{names[one.flow.id]}.py", page)
