"""Open questions: what another answer changes is computed, and is what it does change."""

from collections.abc import Iterator

import pytest

from designer.model.blueprint import Blueprint
from designer.model.design import Design
from designer.model.question import Question
from designer.pipeline import design_offline
from designer.planner.questions import MOST
from tests.support.catalogs import shipped

CATALOG = shipped()


def _asked() -> Iterator[tuple[Blueprint, str, Question]]:
    for blueprint in CATALOG.blueprints:
        text = f"{blueprint.title}, please."
        for question in design_offline(text, CATALOG).questions:
            yield blueprint, text, question


ASKED = list(_asked())


def _names(design: Design) -> set[str]:
    return {item.name for item in design.graph.components}


@pytest.mark.parametrize(("blueprint", "text", "question"), ASKED, ids=[f"{item[0].id}-{item[2].id}" for item in ASKED])
def test_an_answer_changes_what_the_question_said_it_would(blueprint: Blueprint, text: str, question: Question) -> None:
    before = design_offline(text, CATALOG)
    for effect in question.effects:
        answer = effect.answer
        if question.id in blueprint.parameters:
            number = blueprint.parameters[question.id]
            answer = f"{min(number.default * 10, number.max)}"
        after = design_offline(text, CATALOG, answers={question.id: answer})
        assert question.id not in [item.id for item in after.questions]
        assert _names(after) - _names(before) == set(effect.adds)
        assert _names(before) - _names(after) == set(effect.removes)
        figures = {item.name: item.value for item in after.capacity.estimates}
        for number_change in effect.numbers:
            if number_change.after is not None:
                assert figures[number_change.name] == pytest.approx(number_change.after), number_change.name
            else:
                assert number_change.name not in figures


@pytest.mark.parametrize("blueprint", CATALOG.blueprints, ids=lambda item: item.id)
def test_at_most_three_are_asked_and_none_once_all_are_answered(blueprint: Blueprint) -> None:
    text = f"{blueprint.title}, please."
    answers: dict[str, str] = {}
    for _ in range(12):
        asked = design_offline(text, CATALOG, answers=answers).questions
        assert len(asked) <= MOST
        if not asked:
            return
        answers |= {item.id: item.default for item in asked}
    raise AssertionError(f"still asked: {[item.id for item in asked]}")


@pytest.mark.parametrize(("blueprint", "text", "question"), ASKED, ids=[f"{item[0].id}-{item[2].id}" for item in ASKED])
def test_the_weightiest_question_comes_first(blueprint: Blueprint, text: str, question: Question) -> None:
    asked = design_offline(text, CATALOG).questions
    touched = [max((len(item.adds) + len(item.removes) for item in one.effects), default=0) for one in asked]
    assert touched[0] == max(touched)


def test_an_answer_is_the_same_as_the_words_in_the_text() -> None:
    asked = "People paste long links and get short ones back, 100 million new links a month"
    answered = design_offline(asked, CATALOG, answers={"click-tracking": "Not counted"})
    written = design_offline(f"{asked}. Clicks are not counted.", CATALOG)
    assert _names(answered) == _names(written)
