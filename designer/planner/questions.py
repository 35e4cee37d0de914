"""What stays open: option points and parameters that the brief leaves to a default, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from designer.brief.phrases import StemmedText
from designer.catalog.formula import names_in
from designer.model.blueprint import Blueprint, OptionSpec
from designer.model.brief import Brief
from designer.model.figures import human
from designer.model.plan import BlueprintChoice
from designer.model.question import Question

MOST = 3


def questions_of(blueprint: Blueprint, choice: BlueprintChoice, brief: Brief) -> tuple[Question, ...]:
    """Return the open questions of one blueprint in its own order of weight, at most three.

    A question is closed when the brief or an answer settles it.
    """
    text = StemmedText(brief.text)
    return tuple(_open(blueprint, choice, brief, text))[:MOST]


def _open(blueprint: Blueprint, choice: BlueprintChoice, brief: Brief, text: StemmedText) -> Iterator[Question]:
    stated = {parameter.name for parameter in choice.parameters if parameter.stated}
    for key in blueprint.questions:
        if key in brief.answers:
            continue
        if key in blueprint.options:
            option = blueprint.options[key]
            if not _is_settled(option, text):
                yield _option_question(key, option, choice)
        elif key not in stated and not _follows(blueprint, key, stated):
            yield _parameter_question(blueprint, key)


def _is_settled(option: OptionSpec, text: StemmedText) -> bool:
    return any(text.find_any((choice.name, *choice.says)) for choice in option.choices.values())


def _follows(blueprint: Blueprint, name: str, stated: set[str]) -> bool:
    """Tell whether another stated figure makes this one idle: redirects stated, so the ratio is not asked."""
    for formula in blueprint.capacity.values():
        used = names_in(formula.formula)
        if name in used and " if " in formula.formula and used & stated:
            return True
    return False


def _option_question(key: str, option: OptionSpec, choice: BlueprintChoice) -> Question:
    taken = choice.options[key]
    others = [f"{item.name}: {item.changes}" for name, item in option.choices.items() if name not in taken]
    return Question(
        id=key,
        text=option.question,
        default=", ".join(option.choices[name].name for name in taken),
        options=tuple(item.name for item in option.choices.values()),
        changes=" ".join(others),
    )


def _parameter_question(blueprint: Blueprint, name: str) -> Question:
    spec = blueprint.parameters[name]
    sized = [formula.title for formula in blueprint.capacity.values() if name in names_in(formula.formula)]
    return Question(
        id=name,
        text=spec.question or f"{spec.title}: which value?",
        default=human(spec.default, spec.unit),
        changes=f"Sizes {', '.join(sized)}." if sized else "",
    )
