"""`designer refine`: the bundle changed, the version before kept, the difference printed, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.api import redo, undo
from designer.errors import OutputError
from tests.fakes.openai_server import FakeOpenAI, Says, Status
from tests.fakes.tool_calls import Answers, Calls, call
from tests.unit.cli.conftest import Ran, Run

BRIEF = "A URL shortener for 100 million new links a month"


@pytest.fixture
def bundle(run: Run) -> Path:
    assert run("new", BRIEF, "--out", "s", "--no-stubs", "--formats", "mermaid").code == 0
    return Path("s")


def test_redo_brings_back_what_was_undone_byte_for_byte_as_often_as_it_was(run: Run, bundle: Path) -> None:
    versions = [files_of(bundle)]
    for text in ("replace Redis by Memcached", "scale the redirect service to 9 replicas", "drop the click counter"):
        run("refine", bundle, text)
        versions.append(files_of(bundle))
    for version in reversed(versions[:-1]):
        assert run("refine", bundle, "undo").code == 0
        assert files_of(bundle) == version
    for version in versions[1:]:
        ran = run("refine", bundle, "redo that")
        assert ran.code == 0 and "brought back the version that was undone" in ran.err and ran.out
        assert files_of(bundle) == version
    ran = run("refine", bundle, "redo")
    assert (ran.code, ran.err.count("\n")) == (2, 1) and "there is nothing to redo" in ran.err
    assert not Path(".s.redo").exists()
    assert run("refine", bundle, "undo").code == 0 and files_of(bundle) == versions[-2]


@pytest.mark.parametrize("again", [True, False])
def test_a_new_change_ends_what_can_be_redone(run: Run, bundle: Path, again: bool) -> None:
    run("refine", bundle, "replace Redis by Memcached")
    run("refine", bundle, "undo")
    run("refine", bundle, "drop the click counter")
    assert not Path(".s.redo").exists()
    if again:
        run("refine", bundle, "undo")
        assert run("refine", bundle, "redo").code == 0
        assert "click-counter" not in designer.load(bundle).graph.by_id
        return
    now = files_of(bundle)
    assert run("refine", bundle, "redo").code == 2
    assert files_of(bundle) == now


def test_a_dry_undo_or_redo_changes_nothing(run: Run, bundle: Path) -> None:
    run("refine", bundle, "replace Redis by Memcached")
    run("refine", bundle, "undo", "--dry-run")
    assert run("refine", bundle, "redo").code == 2
    run("refine", bundle, "undo")
    before = files_of(bundle)
    ran = run("refine", bundle, "redo", "--dry-run")
    assert "would bring back" in ran.err and "Redis -> Memcached" in ran.out
    assert files_of(bundle) == before
    assert run("refine", bundle, "redo").code == 0


def test_words_that_people_edited_come_back_with_a_redo_and_are_never_lost(run: Run, bundle: Path) -> None:
    document = bundle / "DESIGN.md"
    run("refine", bundle, "replace Redis by Memcached")
    document.write_text(document.read_text() + "\nMine, after the change.\n")
    edited = files_of(bundle)
    run("refine", bundle, "undo")
    run("refine", bundle, "redo")
    assert files_of(bundle) == edited
    run("refine", bundle, "undo")
    document.write_text(document.read_text() + "\nMine, after the undo.\n")
    mine = files_of(bundle)
    assert run("refine", bundle, "redo").code == 2, "a redo would take the words away"
    assert files_of(bundle) == mine


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"\x00" * 5000])
def test_an_archive_that_is_broken_is_nothing_to_redo(run: Run, bundle: Path, data: bytes) -> None:
    run("refine", bundle, "replace Redis by Memcached")
    run("refine", bundle, "undo")
    (archive,) = Path(".s.redo").glob("*.zip")
    archive.write_bytes(data)
    ran = run("refine", bundle, "redo")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert run("refine", bundle, "drop the click counter").code == 0


def test_python_undoes_and_redoes_as_well(run: Run, bundle: Path) -> None:
    first = designer.load(bundle)
    run("refine", bundle, "replace Redis by Memcached")
    second = designer.load(bundle)
    assert undo(bundle) == first
    assert redo(bundle) == second
    with pytest.raises(OutputError, match="nothing to redo"):
        redo(bundle)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(item.relative_to(folder)): item.read_bytes() for item in sorted(folder.rglob("*")) if item.is_file()}


def listed(folder: Path) -> set[str]:
    return {item["path"] for item in json.loads((folder / "manifest.json").read_text())["files"]}


def test_an_instruction_changes_the_bundle_keeps_the_earlier_one_and_prints_the_difference(
    run: Run, bundle: Path
) -> None:
    before = files_of(bundle)
    ran = run("refine", bundle, "replace Redis by Memcached")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "~ component link-cache  technology: Redis -> Memcached"
    assert "change Link cache: technology Memcached" in ran.err
    after = files_of(bundle)
    assert after["history/0001/design.json"] == before["design.json"]
    assert b"Memcached" in after["DESIGN.md"]
    assert b"Memcached" in after["diagrams/container.mmd"]
    assert after["history/0001/diagrams/container.mmd"] == before["diagrams/container.mmd"]
    assert listed(bundle) == set(after) - {"manifest.json"}
    assert designer.load(bundle) == designer.refine(designer.design(BRIEF), "replace Redis by Memcached")


def test_undo_brings_back_the_version_before_byte_for_byte_as_often_as_there_is_one(run: Run, bundle: Path) -> None:
    first = files_of(bundle)
    run("refine", bundle, "replace Redis by Memcached")
    second = files_of(bundle)
    run("refine", bundle, "scale the redirect service to 9 replicas")
    assert (bundle / "history/0002/design.json").is_file()
    ran = run("refine", bundle, "undo that")
    assert (ran.code, files_of(bundle)) == (0, second)
    assert ran.out.splitlines()[0].startswith("~ component redirect-service")
    assert run("refine", bundle, "undo").code == 0
    assert files_of(bundle) == first
    ran = run("refine", bundle, "undo")
    assert ran.code == 2
    assert (
        ran.err
        == "error: s: there is no earlier version to go back to. Fix: a version is kept by each `designer refine`\n"
    )
    assert files_of(bundle) == first


def test_decisions_are_superseded_and_never_rewritten(run: Run, bundle: Path) -> None:
    old = sorted(item.name for item in (bundle / "adr").iterdir())
    path = "adr/0002-read-through-a-cache-and-remember-unknown-codes.md"
    text = (bundle / path).read_text()
    run("refine", bundle, "no cache")
    records = sorted(item.name for item in (bundle / "adr").iterdir())
    assert set(old) < set(records)
    now = (bundle / path).read_text()
    assert "superseded by [ADR-0006]" in now
    assert now.split("---\n", 2)[2] == text.split("---\n", 2)[2]
    (new,) = set(records) - set(old)
    assert "Link cache was taken out, as asked" in (bundle / "adr" / new).read_text()


def test_explain_quotes_the_instruction(run: Run, bundle: Path) -> None:
    run("refine", bundle, "add a read replica in a second region")
    ran = run("explain", bundle, "link-store-replica-second-region")
    assert "the user: 'add a read replica in a second region'" in ran.out
    origin = designer.load(bundle).graph.by_id["link-store-replica-second-region"].origin
    assert origin.model_dump() == {"by": "user"}


def test_a_question_is_answered_on_stdout_and_writes_nothing(run: Run, bundle: Path) -> None:
    before = files_of(bundle)
    ran = run("refine", bundle, "what happens if the cache dies?")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Without Link cache (all 2 copies):\n  “A link is followed")
    assert run("refine", bundle, "halve the cost").code == 0
    assert run("refine", bundle, "why Kafka here?", "--format", "json").json["reply"].startswith("Click events")
    assert files_of(bundle) == before


def test_an_answer_worth_keeping_stands_under_its_component_and_stays(run: Run, bundle: Path) -> None:
    ran = run("refine", bundle, "why is there a cache?", "--keep")
    assert "kept in s/DESIGN.md, at Link cache" in ran.err
    run("refine", bundle, "why is there a cache?", "--keep")
    text = (bundle / "DESIGN.md").read_text()
    assert text.count("<!-- keep: about link-cache -->") == 1
    section = text[text.index("| **Link cache** |") :].split("\n#", 1)[0]
    assert "**why is there a cache?**" in section
    assert run("check", bundle / "DESIGN.md").code == 0
    run("refine", bundle, "scale the redirect service to 9 replicas")
    assert "**why is there a cache?**" in (bundle / "DESIGN.md").read_text()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("florb the cache", "is not understood"),
        ("replace Redis by Florbnik", "no product and no part that is known"),
        ("remove the flux capacitor", "there is no 'flux capacitor'"),
        ("remove the cache; then florb", "is not understood"),
        ("", "is empty"),
        ("x" * 5000, "longer than 2,000 characters"),
        ("\x1b[31mred\x07", "is not understood"),
    ],
)
def test_what_is_not_understood_is_one_line_with_exit_code_2_and_writes_nothing(
    run: Run, bundle: Path, text: str, what: str
) -> None:
    before = files_of(bundle)
    ran = run("refine", bundle, text)
    assert ran.code == 2
    assert ran.out == ""
    assert what in ran.err and "Fix: " in ran.err
    assert ran.err.count("\n") == 1 and "\x1b" not in ran.err
    assert files_of(bundle) == before


def test_a_dry_run_prints_the_difference_and_writes_nothing(run: Run, bundle: Path) -> None:
    before = files_of(bundle)
    ran = run("refine", bundle, "replace Redis by Memcached", "--dry-run", "--format", "json")
    assert {
        "what": "component",
        "id": "link-cache",
        "how": "technology",
        "before": "Redis",
        "after": "Memcached",
    } in ran.json
    run("refine", bundle, "drop the click counter")
    changed = files_of(bundle)
    assert "- component click-counter" not in run("refine", bundle, "undo", "--dry-run").out
    assert files_of(bundle) == changed != before


def test_what_is_so_already_writes_nothing(run: Run, bundle: Path) -> None:
    before = files_of(bundle)
    ran = run("refine", bundle, "use PostgreSQL instead of MySQL")
    assert (ran.code, ran.out) == (0, "no difference\n")
    assert "Link store is PostgreSQL already" in ran.err
    assert files_of(bundle) == before


def test_the_same_instruction_gives_the_same_bundle(run: Run, bundle: Path) -> None:
    run("new", BRIEF, "--out", "t", "--no-stubs", "--formats", "mermaid")
    for folder in ("s", "t"):
        run("refine", folder, "make it survive a region, and drop the click counter")
    assert files_of(Path("s")) == files_of(Path("t"))


def test_what_people_wrote_into_the_document_stays_and_edited_files_are_kept(run: Run, bundle: Path) -> None:
    document = bundle / "DESIGN.md"
    region = "<!-- keep: ours -->\nOur own words.\n<!-- /keep -->\n"
    document.write_text(document.read_text().replace("## Capacity\n", f"## Capacity\n\n{region}", 1))
    own = document.read_bytes()
    run("refine", bundle, "replace Redis by Memcached")
    assert "Our own words." in document.read_text()
    assert (bundle / "history/0001/DESIGN.md").read_bytes() == own
    run("refine", bundle, "undo")
    assert document.read_bytes() == own


@pytest.mark.parametrize("name", ["nowhere", "plain"])
def test_a_folder_that_is_no_bundle_is_refused(run: Run, name: str, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    ran = run("refine", name, "drop the cache")
    assert ran.code == 2
    assert "this is no bundle" in ran.err and ran.err.count("\n") == 1


def test_formats_theme_and_project_of_the_bundle_stay(run: Run) -> None:
    run("new", BRIEF, "--out", "s", "--formats", "svg,d2", "--theme", "dark")
    before = set(files_of(Path("s")))
    run("refine", "s", "scale the redirect service to 9 replicas")
    after = {name for name in files_of(Path("s")) if not name.startswith("history/")}
    assert after >= {name for name in before if name.startswith(("diagrams/", "stubs/README"))}
    options = json.loads(Path("s/manifest.json").read_text())["options"]
    assert (options["theme"], options["formats"]) == ("dark", "d2,svg")


def edits(*items: dict[str, object]) -> Says:
    return Says(json.dumps({"edits": items}))


QR = {
    "op": "add_component",
    "id": "qr",
    "name": "QR service",
    "kind": "service",
    "technology": "FastAPI",
    "replicas": 2,
}
TO_QR = {"op": "connect", "source": "gateway", "target": "qr", "label": "draw", "protocol": "HTTPS", "mode": "sync",
         "properties": {"timeout_s": 2, "encrypted": True}}  # fmt: skip


class TestWithAModel:
    """The same command, with a language model behind it."""

    @pytest.fixture(autouse=True)
    def _key(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0002")

    def ask(
        self, run: Run, bundle: Path, text: str, replies: list[Any], *more: str, has_tools: bool = True
    ) -> tuple[Ran, FakeOpenAI]:
        with FakeOpenAI(replies, refuses=frozenset() if has_tools else frozenset({"tools"})) as server:
            return run("refine", bundle, text, "--model", f"openai:m@{server.url}", *more), server

    def test_its_edits_are_applied_and_what_does_not_fit_is_told(self, run: Run, bundle: Path) -> None:
        wrong = {"op": "remove_component", "id": "nowhere"}
        look = Calls((call("find", text="QR code {key}"), call("show", id="gateway")))
        change = Calls((call("propose_edits", edits=[QR, TO_QR, wrong]), call("check")))
        ran, server = self.ask(run, bundle, "draw QR codes for links", [look, change, Answers("Added [qr] {key}.")])
        assert ran.code == 0
        assert "+ component qr" in ran.out
        # Progress comes edit by edit, before the result.
        lines = ran.err.splitlines()
        assert lines[:2] == ["looks up: find QR code ***", "looks up: show gateway"]
        assert lines[2] == "applied: add Service QR service"
        assert lines[4].startswith("refused: remove_component: 'nowhere' is not a component")
        assert "note: openai:m: Added [qr] ***." in lines
        assert "the model was asked 3 times: 330 tokens" in lines
        assert json.loads((bundle / "manifest.json").read_text())["model_use"]["calls"] == 3
        after = designer.load(bundle)
        assert after.graph.by_id["qr"].origin.by == "model"
        assert after.refinements[-1].text == "draw QR codes for links"
        assert (bundle / "history/0001/design.json").is_file()
        assert not any(b"sk-canary" in data for data in files_of(bundle).values())
        assert "sk-canary" not in ran.out + ran.err
        assert server.forms == ["tools"] * 3
        run("refine", bundle, "undo")
        assert "qr" not in designer.load(bundle).graph.by_id
        run("refine", bundle, "redo")
        assert designer.load(bundle) == after

    def test_a_server_without_function_calls_is_asked_for_its_edits_in_one_reply(self, run: Run, bundle: Path) -> None:
        replies = [edits(QR, TO_QR), edits()]
        ran, server = self.ask(run, bundle, "draw QR codes for links", replies, has_tools=False)
        assert ran.code == 0 and "+ component qr" in ran.out
        assert "applied: add Service QR service" in ran.err
        assert server.forms[:2] == ["tools", "json_schema"]

    def test_a_free_question_is_answered_with_citations_and_may_be_kept(self, run: Run, bundle: Path) -> None:
        before = files_of(bundle)
        question = "is counting clicks this way overkill for a team of two?"
        look = Calls((call("explain", text="why Kafka"),))
        says = Answers("No: a lost click costs nothing [click-counter], says [url-shortener] and [florb].")
        ran, _ = self.ask(run, bundle, question, [look, says, says])
        assert ran.code == 0
        assert ran.out.splitlines()[1:] == [
            "  It rests on Click counter (click-counter).",
            "  Blueprint: URL shortener (url-shortener).",
            "  Said by openai:m.",
        ]
        assert "florb" not in ran.out and "refused: citations of what does not exist were taken out: florb" in ran.err
        assert files_of(bundle) == before
        self.ask(run, bundle, question, [look, says, says], "--keep")
        text = (bundle / "DESIGN.md").read_text()
        section = text[text.index("| **Click counter** |") :].split("\n#", 1)[0]
        assert f"**{question}**" in section

    def test_an_agent_that_never_ends_is_stopped_as_told(self, run: Run, bundle: Path) -> None:
        before = files_of(bundle)
        forever = [Calls((call("find", text="x"),))] * 30
        ran, server = self.ask(run, bundle, "draw QR codes", forever)
        assert ran.code == 2 and "asked 8 times without coming to an end" in ran.err
        assert len(server.requests) == 8
        ran, server = self.ask(run, bundle, "draw QR codes", forever, "--max-calls", "2")
        assert len(server.requests) == 2
        assert files_of(bundle) == before
        for wrong in ("0", "many", "-1", "101", "٣"):
            assert "--max-calls" in run("refine", bundle, "draw QR codes", "--max-calls", wrong).err

    def test_a_budget_ends_it(self, run: Run, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DESIGNER_MODEL_MAX_TOKENS", "100")
        ran, server = self.ask(run, bundle, "draw QR codes", [])
        assert ran.code == 3 and "budget of 100 tokens" in ran.err
        assert server.requests == []

    def test_a_question_that_the_design_answers_asks_no_model(self, run: Run, bundle: Path) -> None:
        ran, server = self.ask(run, bundle, "why Kafka here?", [])
        assert "Click events (Apache Kafka)" in ran.out
        assert server.requests == []

    def test_an_instruction_that_the_grammar_reads_asks_no_model(self, run: Run, bundle: Path) -> None:
        ran, server = self.ask(run, bundle, "replace Redis by Memcached", [])
        assert ran.code == 0
        assert designer.load(bundle).graph.by_id["link-cache"].technology == "Memcached"
        assert server.requests == []

    def test_a_design_written_anew_is_left_out(self, run: Run, bundle: Path) -> None:
        before = files_of(bundle)
        anew = Says(json.dumps({"start": "empty", "edits": [QR]}))
        ran, _ = self.ask(run, bundle, "draw QR codes", [anew] * 4, has_tools=False)
        assert ran.code == 2
        assert files_of(bundle) == before

    def test_no_change_and_no_form_is_exit_code_2(self, run: Run, bundle: Path) -> None:
        before = files_of(bundle)
        ran, _ = self.ask(run, bundle, "florb it", [edits(), edits()], has_tools=False)
        assert ran.code == 2
        assert "it changed nothing" in ran.err and "say it like" in ran.err
        assert files_of(bundle) == before

    def test_a_server_that_fails_is_exit_code_3_and_writes_nothing(self, run: Run, bundle: Path) -> None:
        before = files_of(bundle)
        ran, _ = self.ask(run, bundle, "draw QR codes", [Status(413)] * 9)
        assert ran.code == 3
        assert ran.err.count("\n") == 1
        assert files_of(bundle) == before

    def test_auto_without_a_model_follows_offline_and_says_so(
        self, run: Run, bundle: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("OPENAI_MODEL", raising=False)
        ran = run("refine", bundle, "replace Redis by Memcached", "--model", "auto")
        assert ran.code == 0
        assert "followed offline" in ran.err
