"""One proposal: a call, one repair, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from designer.adapters.llm import ScriptedModel
from designer.agent.propose import Check, Proposal, propose
from designer.errors import LanguageModelError, SettingsError
from designer.model import Draft, Finding, Severity
from tests.fakes.drafts import blueprint, finding, shop

Reply = dict[str, Any]
DOWN = LanguageModelError("the server is down", where="language model", fix="start it")


def reply(*edits: Reply) -> Reply:
    return {"edits": list(edits)}


def replicas(count: int) -> Reply:
    return {"op": "change_component", "id": "cache", "replicas": count}


REMOVE = {"op": "remove_component", "id": "cache"}
UNKNOWN = {"op": "remove_component", "id": "unknown"}


def errors_when(broken: Callable[[Draft], bool], severity: Severity = Severity.ERROR) -> Check:
    def check(draft: Draft) -> tuple[Finding, ...]:
        return (finding("X1", "cache", severity=severity),) if broken(draft) else ()

    return check


def without_cache(draft: Draft) -> bool:
    return "cache" not in draft.graph.by_id


NEVER = errors_when(lambda draft: False)


def run(*replies: Any, check: Check = NEVER, **options: Any) -> tuple[Proposal, ScriptedModel]:
    model = ScriptedModel(replies)
    draft = shop()
    options = {"blueprints": [blueprint()], "findings": check(draft), **options}
    return propose(draft, model=model, check=check, **options), model


def test_good_edits_are_kept_after_one_call() -> None:
    result, model = run(reply(replicas(3)))
    cache = result.draft.graph.by_id["cache"]
    assert cache.replicas == 3 and result.draft.model == "scripted:replies"
    assert (result.calls, result.notices, len(model.seen)) == (1, (), 1)
    assert result.usage.input_tokens > 1000 and result.usage.output_tokens > 0


def test_what_is_added_names_the_model_as_its_origin() -> None:
    result, _ = run(reply({"op": "add_component", "name": "Mail", "kind": "queue"}))
    origin = result.draft.graph.by_id["mail"].origin
    assert (origin.by, origin.ref) == ("model", "scripted:replies")


def test_refused_edits_go_back_once_in_the_words_of_the_refusal() -> None:
    result, model = run(reply(replicas(3), UNKNOWN), reply(replicas(4)))
    assert (result.calls, result.notices) == (2, ())
    assert result.draft.graph.by_id["cache"].replicas == 4
    roles = [message.role for message in model.seen[1]]
    assert roles == ["system", "user", "assistant", "user"]
    assert model.seen[1][:2] == model.seen[0]
    assert "'unknown' is not a component" in model.seen[1][3].text and '"unknown"' in model.seen[1][2].text


def test_the_repair_is_applied_on_top_of_what_was_accepted() -> None:
    added = {"op": "add_component", "id": "mail", "name": "Mail", "kind": "queue"}
    result, _ = run(reply(added, UNKNOWN), reply({"op": "connect", "source": "orders", "target": "mail"}))
    assert "orders-to-mail" in {link.id for link in result.draft.graph.connections}


def test_what_is_refused_twice_becomes_a_notice() -> None:
    result, _ = run(reply(replicas(3), UNKNOWN), reply(UNKNOWN))
    assert result.calls == 2 and result.draft.graph.by_id["cache"].replicas == 3
    assert len(result.notices) == 1 and "'unknown' is not a component" in result.notices[0]


def test_a_new_error_goes_back_once_and_can_be_mended() -> None:
    again = {"op": "add_component", "id": "cache", "name": "Cache", "kind": "cache"}
    result, model = run(reply(REMOVE), reply(again), check=errors_when(without_cache))
    assert "X1 is broken" in model.seen[1][3].text
    assert "cache" in result.draft.graph.by_id and result.notices == ()


def test_edits_that_bring_more_errors_are_left_out_with_a_reason() -> None:
    result, _ = run(reply(REMOVE), reply(), check=errors_when(without_cache))
    assert result.draft == shop() and result.calls == 2
    assert "they bring 1 more errors" in result.notices[0] and "X1 is broken (X1)" in result.notices[1]
    assert result.parameters == () and result.options == ()


def test_a_repair_that_makes_it_worse_leaves_the_first_result() -> None:
    result, _ = run(reply(replicas(3), UNKNOWN), reply(REMOVE), check=errors_when(without_cache))
    assert result.draft.graph.by_id["cache"].replicas == 3
    assert "'unknown' is not a component" in result.notices[0]


def test_an_error_that_stays_goes_back_twice_and_no_more() -> None:
    again = {"op": "add_component", "id": "cache", "name": "Cache", "kind": "cache"}
    mended, model = run(reply(REMOVE), reply(replicas(3)), reply(again), check=errors_when(without_cache))
    assert (mended.calls, len(model.seen)) == (3, 3) and "cache" in mended.draft.graph.by_id
    left, _ = run(reply(REMOVE), reply(UNKNOWN), reply(UNKNOWN), reply(again), check=errors_when(without_cache))
    assert left.calls == 3 and left.draft == shop()


WHOLE = (
    {"op": "add_component", "id": "guest", "name": "Guest", "kind": "person"},
    {"op": "add_component", "id": "desk", "name": "Desk", "kind": "service"},
    {"op": "connect", "source": "guest", "target": "desk", "label": "ask"},
)


def test_a_model_may_write_the_whole_graph_where_the_draft_misses_the_point() -> None:
    result, _ = run({"start": "empty", "edits": list(WHOLE)})
    assert result.is_whole and set(result.draft.graph.by_id) == {"guest", "desk"}
    assert result.draft.brief == shop().brief and result.draft.model == "scripted:replies"
    assert {part.origin.by for part in result.draft.graph.components} == {"model"}


def test_a_whole_graph_is_repaired_on_top_of_itself() -> None:
    mend = {"op": "add_component", "id": "books", "name": "Books", "kind": "relational-db"}
    result, model = run({"start": "empty", "edits": [*WHOLE, UNKNOWN]}, reply(mend))
    assert result.is_whole and set(result.draft.graph.by_id) == {"guest", "desk", "books"}
    assert '"start": "empty"' in model.seen[1][2].text


def test_a_whole_graph_that_is_worse_leaves_the_draft() -> None:
    worse, _ = run({"start": "empty", "edits": list(WHOLE)}, reply(), check=errors_when(without_cache))
    assert worse.draft == shop() and not worse.is_whole
    nothing, _ = run({"start": "empty", "edits": [UNKNOWN]}, {"start": "empty", "edits": []})
    assert nothing.draft == shop() and "nothing was left" in nothing.notices[0]


def test_what_the_brief_states_counts_like_an_error() -> None:
    check = errors_when(without_cache, Severity.WARNING)
    result, model = run(reply(REMOVE), reply(), check=check, unmet={"X1"})
    assert len(model.seen) == 2 and result.draft == shop()


def test_an_error_that_the_draft_had_is_not_sent_back() -> None:
    result, model = run(reply(replicas(3)), check=errors_when(lambda draft: True))
    assert len(model.seen) == 1 and result.draft.graph.by_id["cache"].replicas == 3


def test_another_error_in_place_of_an_old_one_is_sent_back_and_may_stay() -> None:
    def check(draft: Draft) -> tuple[Finding, ...]:
        return (finding("NEW" if without_cache(draft) else "OLD"),)

    result, model = run(reply(REMOVE), reply(), check=check)
    assert "NEW is broken" in model.seen[1][3].text and "OLD" not in model.seen[1][3].text
    assert "cache" not in result.draft.graph.by_id


def test_a_new_warning_is_no_reason_to_ask_again() -> None:
    result, model = run(reply(REMOVE), check=errors_when(without_cache, Severity.WARNING))
    assert len(model.seen) == 1 and "cache" not in result.draft.graph.by_id


def test_an_empty_list_of_edits_leaves_the_draft_and_says_so() -> None:
    result, _ = run(reply())
    assert result.draft == shop() and result.draft.model == "offline"
    assert result.notices == ("scripted:replies: it changed nothing",)


def test_parameters_and_options_are_handed_on() -> None:
    figure = {"op": "set_parameter", "name": "buyers", "value": 2000, "unit": "buyers/s"}
    choice = {"op": "choose_option", "option": "seating", "choice": "numbered"}
    result, _ = run(reply(figure, choice, UNKNOWN), reply({**figure, "value": 3000}))
    assert [(one.name, one.value) for one in result.parameters] == [("buyers", 3000)]
    assert [one.choice for one in result.options] == ["numbered"]
    assert result.draft.graph == shop().graph


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"op": "set_parameter", "name": "buyer", "value": 1, "unit": "buyers/s"}, "'buyer' is not a parameter"),
        ({"op": "set_parameter", "name": "buyers", "value": 1, "unit": "bytes"}, "give it in buyers/s"),
        ({"op": "set_parameter", "name": "buyers", "value": 10**9, "unit": "buyers/s"}, "stay within 1 and 100000"),
        ({"op": "choose_option", "option": "seats", "choice": "free"}, "use one of seating"),
        ({"op": "choose_option", "option": "seating", "choice": "fre"}, "use one of free"),
    ],
)
def test_a_request_that_no_blueprint_meets_is_refused(edit: Reply, words: str) -> None:
    result, _ = run(reply(edit), reply())
    assert result.parameters == () and result.options == ()
    result, model = run(reply(edit), reply(edit))
    assert words in model.seen[1][3].text and words in " ".join(result.notices)


def test_a_server_that_fails_leaves_the_draft_with_a_notice() -> None:
    result, _ = run(DOWN)
    assert result.draft == shop() and result.calls == 1
    assert result.notices == ("scripted:replies did not help: language model: the server is down. Fix: start it",)


def test_a_server_that_fails_raises_when_told_to() -> None:
    with pytest.raises(LanguageModelError, match="the server is down") as caught:
        run(DOWN, on_failure="raise")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("on_failure", ["draft", "raise"])
def test_a_server_that_fails_at_the_repair_leaves_what_was_good(on_failure: str) -> None:
    result, _ = run(reply(replicas(3), UNKNOWN), DOWN, on_failure=on_failure)
    assert result.draft.graph.by_id["cache"].replicas == 3 and result.calls == 2
    assert "'unknown'" in result.notices[0] and "the server is down" in result.notices[1]


def test_a_server_that_fails_at_a_repair_that_was_needed_counts_as_a_failure() -> None:
    result, _ = run(reply(REMOVE), DOWN, check=errors_when(without_cache))
    assert result.draft == shop() and "the server is down" in result.notices[-1]
    with pytest.raises(LanguageModelError):
        run(reply(REMOVE), DOWN, check=errors_when(without_cache), on_failure="raise")


def test_a_wrong_setting_is_raised_and_not_taken_for_a_failing_server() -> None:
    with pytest.raises(SettingsError):
        run(SettingsError("the key is refused"))


def test_a_long_list_of_notices_is_cut() -> None:
    result, _ = run(reply(*[UNKNOWN] * 30), reply(*[UNKNOWN] * 30))
    assert len(result.notices) == 12 and result.notices[-1] == "and 20 more"


def test_a_reply_with_text_that_cannot_be_encoded_can_be_sent_back() -> None:
    _, model = run('{"edits": [{"op": "ask\\ud800"}]}', reply())
    model.seen[1][2].text.encode()


def test_an_instruction_is_passed_on() -> None:
    _, model = run(reply(), instruction="add a replica in another region")
    assert "add a replica in another region" in model.seen[0][1].text


def test_a_proposal_round_trips_through_json() -> None:
    result, _ = run(reply(replicas(3)))
    assert Proposal.model_validate_json(result.model_dump_json()) == result
