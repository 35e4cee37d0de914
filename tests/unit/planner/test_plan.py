"""Planning: the right blueprint, its figures, options, optional roles and dictated products."""

from __future__ import annotations

import pytest

from designer.brief.understand import understand
from designer.estimate.size import size
from designer.model.design import SizedDraft
from designer.planner.draft import draft
from designer.planner.match import Fit
from designer.planner.plan import plan
from tests.support.catalogs import shipped

CATALOG = shipped()
MONTH = 30 * 86400

OWN_WORDS = {
    "url-shortener": "Marketing pastes endless tracking addresses and wants seven characters back that send the reader on.",
    "rate-limiter": "Each API key may make 100 calls a minute; anything above gets 429 and a hint when to come back.",
    "websocket-gateway": "Half a million phones hold an open socket; when we deploy, nobody may lose a message.",
    "notification-system": "Send one-time passwords, receipts and newsletters by push, mail and text, the passwords first.",
    "payment-system": "Customers pay by card; a retried request must never charge twice and the books must balance.",
    "news-feed": "Everyone sees the newest posts of the accounts they follow, even of stars with millions of followers.",
    "video-streaming": "Creators put their films online, viewers press play on phones and TVs and get the quality their line allows.",
    "web-crawler": "Fetch a billion pages politely, obey robots.txt, and never fetch the same page twice.",
}


def _design(text: str, **answers: str) -> SizedDraft:
    made = plan(understand(text, CATALOG, answers=answers), CATALOG)
    return size(draft(made, CATALOG), [item for choice in made.choices for item in choice.parameters], CATALOG)


@pytest.mark.parametrize("key", OWN_WORDS)
def test_a_brief_in_other_words_leads_to_its_blueprint(key: str) -> None:
    assert [match.id for match in _design(OWN_WORDS[key]).blueprints] == [key]


def test_stated_figures_bind_and_the_rest_is_assumed() -> None:
    made = _design("People shorten links, 100 million new links a month, kept for five years.")
    bound = {item.name: item for item in made.capacity.parameters}
    assert bound["new_links"].stated and bound["new_links"].value == pytest.approx(1e8 / MONTH)
    assert bound["retention"].stated and bound["retention"].value == 5 * 365 * 86400
    assert not bound["peak_factor"].stated and bound["peak_factor"].source
    spans = [made.brief.text[slice(*item.span)] for item in bound.values() if item.span is not None]
    assert spans == ["100 million new links a month", "five years"]


def test_a_product_named_takes_the_place_of_the_default_and_keeps_the_words() -> None:
    made = _design("A link shortener on MySQL with Memcached in front.")
    by_product = {item.technology: item for item in made.graph.components}
    assert {"MySQL", "Memcached"} <= by_product.keys()
    assert "PostgreSQL" not in by_product and "Redis" not in by_product


def test_a_refused_part_stays_out() -> None:
    with_clicks = _design("Short links with click statistics.")
    without = _design("Short links, no tracking of clicks.")
    assert any("click" in item.id for item in with_clicks.graph.components)
    assert not any("click" in item.id for item in without.graph.components)


def test_an_answer_leads_to_the_same_figures_as_the_text() -> None:
    said = _design("People shorten links, 100 million new links a month.")
    answered = _design("People shorten links.", new_links="100 million new links a month")
    pick = [(item.name, item.value) for item in said.capacity.estimates]
    assert pick == [(item.name, item.value) for item in answered.capacity.estimates]


def test_a_vague_brief_asks_at_most_three_questions_with_defaults() -> None:
    questions = _design("Please shorten links for us.").questions
    assert 1 <= len(questions) <= 3
    assert all(question.default and question.text for question in questions)


def test_a_question_that_the_brief_settles_is_not_asked() -> None:
    open_ids = {question.id for question in _design("Shorten links, 5 million new links a day.").questions}
    assert "new_links" not in open_ids


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Drivers reserve a parking spot in our car park and pay on exit.", ["Parking"]),
        ("Neighbours lend tools to each other and leave reviews.", ["Review"]),
        ("A clinic lets patients book appointments and doctors write prescriptions.", ["Booking", "Prescription"]),
        ("Farmers put moisture sensors into fields; readings arrive every 10 minutes and raise an alert.", ["Alert"]),
    ],
)
def test_a_brief_that_no_blueprint_fits_is_composed_and_says_so(text: str, names: list[str]) -> None:
    made = _design(text)
    assert made.blueprints == ()
    assert any("No blueprint" in note for note in made.notes)
    services = " ".join(item.name for item in made.graph.components)
    assert all(name in services for name in names), services
    assert made.questions


@pytest.mark.parametrize("text", [*OWN_WORDS.values(), "Neighbours lend tools to each other."])
def test_every_component_and_connection_has_an_origin_whose_words_stand_in_the_brief(text: str) -> None:
    made = _design(text)
    for item in (*made.graph.components, *made.graph.connections, *made.flows, *made.entities):
        origin = item.origin
        assert origin.by in {"brief", "blueprint", "default"}
        if origin.span is not None:
            start, end = origin.span
            assert 0 <= start < end <= len(text)
        assert origin.span is not None or origin.ref


def test_every_estimate_has_formula_inputs_unit_and_source() -> None:
    for estimate in _design(OWN_WORDS["payment-system"]).capacity.estimates:
        assert estimate.formula and estimate.unit and estimate.source and estimate.inputs


@pytest.mark.parametrize("name", ['"; drop table', "<b>bold</b>", "../../etc", "{{ 7*7 }}", "a" * 10_000, "🙂\u202e"])
def test_hostile_words_do_not_disturb_planning(name: str) -> None:
    made = _design(f"Shorten links for the {name} service, 5 links per second.")
    assert made.graph.components


def test_the_title_of_a_dictated_design_names_no_people() -> None:
    text = "Wardens book bunks in the hut app. The hut app calls the bunk service, which writes to PostgreSQL."
    made = plan(understand(text, CATALOG, answers={}), CATALOG)
    assert made.dictated
    assert made.title == "Hut app and Bunk service"


def test_words_of_a_field_outweigh_a_blueprint_that_hardly_anything_speaks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "The abbey on the hill is old and wet, its walls are thick, the roof leaks where the wind comes from, and those who "
        "live there are few and not young any more. In summer people climb up the path, sit under the limes, and like to stay "
        "for a night; clerks record donations of whoever wants to give, and volunteers weed the walks below the walls."
    )
    brief = understand(text, CATALOG, answers={})

    def choices(worth: float) -> list[str]:
        fit = Fit("payment-system", 0.9, 0.9, 4.0, fits=True, worth=worth)
        monkeypatch.setattr("designer.planner.plan.rank", lambda *_: (fit,))
        return [choice.id for choice in plan(brief, CATALOG).choices]

    assert choices(0.4) == []
    assert choices(0.6)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("An online shop for 10,000 users a day with Stripe payments", []),
        ("Chat app with Redis and Postgres", ["in-app-chat-sdk"]),
        ("Payment system for an online shop", ["payment-system"]),
    ],
)
def test_in_a_line_the_first_words_say_what_it_is(text: str, titles: list[str]) -> None:
    made = plan(understand(text, CATALOG, answers={}), CATALOG)
    assert [choice.id for choice in made.choices] == titles
    assert not made.dictated
