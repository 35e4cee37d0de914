"""The public API: joins adapters and pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from designer.catalog.catalog import Catalog
from designer.errors import DesignerError
from designer.model.design import Design as DesignRecord
from designer.model.finding import Finding
from designer.settings import FORMATS
from designer.shipped import cache_folder, catalog_at_hand, default_catalog, open_catalog

if TYPE_CHECKING:
    from datetime import date

    from designer.adapters.store.project import Saved
    from designer.agent.loop import Limits
    from designer.fixing import Fixed
    from designer.model.artifact import Artifact
    from designer.model.question import Question
    from designer.model.spending import Budget, ModelUse
    from designer.model.triage import Policy
    from designer.policy_file import Project
    from designer.progress import Listener
    from designer.refining import Refined
    from designer.rules.rule import Rule
    from designer.syncing import Synced

OFFLINE = "offline"
AUTO = "auto"


class Design(DesignRecord):
    """A checked design that can draw, document and save itself."""

    @classmethod
    def of(cls, record: DesignRecord) -> Design:
        """Return a record with these methods; its values were checked when it was made and are not checked again."""
        return cls.model_construct(**{name: getattr(record, name) for name in DesignRecord.model_fields})

    @cached_property
    def model_use(self) -> ModelUse | None:
        """What a language model did and cost when this design was made; None when none was asked.

        No part of the design, and of what is compared and saved in design.json: the manifest of its bundle says it.
        """
        return None

    def render(self, view: str = "container", format: str = "svg", *, theme: str = "light") -> str | bytes:
        """Return one picture: text for svg and the text dialects, bytes for png.

        Raises:
            SettingsError: there is no such view or format.
            LayoutError: the layout engine failed and no simpler layout could be drawn.
        """
        # To plan and to check takes ten times the modules that a picture takes.
        from designer.picture import render_view, shows_products_only

        named = (component.technology for component in self.graph.components)
        catalog = catalog_at_hand(named) if shows_products_only(view, format) else default_catalog()
        return render_view(self, view, format, theme=theme, catalog=catalog)

    @overload
    def document(
        self, format: Literal["md", "html"] = "md", *, profile: str | None = None, templates: str | Path | None = None
    ) -> str: ...

    @overload
    def document(
        self, format: Literal["pdf", "docx"], *, profile: str | None = None, templates: str | Path | None = None
    ) -> bytes: ...

    @overload
    def document(
        self, format: str, *, profile: str | None = None, templates: str | Path | None = None
    ) -> str | bytes: ...

    def document(
        self, format: str = "md", *, profile: str | None = None, templates: str | Path | None = None
    ) -> str | bytes:
        """Return the design document: text for md and html, bytes for pdf and docx.

        Args:
            format: md, html, pdf or docx.
            profile: design-doc, brief, arc42, rfc or adr-only.
            templates: a folder with templates of your own.

        Raises:
            SettingsError: there is no such format or profile, a template is broken, or an optional package is missing.
            LayoutError: a picture cannot be drawn.
        """
        from designer.documents import document, template_of

        laid_out = template_of(profile, Path(templates) if templates is not None else None)
        return document(self, format, catalog=default_catalog(), template=laid_out)

    def save(
        self, folder: str | Path, *, formats: Sequence[str] = FORMATS, theme: str = "light", stubs: bool = True
    ) -> Path:
        """Write the bundle to `folder`, all or nothing, and return the folder.

        The runnable project is part of it, unless `stubs` is false or there are open findings of severity error.

        Raises:
            SettingsError: there is no such format.
            LayoutError: a picture cannot be drawn.
            OutputError: the folder cannot be written, or holds files that are no bundle of ours.
        """
        from designer.rendering import save_design

        return save_design(self, Path(folder), formats=formats, theme=theme, catalog=default_catalog(), stubs=stubs)

    def api_files(self) -> tuple[Artifact, ...]:
        """Return its interface files, sorted by path: OpenAPI, AsyncAPI, Protocol Buffers, JSON Schema; nothing is written.

        Only what the design gives grounds for: a design without interfaces, entities and messages has none.
        """
        from designer.interfaces import write_interfaces

        return write_interfaces(self)

    def stubs(self, *, force: bool = False) -> tuple[Artifact, ...]:
        """Return every file of its runnable project, sorted by path; nothing is written.

        Raises:
            DesignError: it has open findings of severity error, and `force` is not given.
        """
        from designer.rendering import stub_artifacts

        return stub_artifacts(self, force=force, catalog=default_catalog())

    def save_stubs(self, folder: str | Path, *, force: bool = False) -> Saved:
        """Write its runnable project to `folder`; what was changed there is kept, and named in the answer.

        Raises:
            DesignError: it has open findings of severity error, and `force` is not given.
            OutputError: the folder cannot be written, or holds files that are no project of ours.
        """
        from designer.adapters.store.project import save_project

        return save_project(Path(folder), self.stubs(force=force))


def design(
    brief: str,
    *,
    model: str = OFFLINE,
    answers: Mapping[str, str] | None = None,
    catalog: Catalog | None = None,
    on_model_failure: str = "error",
    model_budget: Budget | None = None,
    model_cache: bool | None = None,
    model_record: Path | None = None,
    project: Project | None = None,
    progress: Listener | None = None,
) -> Design:
    """Return the design of a brief.

    Args:
        brief: the description, plain English, at most 1 MB.
        model: "offline", "provider:model" to let a language model edit the offline draft, or "auto" for the model that
            OPENAI_MODEL names, and the offline draft where there is none or it fails.
        answers: answers to open questions, by question id.
        catalog: another catalog than the shipped one.
        on_model_failure: "error" to raise when the model fails, "draft" to return the offline draft.
        model_budget: ceilings of tokens and money; the model is not asked when they would be passed.
        model_cache: whether answers of models are kept, so that the same question costs nothing twice; by default those
            of servers on other machines.
        model_record: a file of transcripts to which the model's answers are added, to be played by "replay:FILE".
        progress: called with each event of `designer.progress`: the offline draft before a language model is
            asked, each edit as it is applied or refused, what the checker says, what goes back, and the design.
        project: by which its findings are judged; by default the designer.toml of the working folder says.

    Raises:
        BriefError: the text is empty or nothing that can be designed.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or designer.toml is broken.
    """
    known = catalog or default_catalog()
    if model == OFFLINE:
        from designer import pipeline

        return _told(_judged(pipeline.design_offline(brief, known, answers=answers), project), progress)
    from designer.designing import design_by_model

    how = "auto" if model == AUTO else on_model_failure
    made = design_by_model(
        brief,
        known,
        model=model,
        answers=answers or {},
        on_failure=how,
        budget=model_budget,
        cache=cache_folder() if model_cache is not False else None,
        caches_local=bool(model_cache),
        record=model_record,
        progress=progress,
    )
    own = _judged(made.design, project)
    own.__dict__["model_use"] = made.use
    return _told(own, progress)


def _told(made: Design, progress: Listener | None) -> Design:
    if progress is not None:
        from designer.progress import Done

        progress(Done(design=made))
    return made


def _judged(record: DesignRecord, project: Project | None) -> Design:
    """Return a design with its findings as a project has them, by default that of the working folder."""
    return Design.of(_judge_of(project)(record))


def _judge_of(project: Project | None) -> Callable[[DesignRecord], DesignRecord]:
    """Return what gives a design its findings as a project has them."""
    from designer import pipeline

    ours = project or _project_here()

    def judge(checked: DesignRecord) -> DesignRecord:
        return pipeline.judged(checked, rules=ours.rules, policy=ours.policy, today=ours.today)

    return judge


def _project_here() -> Project:
    from designer.policy_file import load_project

    return load_project()


def check(
    design: DesignRecord,
    *,
    rules: Sequence[Rule] = (),
    policy: Policy | None = None,
    today: date | None = None,
    project: Project | None = None,
    answers: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of all rules on a design, worst first.

    Args:
        design: any design.
        rules: rules of one's own besides the built-in ones and the project's.
        policy: severities and acceptances instead of the project's; the design's own acceptances always count.
        today: the day of the check, by which acceptances expire; without it the project's.
        project: by which the findings are judged; by default the designer.toml of the working folder says.
        answers: answers to what the rules ask (`questions`), by question id.

    Raises:
        SettingsError: designer.toml is broken.
        InputError: an answer is none of yes, no and not known.
    """
    from designer import pipeline

    ours = project or _project_here()
    stated = pipeline.answered(design, answers or {}, (*ours.rules, *rules))
    return pipeline.findings_of(
        stated, rules=(*ours.rules, *rules), policy=policy or ours.policy, today=today or ours.today
    )


