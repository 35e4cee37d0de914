"""Choose blueprints, bind their parameters, take options, optional roles and the products a brief dictates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.brief.phrases import StemmedText, stemmed, stems_of
from designer.catalog.catalog import Catalog
from designer.model.blueprint import Blueprint, OptionSpec
from designer.model.brief import Brief, Mention
from designer.model.kinds import Kind
from designer.model.plan import BlueprintChoice, Plan
from designer.planner.bind import bind
from designer.planner.dictated import AS_DICTATED, is_loosely_dictated, is_taken_as_dictated, title_of
from designer.planner.domain import services_in
from designer.planner.match import Fit, needed, rank, ranker_of
from designer.planner.names import head_of, named_first
from designer.planner.outlines import outlines_in
from designer.planner.several import systems_asked
from designer.planner.terms import Terms

# How much must speak for a blueprint where words for another known kind of system stand in the text, or
# begin it, or are many.
_LITTLE, _SURE, _VERY_SURE = 0.5, 0.9, 2.9
_MANY_WORDS = 6
_MANY_SERVICES, _SOME_SERVICES = 4, 2
_SEVERAL = 2
"""Of so many known systems that a brief asks for, the first may be said in a few words."""
_A_LINE = 14
_SHORT, _FEW_KNOWN, _MORE = 60, 25, 1.0
"""Words of a short text, how few of them are known, and how much more than usual must speak for a blueprint there."""


def plan(brief: Brief, catalog: Catalog) -> Plan:
    """Return the planner's choices for a brief.

    A brief that dictates an architecture is taken at its word, unless it says little of it and rather lists known systems.
    One that no blueprint fits gets no blueprint: the
    parts it names are all that is planned, and a note says so.
    """
    text = stemmed(brief.text)
    if is_taken_as_dictated(brief, catalog) and not _lists_systems(brief, text, catalog):
        return Plan(title=title_of(brief, catalog), brief=brief, notes=(AS_DICTATED,), dictated=True)
    matches = rank(text, ranker_of(catalog), catalog)
    scores = {match.id: match.score for match in matches}
    choices = tuple(
        choose(catalog.blueprint(key), scores.get(key, 0.0), brief, text) for key in _asked(text, matches, catalog)
    )
    titles = [catalog.blueprint(choice.id).title for choice in choices]
    return Plan(title=_joined(titles) or "System", brief=brief, choices=choices, extra=_extra(brief, choices, catalog))


def _lists_systems(brief: Brief, text: StemmedText, catalog: Catalog) -> bool:
    """Tell whether what was read as an architecture is the description of several known systems."""
    return is_loosely_dictated(brief, catalog) and bool(systems_asked(text, catalog, ""))


def _asked(text: StemmedText, matches: Sequence[Fit], catalog: Catalog) -> tuple[str, ...]:
    """Return the blueprints that a brief asks for: the one that fits it and its further parts, several parts, or none."""
    if matches and matches[0].fits and not _is_known_otherwise(text, matches[0], catalog):
        return systems_asked(text, catalog, matches[0].id)
    return () if _outlined_first(text, catalog) else systems_asked(text, catalog, "")


def _is_known_otherwise(text: StemmedText, best: Fit, catalog: Catalog) -> bool:
    """Tell whether a brief is about another known kind of system, and the blueprint only shares words with it."""
    if best.id in named_first(text, catalog):
        return False
    if _has_field_of_its_own(text, best, catalog):
        return True
    if not any(item.names for item in outlines_in(text, catalog)):
        return False
    is_first = _outlined_first(text, catalog)
    if is_first and sum(token.is_word for token in text.tokens) <= _A_LINE:
        # "An online shop with Stripe payments": in a line the first words say what it is, and the others what it has.
        return True
    is_clear = is_first or outlines_in(text, catalog)[0].weight >= _MANY_WORDS
    return best.worth < (_VERY_SURE if is_clear else _SURE)


def _has_field_of_its_own(text: StemmedText, best: Fit, catalog: Catalog) -> bool:
    """Tell whether a text calls for services of a field, and too little speaks for the blueprint beside them.

    One such word strays into any brief. How much is too little was measured on the catalog's wordings, each held out of
    what was learned.
    """
    terms = Terms(text)
    services = len(services_in(text, catalog, terms.acts))
    if services >= _MANY_SERVICES and best.worth < _SURE:
        return True
    if services >= _SOME_SERVICES and best.worth < _LITTLE and len(systems_asked(text, catalog, best.id)) < _SEVERAL:
        return True
    known = ranker_of(catalog).classifier.scores(text.text).known
    is_short = terms.words <= _SHORT and known < _FEW_KNOWN
    return is_short and services >= _SOME_SERVICES and best.worth < needed(known, best.phrases) + _MORE


def _outlined_first(text: StemmedText, catalog: Catalog) -> bool:
    """Tell whether the first words name a known kind of system that has no blueprint: "a stock exchange with ..."."""
    end = head_of(text)
    return any(span[1] <= end for item in outlines_in(text, catalog) for span in item.names)


def _joined(titles: Sequence[str]) -> str:
    """Return titles as one: "Video streaming platform with payment system and news feed"."""
    if len(titles) < 2:
        return "".join(titles)
    others = [title if title[1:2].isupper() else title[:1].lower() + title[1:] for title in titles[1:]]
    return f"{titles[0]} with {', '.join(others[:-1])}{' and ' if others[:-1] else ''}{others[-1]}"


def choose(blueprint: Blueprint, score: float, brief: Brief, text: StemmedText) -> BlueprintChoice:
    """Return what a brief takes of one blueprint: options, roles, parameters and products."""
    options = {key: _taken(key, option, brief, text) for key, option in blueprint.options.items()}
    roles = _roles(blueprint, options, brief, text)
    return BlueprintChoice(
        id=blueprint.id,
        score=score,
        roles=roles,
        options=options,
        parameters=bind(blueprint, brief),
        technologies=_technologies(blueprint, roles, brief),
    )


def _taken(key: str, option: OptionSpec, brief: Brief, text: StemmedText) -> tuple[str, ...]:
    """Return the choices taken at an option point: the answer, the brief's words, else the default."""
    answer = brief.answers.get(key)
    if answer is not None and (wanted := _answered(option, answer)):
        return wanted
    said = {name: text.find_any((choice.name, *choice.says)) for name, choice in option.choices.items()}
    named = tuple(name for name, span in said.items() if span is not None)
    default = (option.default,) if isinstance(option.default, str) else option.default
    if option.kind == "any-of":
        return tuple(name for name in option.choices if name in {*named, *(() if named else default)})
    if len(named) > 1 and default[0] in named:
        # The words for both stand in the text: the ones for the unusual choice were said on purpose.
        named = tuple(name for name in named if name != default[0])
    return named[:1] or default


