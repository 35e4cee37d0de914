"""What stays open: option points and parameters that the brief leaves to a default, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stemmed
from designer.catalog.formula import names_in
from designer.model.blueprint import Blueprint, OptionSpec
from designer.model.brief import Brief
from designer.model.figures import human
from designer.model.plan import BlueprintChoice
from designer.model.question import Question
from designer.planner.effects import option_effects, parameter_effect, sentence, weight

MOST = 3


class _Ranked(NamedTuple):
    """A question, and how much its answers change."""

    weight: float
    position: int
    question: Question


def questions_of(blueprint: Blueprint, choice: BlueprintChoice, brief: Brief) -> tuple[Question, ...]:
    """Return the open questions of one blueprint, the one whose answers change most first, at most three.

    A question is closed when the brief or an answer settles it.
    """
    text = stemmed(brief.text)
    found = [
        _Ranked(weight(question.effects), position, question)
        for position, question in enumerate(_open(blueprint, choice, brief, text))
    ]
    return tuple(item.question for item in sorted(found, key=lambda item: (-item.weight, item.position))[:MOST])


def _open(blueprint: Blueprint, choice: BlueprintChoice, brief: Brief, text: StemmedText) -> Iterator[Question]:
    stated = {parameter.name for parameter in choice.parameters if parameter.stated}
    for key in blueprint.questions:
        if key in brief.answers:
            continue
        if key in blueprint.options:
            option = blueprint.options[key]
            if not _is_settled(option, text):
                yield _option_question(blueprint, key, choice)
        elif key not in stated and not _follows(blueprint, key, stated):
            yield _parameter_question(blueprint, key, choice)


def _is_settled(option: OptionSpec, text: StemmedText) -> bool:
    return any(text.find_any((choice.name, *choice.says)) for choice in option.choices.values())


def _follows(blueprint: Blueprint, name: str, stated: set[str]) -> bool:
    """Tell whether another stated figure makes this one idle: redirects stated, so the ratio is not asked."""
    for formula in blueprint.capacity.values():
        used = names_in(formula.formula)
        if name in used and " if " in formula.formula and used & stated:
            return True
    return False


def _option_question(blueprint: Blueprint, key: str, choice: BlueprintChoice) -> Question:
    option = blueprint.options[key]
    effects = option_effects(blueprint, key, choice)
    why = {item.name: item.changes for item in option.choices.values()}
    return Question(
        id=key,
        text=option.question,
        default=", ".join(option.choices[name].name for name in choice.options[key]),
        options=tuple(item.name for item in option.choices.values()),
        changes=" ".join(f"{sentence(effect)} {why[effect.answer]}" for effect in effects),
        effects=effects,
    )


def _parameter_question(blueprint: Blueprint, name: str, choice: BlueprintChoice) -> Question:
    spec = blueprint.parameters[name]
    effect = parameter_effect(blueprint, name, choice)
    return Question(
        id=name,
        text=spec.question or f"{spec.title}: which value?",
        default=human(spec.default, spec.unit),
        changes=sentence(effect),
        effects=(effect,),
    )