def questions(
    design: DesignRecord, *, rules: Sequence[Rule] = (), answers: Mapping[str, str] | None = None
) -> tuple[Question, ...]:
    """Return what the rules ask about a design: each property that one needs and nobody states, once.

    Args:
        design: any design.
        rules: rules of one's own besides the built-in ones.
        answers: answers that are known already, by question id.
    """
    from designer import pipeline

    return pipeline.asked(design, answers or {}, rules)


def fix(design: DesignRecord, *, only: Sequence[str] = ()) -> Design:
    """Return the design with every finding mended whose rule knows what to do and for which nothing gets worse.

    Args:
        design: any design; it is checked first.
        only: codes or names of the rules to mend; all when empty.

    Raises:
        InputError: there is no rule of that code or name.
    """
    return Design.of(fix_steps(design, only=only).design)


def fix_steps(
    design: DesignRecord,
    *,
    only: Sequence[str] = (),
    catalog: Catalog | None = None,
    project: Project | None = None,
) -> Fixed:
    """Return what `fix` does, step by step: the design, and each finding mended with its rule and edits.

    What the project accepts, calls wrong or is at work on stays as it is.

    Raises:
        InputError: there is no rule of that code or name.
        SettingsError: designer.toml is broken.
    """
    from designer import fixing, pipeline
    from designer.rules.registry import rule_named

    codes = [rule_named(name).code for name in only]
    judge = _judge_of(project)
    return fixing.fix(judge(pipeline.check(design)), catalog or default_catalog(), only=codes, judge=judge)


