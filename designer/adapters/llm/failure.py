"""What went wrong while asking, in one clear line, and what to do about it.

A foreign exception is never chained: it holds the request with its headers, and what a server echoed.
"""

from __future__ import annotations

import math
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING

from designer.adapters.llm.credentials import KEY_VARIABLE, Credentials
from designer.adapters.llm.http import MAX_BODY_BYTES, LargeBodyError, LateBodyError
from designer.adapters.llm.too_long import OVERFLOW_STATUS, Overflow, overflow_of
from designer.agent.room import LONGER_CONTEXT, PromptTooLongError
from designer.edits.text import clip_line
from designer.errors import DesignerError, LanguageModelError, SettingsError
from designer.ports import Usage

if TYPE_CHECKING:
    from openai import APIStatusError

_FORM_STATUS = (400, 422, 501)
_STREAM_STATUS = (*_FORM_STATUS, 405, 500)
_BUSY_STATUS = (408, 409, 425, 429)
# What the client raises, from the depths of its parsing, over a body that is not of OpenAI's form.
_MISFITS = (ValueError, TypeError, LookupError, AttributeError)


class Advice(Enum):
    """What a failure means for the next request."""

    GIVE_UP = "another try would fail as well"
    RETRY = "the same again, after a wait"
    ASK_OTHERWISE = "the server does not understand this way of asking"
    BROKEN = "the server failed; perhaps over this way of asking"
    UNREADABLE = "the model answered, but not in the form asked for"
    NO_STREAM = "the server cannot send its answer in pieces"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed request: what to tell the user and what to do next. `wait_s` is the server's own wish.

    `overflow` says that the prompt was too long for the model, and how long it may be.
    """

    what: str
    fix: str
    advice: Advice
    where: str = "language model"
    wait_s: float | None = None
    kind: type[DesignerError] = LanguageModelError
    overflow: Overflow | None = None

    def as_error(self, *, tries: int = 1, usage: Usage | None = None) -> DesignerError:
        """Return the error to raise after so many tries, and the tokens that they took."""
        what = f"{self.what} (asked {tries} times)" if tries > 1 else self.what
        error = self.kind(what, where=self.where, fix=self.fix)
        if self.overflow is not None:
            error = PromptTooLongError(what, where=self.where, fix=self.fix, **self.overflow._asdict())
        if isinstance(error, LanguageModelError):
            error.requests, error.usage = tries, usage
        return error


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Names failures of one model at one server."""

    model: str
    base_url: str
    credentials: Credentials

    def of(self, error: Exception, *, timeout_s: float, is_stream: bool = False) -> Failure:
        """Return the failure that a foreign exception stands for; `is_stream` when a stream was asked for."""
        import openai

        chain = tuple(_chain(error))
        if any(isinstance(one, openai.APITimeoutError | LateBodyError) for one in chain):
            return Failure(
                f"{self.base_url} did not finish its answer within {timeout_s:.3g} s",
                "allow more time, or use a faster model",
                Advice.RETRY,
            )
        if any(isinstance(one, LargeBodyError) for one in chain):
            return Failure(
                f"{self.base_url} sent more than {MAX_BODY_BYTES} bytes", "use another server", Advice.GIVE_UP
            )
        if isinstance(error, openai.LengthFinishReasonError):
            return self.cut_off()
        if isinstance(error, openai.ContentFilterFinishReasonError):
            return self.declined("a content filter")
        if isinstance(error, openai.APIStatusError):
            refuses_stream = is_stream and error.status_code in _STREAM_STATUS and "stream" in error.message.lower()
            return self._refused(error, Advice.NO_STREAM) if refuses_stream else self._of_status(error)
        if isinstance(error, openai.APIConnectionError):
            return Failure(
                f"{self.base_url} cannot be reached: {_network_words(chain)}",
                "start the server, or check the base URL and the network",
                Advice.RETRY,
            )
        if isinstance(error, openai.APIError) and is_stream:
            overflow = overflow_of(error)
            if overflow is not None:
                return too_long(f"{self.model!r} at {self.base_url}", overflow)
            return self._broke_off(error.message)
        if not isinstance(error, _MISFITS):
            return Failure(
                f"the client library failed ({type(error).__name__})",
                "install the package again, or work offline",
                Advice.GIVE_UP,
            )
        return Failure(
            f"{self.base_url} does not answer like an OpenAI-compatible server",
            "check the base URL; it usually ends in /v1",
            Advice.GIVE_UP,
        )

    def cut_off(self) -> Failure:
        """Return the failure of an answer that ended at the limit of its length."""
        return Failure(
            f"the answer of {self.model!r} was cut off at its limit of tokens",
            "raise max_output_tokens, or ask for less at once",
            Advice.GIVE_UP,
        )

    def declined(self, words: str) -> Failure:
        """Return the failure of a model that will not answer."""
        said = clip_line(self.credentials.scrub(words), 160)
        return Failure(f"{self.model!r} declined to answer: {said}", "put the brief in other words", Advice.GIVE_UP)

    def unreadable(self, why: str) -> Failure:
        """Return the failure of an answer that holds no value of the type asked for."""
        return Failure(
            f"the answer of {self.model!r} cannot be used: {clip_line(self.credentials.scrub(why), 200)}",
            "use a model that follows JSON schemas",
            Advice.UNREADABLE,
        )

    def torn(self) -> Failure:
        """Return the failure of a stream that ended before its answer did."""
        return self._broke_off("it ended without a word")

    def _broke_off(self, words: str) -> Failure:
        said = clip_line(self.credentials.scrub(words), 160)
        return Failure(
            f"{self.base_url} broke off in the middle of its answer: {said}",
            "try again later, or look at the server's log",
            Advice.RETRY,
        )

    def _of_status(self, error: APIStatusError) -> Failure:
        status = error.status_code
        if status == 404 or error.code == "model_not_found":
            return Failure(
                f"there is no model {self.model!r} at {self.base_url} (HTTP {status})",
                "check the model's name, and the base URL, which usually ends in /v1",
                Advice.GIVE_UP,
                where="model",
                kind=SettingsError,
            )
        if status in (401, 403):
            return Failure(
                f"{self.base_url} refused the key (HTTP {status})",
                f"set {KEY_VARIABLE} to a key that is valid there",
                Advice.GIVE_UP,
                where=KEY_VARIABLE,
                kind=SettingsError,
            )
        if status == 429:
            return self._rate_limit(error)
        if status in OVERFLOW_STATUS and (overflow := overflow_of(error)) is not None:
            return too_long(f"{self.model!r} at {self.base_url}", overflow)
        if status in _FORM_STATUS:
            return self._refused(error, Advice.ASK_OTHERWISE)
        if status == 500:
            return self._broken(error, Advice.BROKEN)
        if status > 500 or status in _BUSY_STATUS:
            return self._broken(error, Advice.RETRY)
        return self._refused(error, Advice.GIVE_UP)

    def _rate_limit(self, error: APIStatusError) -> Failure:
        if "insufficient_quota" in (error.code, error.type):
            return Failure(f"the account at {self.base_url} has no quota left (HTTP 429)", "top it up", Advice.GIVE_UP)
        wait_s = retry_after(error.response.headers)
        fix = f"try again in {wait_s:.0f} s" if wait_s else "try again later, or ask less often"
        return Failure(f"{self.base_url} limits how often it is asked (HTTP 429)", fix, Advice.RETRY, wait_s=wait_s)

    def _refused(self, error: APIStatusError, advice: Advice) -> Failure:
        said = clip_line(self.credentials.scrub(error.message), 200)
        return Failure(
            f"{self.base_url} refused the request (HTTP {error.status_code}): {said}",
            "use another model, or a shorter brief",
            advice,
        )

    def _broken(self, error: APIStatusError, advice: Advice) -> Failure:
        return Failure(
            f"{self.base_url} failed (HTTP {error.status_code})",
            "try again later, or look at the server's log",
            advice,
            wait_s=retry_after(error.response.headers),
        )


def too_long(who: str, overflow: Overflow) -> Failure:
    """Return the failure of a prompt that does not fit into a model's context."""
    told = f" of {overflow.room} tokens" if overflow.room else ""
    takes = f": it takes {overflow.taken}" if overflow.taken else ""
    what = f"the prompt does not fit into the context{told} that {who} has{takes}"
    return Failure(what, LONGER_CONTEXT, Advice.GIVE_UP, overflow=overflow)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, given in seconds or as a date; None when it does not.

    >>> retry_after({"retry-after": "7"})
    7.0
    """
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        seconds = _seconds_until(text, headers.get("date", ""))
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(date: str, server_now: str) -> float:
    try:
        then = parsedate_to_datetime(date)
        now = parsedate_to_datetime(server_now) if server_now else datetime.now(UTC)
        return (then - now).total_seconds()
    except (ValueError, TypeError):
        return math.nan


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those behind it."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _network_words(chain: tuple[BaseException, ...]) -> str:
    """Return the system's words for a network failure; those of a library may hold an address with a password."""
    for one in chain:
        if isinstance(one, socket.gaierror):
            return "its name is not known"
        if isinstance(one, OSError) and one.errno:
            return os.strerror(one.errno).lower()
    return "the connection broke off"
