"""What every instruction leaves: who asked is on record, the rest stays, and decisions and brief agree with the design."""

from __future__ import annotations

import pytest

import designer
from designer.api import refine_steps
from designer.docs.decisions import decision_key
from designer.errors import InputError
from designer.explanations import explanations
from designer.model.decision import Decision
from designer.model.origin import Origin
from tests.unit.refining.conftest import BRIEFS, design_of

BY_USER = Origin(by="user")


def refined(key: str, *texts: str) -> designer.Design:
    design = design_of(key)
    for text in texts:
        design = designer.refine(design, text)
    return design


def test_what_is_added_or_changed_is_the_users_and_the_rest_keeps_its_origin() -> None:
    before, after = design_of("shortener"), refined("shortener", "add a read replica in a second region")
    old = before.graph.by_id
    for part in after.graph.components:
        assert part.origin == (old[part.id].origin if part.id in old else BY_USER)
    assert {b.id: b.origin for b in after.graph.boundaries}["second-region"] == BY_USER
    changed = refined("shortener", "replace Redis by Memcached").graph.by_id["link-cache"]
    assert changed.origin == BY_USER
    assert changed.origin.model_dump() == {"by": "user"}


def test_untouched_parts_and_connections_are_the_same_to_the_byte() -> None:
    before, after = (
        design_of("tables"),
        refined("tables", "put a queue between the table service and the table booking store"),
    )
    kept = {part.id: part for part in after.graph.components}
    assert all(kept[part.id] == part for part in before.graph.components)
    links = {link.id: link for link in after.graph.connections}
    gone = [link for link in before.graph.connections if links.get(link.id) != link]
    assert [(link.source, link.target) for link in gone] == [("table-service", "table-booking-store")]


@pytest.mark.parametrize("key", BRIEFS)
def test_the_same_instruction_gives_the_same_bytes(key: str) -> None:
    text = "make it survive a region"
    once, again = refine_steps(design_of(key), text), refine_steps(designer.design(BRIEFS[key]), text)
    assert once.design.to_json() == again.design.to_json()
    assert once.done == again.done


def test_an_instruction_is_kept_and_explained_in_its_own_words() -> None:
    after = refined("shortener", "replace Redis by Memcached", "scale the redirect service to 9 replicas")
    assert [item.text for item in after.refinements] == [
        "replace Redis by Memcached", "scale the redirect service to 9 replicas",
    ]  # fmt: skip
    rows = {key: dict(next(explanations(after, (), key)).rows) for key in ("link-cache", "redirect-service", "gateway")}
    assert rows["link-cache"]["from"] == "the user: 'replace Redis by Memcached'"
    assert rows["redirect-service"]["from"] == "the user: 'scale the redirect service to 9 replicas'"
    assert "blueprint" in rows["gateway"]["from"]
    assert "It comes from you: “replace Redis by Memcached”" in refine_steps(after, "why Memcached?").reply


def test_a_design_that_nobody_refined_says_nothing_of_it() -> None:
    assert "refinements" not in design_of("shortener").to_json()


def test_figures_and_findings_are_computed_anew() -> None:
    before = design_of("orders")
    after = refined("orders", "enable backups")
    assert "DAT007" in {finding.rule for finding in before.findings}
    assert "DAT007" not in {finding.rule for finding in after.findings}
    assert after.findings == designer.check(after)
    more = refined("shortener", "we expect 10x the traffic")
    rates = {
        item.name: item.value
        for item in design_of("shortener").capacity.estimates
        if item.subject == "redirect-service"
    }
    now = {item.name: item.value for item in more.capacity.estimates if item.subject == "redirect-service"}
    assert now["peak_redirects"] == pytest.approx(10 * rates["peak_redirects"])


def test_copies_that_the_user_set_stay_when_the_load_changes() -> None:
    after = refined("shortener", "run 40 replicas of the redirect service", "we expect 2x the traffic")
    assert after.graph.by_id["redirect-service"].replicas == 40


def test_two_changes_of_the_load_multiply() -> None:
    after = refined("shortener", "double the traffic", "double the traffic")
    before = {item.name: item.value for item in design_of("shortener").capacity.parameters}
    assert {item.name: item.value for item in after.capacity.parameters}["new_links"] == pytest.approx(
        4 * before["new_links"], rel=1e-6
    )


def test_what_was_taken_out_does_not_come_back_with_a_new_figure() -> None:
    after = refined("shortener", "remove the click counter", "retention is 2 years", "p99 must be under 100 ms")
    assert "click-counter" not in after.graph.by_id


def test_the_brief_no_longer_asks_for_what_was_replaced() -> None:
    after = refined("orders", "use MySQL instead of PostgreSQL")
    assert "BRF002" not in {finding.rule for finding in after.findings}
    assert "PostgreSQL" not in {mention.technology for mention in after.brief.mentions}


def test_what_the_brief_ruled_out_may_be_asked_for_later() -> None:
    after = refined("orders", "use MongoDB instead of PostgreSQL")
    assert "BRF001" not in {finding.rule for finding in after.findings}


def test_what_is_ruled_out_later_is_an_error_when_it_comes_back_another_way() -> None:
    after = refined("shortener", "no MongoDB")
    assert "No MongoDB." in after.brief.text
    (mention,) = [mention for mention in after.brief.mentions if mention.negated]
    assert after.brief.text[slice(*mention.span)] == "MongoDB"