def _answered(option: OptionSpec, answer: str) -> tuple[str, ...]:
    """Return the choices that an answer names, by id, name or the words for it; several where several may be taken."""
    names = {key.casefold(): key for key in option.choices}
    names |= {choice.name.casefold(): key for key, choice in option.choices.items()}
    whole = names.get(answer.strip().casefold())
    if whole is not None:
        return (whole,)
    parts = [names.get(part.strip().casefold()) for part in answer.split(",")]
    if option.kind == "any-of" and all(parts):
        return tuple(key for key in option.choices if key in parts)
    text = stemmed(answer)
    said = tuple(key for key, choice in option.choices.items() if text.find_any((choice.name, *choice.says)))
    return said if option.kind == "any-of" else said[:1]


def _roles(
    blueprint: Blueprint, options: dict[str, tuple[str, ...]], brief: Brief, text: StemmedText
) -> dict[str, tuple[int, int] | None]:
    """Return the roles that are present, in the blueprint's order, with the words that name or call for them."""
    gated: dict[str, bool] = {}
    for point, option in blueprint.options.items():
        for name, choice in option.choices.items():
            for gate in choice.roles:
                gated[gate] = gated.get(gate, False) or name in options[point]
    asked = {mention.kind for mention in brief.mentions if not mention.negated and mention.kind is not None}
    refused = _refused_kinds(brief.mentions)
    roles: dict[str, tuple[int, int] | None] = {}
    for key, role in blueprint.roles.items():
        if key in gated and not gated[key]:
            continue
        if role.kind in refused and text.find_any((role.name,)) is None:
            continue
        called = text.find_any((*role.when, role.name, *role.words))
        denied = text.find_any((*role.when, role.name, *role.words), negated=True)
        if denied is not None and called is None and not role.required:
            continue
        if role.required or key in gated or called is not None:
            roles[key] = called if called is not None else _kind_span(role.kind, brief)
        elif role.kind in asked and role.kind is not Kind.EXTERNAL_SYSTEM and _is_only(blueprint, key):
            roles[key] = _kind_span(role.kind, brief)
    return roles


