"""What a capable model answers to briefs outside the catalog, recorded: the agent's result beats the offline draft.

The answers in tests/data/transcripts were written down as such a model gives them, before they were scored: whole
graphs, two of them in fences among words. Three have a flaw; what mends it was written when the flaw had been told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import designer
from designer.evaluation.load import Case, read_cases
from designer.evaluation.run import Score, score_case
from designer.evaluation.tally import Metric, Tally
from designer.rendering import document_text

HERE = Path(__file__).parent
CAPABLE = HERE.parent / "data/transcripts/capable.json"


def _cases() -> list[Case]:
    from designer.adapters.llm.replay import brief_in, read_transcripts
    from designer.edits.text import clip_middle, fence
    from designer.ports import ChatMessage

    known = read_transcripts(CAPABLE).briefs
    cases = read_cases([HERE / "beyond.yaml", HERE / "beyond-b.yaml"])
    tags = {
        case.brief.id: brief_in([ChatMessage("user", fence("BRIEF", clip_middle(case.brief.text, 6000)))])[0]
        for case in cases
    }
    return [case for case in cases if tags[case.brief.id] in known]


def _scores(cases: list[Case], model: str) -> list[Score]:
    return [
        score_case(
            case,
            design=lambda text, answers: designer.design(text, answers=answers, model=model),
            write=lambda made: document_text(made, "md"),
        )
        for case in cases
    ]


def _share(scores: list[Score], metric: Metric) -> float:
    total = Tally()
    for score in scores:
        total = total.plus(score.tallies.get(metric, Tally()))
    return total.share or 0.0


@pytest.fixture(scope="module")
def both() -> tuple[list[Score], list[Score]]:
    cases = _cases()
    assert len(cases) == 30
    return _scores(cases, "offline"), _scores(cases, f"replay:{CAPABLE}")


def test_the_agent_finds_more_than_the_draft(both: tuple[list[Score], list[Score]]) -> None:
    offline, agent = both
    assert _share(agent, Metric.CONCEPTS) >= 0.94
    assert _share(agent, Metric.CONCEPTS) > _share(offline, Metric.CONCEPTS)
    assert _share(agent, Metric.CONNECTIONS) > _share(offline, Metric.CONNECTIONS)
    assert _share(agent, Metric.NUMBERS) >= _share(offline, Metric.NUMBERS), "figures come from code"
    assert sum(score.tallies.get(Metric.FORBIDDEN, Tally()).hit for score in agent) == 0


def test_one_question_is_enough_for_most_and_two_for_all(both: tuple[list[Score], list[Score]]) -> None:
    calls = [score.use.spent.calls for score in both[1] if score.use is not None]
    assert len(calls) == 30 and sorted(calls)[15] == 1 and max(calls) <= 2
    assert all(score.use is not None and score.use.is_kept for score in both[1])


def test_a_flawed_answer_is_mended_by_its_repair(both: tuple[list[Score], list[Score]]) -> None:
    repaired = [score for score in both[1] if score.use is not None and not score.use.is_first_try]
    assert len(repaired) == 3
    assert sum(sum(score.use.refused.values()) for score in repaired if score.use is not None) == 1