def test_a_decision_that_named_the_old_product_names_the_new_one_under_the_same_key() -> None:
    decision = Decision(
        id="events",
        title="Kafka-free? No: RabbitMQ",
        choice="RabbitMQ carries messages.",
        subjects=("outgoing-messages",),
    )
    before = design_of("tables").model_copy(update={"decisions": (decision,)})
    after = designer.refine(before, "replace RabbitMQ by Amazon SQS")
    (item,) = after.decisions
    assert decision_key(item) == decision_key(decision)
    assert item.title == "Kafka-free? No: Amazon SQS"
    assert item.choice == "Amazon SQS carries messages. Amazon SQS was asked for: “replace RabbitMQ by Amazon SQS”."
    assert item.alternatives[0].name == "RabbitMQ"
    assert item.origin == BY_USER


def test_a_choice_of_product_becomes_a_decision_and_a_change_of_mind_supersedes_it() -> None:
    once = refined("orders", "use MySQL instead of PostgreSQL")
    (first,) = [item for item in once.decisions if "MySQL" in item.title]
    twice = designer.refine(once, "use MariaDB instead of MySQL")
    (second,) = [item for item in twice.decisions if "MariaDB" in item.title]
    assert decision_key(first) == decision_key(second)
    assert first.origin == second.origin == BY_USER


def test_a_decision_about_a_part_that_is_gone_says_so() -> None:
    after = refined("shortener", "no cache")
    item = next(one for one in after.decisions if one.id == "read-through-a-cache-and-remember-unknown-codes")
    assert item.choice.startswith("Link cache was taken out, as asked: “no cache”. Before: ")
    assert "link-cache" not in item.subjects


def test_when_one_clause_is_not_understood_nothing_is_done() -> None:
    before = design_of("orders")
    with pytest.raises(designer.errors.InputError):
        designer.refine(before, "remove the cache, then remove the flumph")
    assert "redis" in before.graph.by_id


def test_text_of_the_user_is_data() -> None:
    name = "<script>alert(1)</script> {{ 7*7 }} $(rm -rf /)"
    after = refined("orders", f'rename the Orders API to "{name}"')
    assert after.graph.by_id["orders-api"].name == name
    assert "<script>" not in after.document("md")
    assert "<script>alert" not in str(after.render("container", "svg"))


def test_the_users_own_errors_are_told_and_keep_nothing_from_being_done() -> None:
    found = refine_steps(design_of("orders"), "connect the React app to PostgreSQL")
    assert any(link.target == "postgresql" for link in found.design.graph.outgoing["react-app"])
    new = {one.rule for one in found.design.findings} - {one.rule for one in design_of("orders").findings}
    assert new


def test_a_design_from_elsewhere_can_be_refined(tmp_path: object) -> None:
    bare = designer.Design.model_validate(
        {
            "title": "Shop",
            "brief": {"text": ""},
            "graph": {
                "components": [
                    {"id": "web", "name": "Web shop", "kind": "service"},
                    {"id": "db", "name": "Orders", "kind": "relational-db", "technology": "MySQL"},
                ],
                "connections": [{"id": "a", "source": "web", "target": "db"}],
            },
        }
    )
    after = designer.refine(designer.refine(bare, "add a cache in front of Orders"), "p99 must be under 100 ms")
    assert [part.kind.value for part in after.graph.components] == ["relational-db", "cache", "service"]


def test_flows_go_on_without_a_part_that_was_in_their_way() -> None:
    before, after = design_of("video"), refined("video", "remove the API gateway")
    old, new = ({flow.id: flow for flow in one.flows} for one in (before, after))
    assert old.keys() == new.keys()
    through = [flow.id for flow in before.flows if any("api-gateway" in (s.source, s.target) for s in flow.steps)]
    assert through
    for key in through:
        ends = [(step.source, step.target) for step in new[key].steps]
        assert all("api-gateway" not in pair for pair in ends)
        clients = {step.source for step in old[key].steps if step.target == "api-gateway"}
        direct = [pair for pair in ends if pair[0] in clients]
        assert direct, f"nobody calls anything in {key} any more"


def test_more_traffic_means_what_comes_in_and_not_who_is_registered() -> None:
    before = designer.design(
        "A notification system for push, email and SMS: 10 million users, 500 notifications a second"
    )
    after = designer.refine(before, "we expect 10x the traffic")
    old, new = ({item.name: item.value for item in one.capacity.parameters} for one in (before, after))
    assert new["notifications"] == pytest.approx(10 * old["notifications"])
    assert new["users"] == old["users"]


def test_a_figure_that_was_changed_can_be_changed_again_by_its_name() -> None:
    after = refined("shortener", "double the traffic", "triple the new links", "set new links to 50 links/s")
    assert {item.name: item.value for item in after.capacity.parameters}["new_links"] == 50


@pytest.mark.parametrize("question", ["is this overkill for 2 people?", "would 50 ms of latency be a problem?"])
def test_a_question_without_an_answer_states_no_requirement(question: str) -> None:
    with pytest.raises(InputError, match="is a question that is not understood"):
        refine_steps(design_of("shortener"), question)
