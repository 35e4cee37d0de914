"""What a team decided about findings."""

from datetime import date

import pytest

from designer.errors import SettingsError
from designer.model.finding import Finding, Severity
from designer.model.triage import Acceptance, Override, Policy
from designer.pipeline import design_offline, findings_of
from designer.policy_file import load_policy
from tests.support.catalogs import shipped

CATALOG = shipped()
DESIGN = design_offline("web app -> API\nAPI -> Postgres\nAPI -> RabbitMQ\nRabbitMQ -> worker\n", CATALOG)
TODAY = date(2030, 1, 10)


def _accepted(**fields: object) -> Acceptance:
    return Acceptance.model_validate({"rule": "REL003", "reason": "rebuilt nightly", "author": "Ada", **fields})


def _found(policy: Policy, design: object = DESIGN, today: date | None = TODAY) -> dict[str, Finding]:
    return {item.rule: item for item in findings_of(design, policy=policy, today=today)}  # type: ignore[arg-type]


def test_an_accepted_finding_stays_visible_and_does_not_count() -> None:
    found = _found(Policy(acceptances=(_accepted(),)))["REL003"]
    assert not found.is_open
    assert found.reason == "rebuilt nightly (Ada)"


@pytest.mark.parametrize("state", ["accepted", "false-positive", "in-progress"])
def test_each_state_is_kept(state: str) -> None:
    assert _found(Policy(acceptances=(_accepted(state=state),)))["REL003"].state == state


def test_a_rule_may_be_named() -> None:
    assert not _found(Policy(acceptances=(_accepted(rule="single-replica-datastore"),)))["REL003"].is_open


def test_an_acceptance_of_another_part_leaves_the_finding_open_and_is_stale() -> None:
    found = _found(Policy(acceptances=(_accepted(subjects=("elsewhere",)),)))
    assert found["REL003"].is_open
    assert found["ACC001"].severity == Severity.WARNING


def test_the_last_day_still_counts_and_the_next_one_does_not() -> None:
    last = Policy(acceptances=(_accepted(expires=TODAY),))
    assert not _found(last)["REL003"].is_open
    late = _found(last, today=date(2030, 1, 11))
    assert late["REL003"].is_open
    assert "2030-01-10" in late["ACC002"].message


def test_without_a_day_nothing_expires() -> None:
    assert not _found(Policy(acceptances=(_accepted(expires=date(1999, 1, 1)),)), today=None)["REL003"].is_open


def test_the_designs_own_acceptances_count() -> None:
    design = DESIGN.model_copy(update={"acceptances": (_accepted(),)})
    assert not _found(Policy(), design)["REL003"].is_open


@pytest.mark.parametrize(
    ("override", "severity"),
    [
        (Override(rule="REL003", severity=Severity.ERROR), Severity.ERROR),
        (Override(rule="single-replica-datastore", severity=Severity.INFO), Severity.INFO),
        (Override(rule="REL003", severity=Severity.ERROR, element="postgresql"), Severity.ERROR),
        (Override(rule="REL003", severity=Severity.ERROR, element="rabbitmq"), Severity.WARNING),
        (Override(rule="REL003", severity=Severity.ERROR, tag="gold"), Severity.WARNING),
    ],
)
def test_severity_follows_the_project_the_element_or_the_tag(override: Override, severity: Severity) -> None:
    assert _found(Policy(overrides=(override,)))["REL003"].severity == severity


def test_a_tag_gives_its_parts_another_severity() -> None:
    parts = tuple(item.model_copy(update={"tags": ("gold",)}) for item in DESIGN.graph.components)
    tagged = DESIGN.model_copy(update={"graph": DESIGN.graph.model_copy(update={"components": parts})})
    policy = Policy(overrides=(Override(rule="REL003", severity=Severity.ERROR, tag="gold"),))
    assert _found(policy, tagged)["REL003"].severity == Severity.ERROR


def test_a_rule_that_is_off_finds_nothing_and_its_acceptance_is_stale() -> None:
    policy = Policy(overrides=(Override(rule="REL003", severity="off"),), acceptances=(_accepted(),))
    assert "REL003" not in _found(policy)
    assert "ACC001" in _found(policy)


def test_the_table_of_designer_toml_is_read(tmp_path: object) -> None:
    folder = tmp_path  # type: ignore[assignment]
    (folder / "designer.toml").write_text(  # type: ignore[attr-defined]
        'theme = "dark"\n[rules]\nfiles = ["own.yaml"]\nseverity = {REL003 = "off"}\n'
        '[[rules.accept]]\nrule = "SEC001"\nreason = "inside only"\nauthor = "Bo"\nexpires = 2031-02-03\n'
    )
    policy, files = load_policy(folder)  # type: ignore[arg-type]
    assert policy.overrides == (Override(rule="REL003", severity="off"),)
    assert policy.acceptances[0].expires == date(2031, 2, 3)
    assert [path.name for path in files] == ["own.yaml"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[rules]\nacept = []", "unknown key"),
        ('[rules]\nseverity = {REL003 = "bad"}', "severity"),
        ('[[rules.accept]]\nrule = "REL003"\nauthor = "Bo"', "reason"),
        ("rules = 3", "takes a table"),
        ('[rules]\nfiles = "x"', "list"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: object, table: str, words: str) -> None:
    (tmp_path / "designer.toml").write_text(table)  # type: ignore[operator]
    with pytest.raises(SettingsError, match=words) as caught:
        load_policy(tmp_path)  # type: ignore[arg-type]
    assert "designer.toml" in str(caught.value)
