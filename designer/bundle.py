"""Step 5: artifacts to a bundle, with a manifest, the earlier versions and a stable order. Pure: touches no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from pydantic import ConfigDict, ValidationError

from designer.errors import OutputError
from designer.model.artifact import Artifact, Bundle
from designer.model.base import Frozen, canonical_json
from designer.model.design import DESIGN_FILE
from designer.model.spending import Spent

MANIFEST = "manifest.json"
DESIGN = DESIGN_FILE
DOCUMENT = "DESIGN.md"
_HISTORY = "history/"


class Recipe(Frozen):
    """What a bundle was made from: equal recipes give equal bytes, as far as no language model takes part.

    `brief` is the sha256 of the brief's text; `options` are the settings and answers that show in the files.
    """

    model_config = ConfigDict(extra="ignore")

    designer: str
    catalog: str
    brief: str
    options: dict[str, str] = {}

    @classmethod
    def of(
        cls, text: str, *, designer: str, catalog: str, options: Mapping[str, str], answers: Mapping[str, str]
    ) -> Recipe:
        """Return the recipe of a brief's text; its answers count among the options."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        given = {f"answer {key}": value for key, value in answers.items()}
        return cls(designer=designer, catalog=catalog, brief=digest, options={**options, **given})


class ListedFile(Frozen):
    """One file of a bundle as its manifest lists it; `size` is in bytes."""

    path: str
    sha256: str
    size: int


class Manifest(Recipe):
    """The content of manifest.json: the recipe, the model that took part, and every other file, sorted by path."""

    schema_version: str = "1"
    model: str
    model_use: Spent | None = None
    files: tuple[ListedFile, ...] = ()

    @property
    def recipe(self) -> Recipe:
        """The recipe alone, to compare with another."""
        return Recipe(**{name: getattr(self, name) for name in Recipe.model_fields})


def pack(
    artifacts: Iterable[Artifact],
    recipe: Recipe,
    *,
    model: str = "offline",
    spent: Spent | None = None,
    earlier: Bundle | None = None,
    whole: bool = False,
) -> Bundle:
    """Return the bundle of some artifacts, sorted by path, with its manifest, which says what the `model` cost.

    What `earlier` held that would be lost is kept below history/: its design when the new one differs, and
    every file that somebody edited since it was written. With `whole`, it is every file that differs, and the
    manifest, so that `undone` gives the earlier bundle back.
    """
    made = tuple(artifacts)
    kept = _history(made, earlier, whole=whole)
    files = sorted((*made, *kept), key=lambda artifact: artifact.path)
    listed = tuple(ListedFile(path=item.path, sha256=item.sha256, size=len(item.data)) for item in files)
    manifest = Manifest(**recipe.model_dump(), model=model, model_use=spent, files=listed)
    unused = {"model_use"} if spent is None else None
    page = Artifact.text(MANIFEST, canonical_json(manifest.model_dump(mode="json", exclude=unused)), "application/json")
    return Bundle(artifacts=tuple(sorted((*files, page), key=lambda artifact: artifact.path)))


def read_manifest(data: bytes, *, where: str) -> Manifest:
    """Return the manifest that the bytes of a manifest.json hold.

    Raises:
        OutputError: they are no manifest of ours.
    """
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise OutputError(
            "the folder's manifest.json is not one of designer's", where=where, fix="choose another folder"
        ) from error


def is_made_by(bundle: Bundle, recipe: Recipe) -> bool:
    """Return whether a bundle is what `recipe` gives: made by it, every file there and untouched."""
    files = {artifact.path: artifact for artifact in bundle.artifacts}
    manifest = read_manifest(files[MANIFEST].data, where=MANIFEST)
    return manifest.recipe == recipe and all(
        item.path in files and files[item.path].sha256 == item.sha256 for item in manifest.files
    )


def undone(bundle: Bundle) -> Bundle | None:
    """Return the bundle before the last one that was packed as a `whole`, byte for byte; None when there is none.

    What somebody edited since then is kept below history/, and only then the manifest is another.
    """
    files = {artifact.path: artifact for artifact in bundle.artifacts}
    folder = _last_whole(files)
    if folder is None:
        return None
    manifest = files[f"{folder}{MANIFEST}"]
    listed = read_manifest(manifest.data, where=manifest.path)
    found: dict[str, bytes] = {}
    for item in listed.files:
        place = item.path if item.path.startswith(_HISTORY) else f"{folder}{item.path}"
        if place in files:
            found[item.path] = files[place].data
        elif item.path in files and files[item.path].sha256 == item.sha256:
            found[item.path] = files[item.path].data
    lost = {f"{folder}{path}": files[path].data for path in _edited(files) if files[path].data != found.get(path)}
    restored = [Artifact(path=path, data=data) for path, data in found.items()]
    if lost:
        kept = [Artifact(path=path, data=data) for path, data in lost.items()]
        entries = [ListedFile(path=item.path, sha256=item.sha256, size=len(item.data)) for item in kept]
        both = tuple(sorted((*listed.files, *entries), key=lambda item: item.path))
        text = canonical_json(listed.model_copy(update={"files": both}).model_dump(mode="json"))
        restored += [*kept, Artifact.text(MANIFEST, text, "application/json")]
    else:
        restored.append(Artifact(path=MANIFEST, data=manifest.data))
    return Bundle(artifacts=tuple(sorted(restored, key=lambda artifact: artifact.path)))


def _last_whole(files: Mapping[str, Artifact]) -> str | None:
    """Return the folder of the last version that is kept with its manifest."""
    folders = (path.split("/") for path in files if path.startswith(_HISTORY))
    found = [parts[1] for parts in folders if len(parts) == 3 and parts[2] == MANIFEST and parts[1].isdecimal()]
    return f"{_HISTORY}{max(found, key=int)}/" if found else None


def _history(artifacts: tuple[Artifact, ...], earlier: Bundle | None, *, whole: bool) -> list[Artifact]:
    if earlier is None:
        return []
    files = {artifact.path: artifact for artifact in earlier.artifacts}
    kept = [artifact for path, artifact in files.items() if path.startswith(_HISTORY)]
    new = {artifact.path: artifact.data for artifact in artifacts}
    if whole:
        own = {path for path in files if not path.startswith(_HISTORY)}
        lost = {path for path in own if files[path].data != new.get(path)} | _edited(files) | {MANIFEST}
    else:
        lost = _edited(files) - {path for path, data in new.items() if path in files and files[path].data == data}
        if DESIGN in files and files[DESIGN].data != new.get(DESIGN):
            lost |= {DESIGN, DOCUMENT} & files.keys()
    folder = f"{_HISTORY}{_next_version(kept):04}"
    return kept + [Artifact(path=f"{folder}/{path}", data=files[path].data) for path in sorted(lost)]


def _edited(files: dict[str, Artifact]) -> set[str]:
    listed = read_manifest(files[MANIFEST].data, where=MANIFEST).files
    return {
        item.path
        for item in listed
        if item.path in files and files[item.path].sha256 != item.sha256 and not item.path.startswith(_HISTORY)
    }


def _next_version(kept: list[Artifact]) -> int:
    numbers = [path.split("/")[1] for path in (artifact.path for artifact in kept)]
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)