def _refused_kinds(mentions: Iterable[Mention]) -> frozenset[Kind]:
    """Return the kinds that are only ever mentioned to be refused, and by their own word ("no cache")."""
    refused = {item.kind for item in mentions if item.negated and item.kind and item.technology is None}
    wanted = {item.kind for item in mentions if not item.negated and item.kind}
    return frozenset(refused - wanted - {Kind.SERVICE})


def _is_only(blueprint: Blueprint, key: str) -> bool:
    kind = blueprint.roles[key].kind
    return sum(1 for role in blueprint.roles.values() if role.kind == kind) == 1


def _kind_span(kind: Kind, brief: Brief) -> tuple[int, int] | None:
    return next((item.span for item in brief.mentions if item.kind == kind and not item.negated), None)


def _technologies(blueprint: Blueprint, roles: Iterable[str], brief: Brief) -> dict[str, str]:
    """Return the products that the brief dictates for roles: named for the role's kind, each used once a kind."""
    present = list(roles)
    refused = {item.technology for item in brief.mentions if item.negated and item.technology}
    found: dict[str, str] = {}
    for mention in brief.mentions:
        if mention.technology is None or mention.negated or mention.technology in found.values():
            continue
        candidates = [key for key in present if key not in found and _can_be(blueprint, key, mention)]
        if candidates:
            found[max(candidates, key=lambda key: _nearness(blueprint, key, mention, brief.text))] = mention.technology
    for key in present:
        choice = blueprint.roles[key].technology
        if key not in found and choice is not None and choice.default in refused:
            found[key] = next((item for item in choice.options if item not in refused), "")
    return found


def _nearness(blueprint: Blueprint, key: str, mention: Mention, text: str) -> int:
    """Count the role's words beside a product: "PostgreSQL for the orders" means the order store."""
    start, end = mention.span
    left = max(text.rfind(mark, 0, start) for mark in ",;.\n") + 1
    right = min((place for mark in ",;.\n" if (place := text.find(mark, end)) >= 0), default=len(text))
    around = set(stems_of(text[max(left, start - 60) : min(right, end + 60)]))
    role = blueprint.roles[key]
    own = {stem for words in (role.name, key.replace("-", " "), *role.words) for stem in stems_of(words)}
    return len(own & around)


def _can_be(blueprint: Blueprint, key: str, mention: Mention) -> bool:
    role = blueprint.roles[key]
    choice = role.technology
    named = choice is not None and mention.technology in (choice.default, *choice.options)
    # Outside systems have nothing in common but that: a card processor is no feed of bad addresses.
    return named or (mention.kind is not Kind.EXTERNAL_SYSTEM and mention.kind in (role.kind, *role.or_kinds))


def _extra(brief: Brief, choices: Iterable[BlueprintChoice], catalog: Catalog) -> tuple[Mention, ...]:
    """Return the parts the brief names that no chosen role plays, the first mention of each."""
    used = {name for choice in choices for name in choice.technologies.values()}
    kinds = {catalog.blueprint(choice.id).roles[role].kind for choice in choices for role in choice.roles}
    seen: set[str] = set()
    extra: list[Mention] = []
    for mention in brief.mentions:
        key = mention.technology or (mention.kind or "")
        covered = mention.technology in used if mention.technology else mention.kind in kinds
        if mention.negated or covered or key in seen:
            continue
        seen.add(key)
        extra.append(mention)
    return tuple(extra)
