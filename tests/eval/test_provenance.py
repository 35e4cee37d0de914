"""Every element and figure of every design of the evaluation set says where it comes from."""

from functools import cache
from pathlib import Path

from designer.errors import BriefError
from designer.evaluation.load import read_cases
from designer.model.design import Design
from designer.pipeline import design_offline
from tests.support.catalogs import shipped

HERE = Path(__file__).parent
CATALOG = shipped()


@cache
def designs() -> tuple[tuple[str, Design], ...]:
    """Return the design of each brief that is not refused, with the brief's text."""
    found = []
    for case in read_cases([HERE]):
        try:
            found.append((case.brief.text, design_offline(case.brief.text, CATALOG, answers=case.brief.answers)))
        except BriefError:
            continue
    return tuple(found)


def test_every_element_has_an_origin_and_quotes_the_brief_where_it_names_it() -> None:
    for text, design in designs():
        graph = design.graph
        elements = (
            *graph.components,
            *graph.connections,
            *graph.boundaries,
            *design.flows,
            *design.entities,
            *design.interfaces,
        )
        for item in elements:
            origin = item.origin
            assert origin.by in {"brief", "blueprint", "default", "user"}, (item.id, origin)
            assert origin.by == "brief" or origin.ref, (item.id, origin)
            if origin.span is not None:
                start, end = origin.span
                assert 0 <= start < end <= len(text), (item.id, origin)
                assert text[start:end].strip(), (item.id, origin)


def test_every_figure_has_a_formula_its_inputs_a_unit_and_a_source() -> None:
    for text, design in designs():
        for estimate in design.capacity.estimates:
            assert estimate.formula, estimate.name
            assert estimate.unit, estimate.name
            assert estimate.source, estimate.name
            assert all(item.source for item in estimate.inputs.values()), estimate
        for quantity in design.brief.quantities:
            start, end = quantity.span
            assert 0 <= start < end <= len(text), quantity
        for parameter in design.capacity.parameters:
            assert parameter.source, parameter


def test_what_the_brief_rules_out_by_name_is_in_no_design() -> None:
    for text, design in designs():
        present = {item.technology for item in design.graph.components if item.technology}
        wanted = {item.technology for item in design.brief.mentions if not item.negated}
        refused = {item.technology for item in design.brief.mentions if item.negated} - wanted
        assert not present & refused, (text[:80], present & refused)