def refine(design: DesignRecord, text: str, *, model: str = OFFLINE, progress: Listener | None = None) -> Design:
    """Return the design as one plain-English instruction changes it; a question changes nothing.

    A small grammar reads the instruction. Offline, what it does not understand is refused, with the nearest forms.

    Args:
        design: any design; it is checked first.
        text: the instruction, as in "add a read replica in a second region".
        model: "offline", or "provider:model" to let a language model follow what the grammar does not understand.
        progress: called with each event of `designer.progress`, edit by edit.

    Raises:
        InputError: the instruction is not understood, or names what is not there or may be several things.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or designer.toml is broken.
    """
    made = refine_steps(design, text, model=model, progress=progress).design
    return made if isinstance(made, Design) else Design.of(made)


def refine_steps(
    design: DesignRecord,
    text: str,
    *,
    model: str = OFFLINE,
    model_budget: Budget | None = None,
    model_cache: bool | None = None,
    catalog: Catalog | None = None,
    project: Project | None = None,
    model_limits: Limits | None = None,
    progress: Listener | None = None,
) -> Refined:
    """Return what `refine` does, with what was done, what the user should know, and the answer to a question.

    `model_limits` say how often a model may be asked, how many tools it may call, and for how long.

    Raises:
        InputError: the instruction is not understood, or names what is not there or may be several things.
        LanguageModelError: the model's server failed after its retries.
        SettingsError: there is no such model, or designer.toml is broken.
    """
    judge = _judge_of(project)
    known = catalog or default_catalog()

    from designer.progress import Done, listening, tell
    from designer.refining import refine as offline

    with listening(progress):
        if model == OFFLINE:
            refined = offline(design, text, known, judge=judge)
        else:
            from designer.designing import refine_by_model

            refined = refine_by_model(
                design,
                text,
                known,
                model=model,
                judge=judge,
                budget=model_budget,
                cache=cache_folder() if model_cache is not False else None,
                caches_local=bool(model_cache),
                limits=model_limits,
            )
        if refined.spent is not None and refined.design != design:
            from designer.model.spending import ModelUse

            made = Design.of(refined.design)
            made.__dict__["model_use"] = ModelUse(spent=refined.spent, is_kept=True)
            refined = refined._replace(design=made)
        tell(Done(design=refined.design))
    return refined


def undo(folder: str | Path) -> Design:
    """Bring back a bundle's folder as it was before the last refinement, byte for byte, and return its design.

    Raises:
        OutputError: the folder holds no earlier version, cannot be written, or is no bundle of ours.
    """
    from designer.redoing import undo_bundle

    undo_bundle(Path(folder))
    return load(folder)


def redo(folder: str | Path) -> Design:
    """Bring back, byte for byte, what the last undo of a bundle's folder took away, and return its design.

    Raises:
        OutputError: nothing was undone, something was changed since, or the folder cannot be written.
    """
    from designer.redoing import redo_bundle

    redo_bundle(Path(folder))
    return load(folder)


def sync(folder: str | Path) -> Design:
    """Return the design of a bundle's folder as the tables of its edited DESIGN.md have it; nothing is written.

    Components, connections, requirements, constraints, assumptions and parameters are read back.

    Raises:
        InputError: the folder is no bundle, or an edit cannot be read back; all of them with line and column.
        SettingsError: designer.toml is broken.
    """
    return Design.of(sync_steps(folder).design)


def sync_steps(folder: str | Path, *, catalog: Catalog | None = None, project: Project | None = None) -> Synced:
    """Return what `sync` reads, with a line for each edit and what else the user should know.

    Raises:
        InputError: the folder is no bundle, or an edit cannot be read back; all of them with line and column.
        SettingsError: designer.toml is broken.
    """
    from designer.syncing.folder import sync_folder

    judge = _judge_of(project)
    return sync_folder(Path(folder), catalog or default_catalog(), judge=judge)


def load(path: str | Path) -> Design:
    """Return the design in a bundle's folder, in a design.json, or in any file that can be imported.

    Docker Compose files and the other formats of `designer.importing` become a checked design; what they hold
    beyond that stands in its notes, with file and line.

    Raises:
        DesignError: the file is missing, not UTF-8, in no known format, or broken; all problems with their place.
    """
    from designer.design_file import is_design, read_design

    place = Path(path)
    if is_design(place):
        return Design.of(read_design(place))
    from designer import pipeline
    from designer.import_file import read_import

    known = default_catalog()
    return Design.of(pipeline.recheck(read_import(place, known).draft, (), known))


__all__ = [
    "Design",
    "DesignerError",
    "check",
    "default_catalog",
    "design",
    "fix",
    "fix_steps",
    "load",
    "open_catalog",
    "questions",
    "redo",
    "refine",
    "refine_steps",
    "sync",
    "sync_steps",
    "undo",
]
