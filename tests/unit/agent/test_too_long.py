"""Words of servers for a prompt that does not fit, and words that mean something else."""

from __future__ import annotations

import pytest

from designer.adapters.llm.too_long import Overflow, overflow_of
from designer.agent.room import PromptTooLongError

KNOWN = {
    "This model's maximum context length is 16384 tokens. However, you requested 122946 tokens (112946 in the messages, "
    "10000 in the completion).": Overflow(16384, 112946),
    "This model's maximum context length is 4097 tokens. However, your messages resulted in 4120 tokens.": Overflow(
        4097, 4120
    ),
    "The decoder prompt (length 21535) is longer than the maximum model length of 16384.": Overflow(16384, 21535),
    "The prompt (total length 25938) is too long to fit into the model (context length 4096).": Overflow(4096, 25938),
    "'max_tokens' is too large: 4000. This model's maximum context length is 8192 tokens and your request has 7000 input "
    "tokens (4000 > 8192-7000).": Overflow(8192, 7000),
    "Input prompt (35247 tokens) is too long and exceeds limit of 1000": Overflow(1000, 35247),
    "the request exceeds the available context size. try increasing the context size": Overflow(),
    "request (9873 tokens) exceeds the available context size (8192 tokens), try increasing it": Overflow(8192, 9873),
    "Requested tokens (2285) exceed context window of 2048": Overflow(2048, 2285),
    "the input length exceeds the context length": Overflow(),
    "The input (9000 tokens) is longer than the model's context length (8192 tokens).": Overflow(8192, 9000),
    "prompt is too long: 210000 tokens > 200000 maximum": Overflow(200000, 210000),
    "The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).": Overflow(
        1048575, 1200000
    ),
    "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens": Overflow(4096, 5000),
}


@pytest.mark.parametrize("words", KNOWN)
def test_servers_say_it_in_their_own_words(words: str) -> None:
    assert overflow_of(ValueError(words)) == KNOWN[words]


@pytest.mark.parametrize(
    "words",
    [
        "Invalid schema for response_format 'answer': too long",
        "json_schema is not supported in this context",
        "max_tokens is too large: 100000",
        "the name of the tool is too long",
        "tools: maximum length exceeded",
        "",
    ],
)
def test_what_means_something_else_is_left_alone(words: str) -> None:
    assert overflow_of(ValueError(words)) is None


class ContextOverflowError(Exception):
    """As langchain calls it, whatever a provider's words are."""


def test_langchains_own_word_for_it_counts() -> None:
    assert overflow_of(ContextOverflowError("zu lang")) == Overflow()


@pytest.mark.parametrize(
    ("room", "taken", "estimated", "found"),
    [
        (8000, None, 10_000, 5454),  # a quarter of the context, and a tenth for our mistakes
        (16_000, 20_000, 20_000, 14_000),
        (16_000, 40_000, 20_000, 7000),  # the server counts twice as much as we do
        (16_000, 15_000, 10_000, 9000),  # it has to become shorter at any rate
        (None, None, 10_000, 5000),
        (100, None, 10_000, 68),
    ],
)
def test_what_fits_is_reckoned_from_what_the_server_said(
    room: int | None, taken: int | None, estimated: int, found: int
) -> None:
    assert PromptTooLongError("x", room=room, taken=taken).room_for(estimated) == found
