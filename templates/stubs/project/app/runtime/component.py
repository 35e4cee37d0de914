"""A component of the design, and the links by which it speaks to others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.runtime.errors import Unavailable
from app.runtime.logs import log
from app.runtime.messages import Action, Message, Reply
from app.runtime.resilience import Caller, Policy
from app.runtime.settings import Settings
from app.runtime.spans import span
from app.runtime.tracing import Event, Recorder, Trace, current_trace, enter_trace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spec:
    """What the design says about a component; `roles` are its parts in blueprints, as `blueprint/role`."""

    id: str
    name: str
    kind: str
    technology: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a component is given by the system it belongs to."""

    settings: Settings
    recorder: Recorder


class Component:
    """A part of the system: it receives messages, does what its kind does with them, and follows its flows.

    `handlers` holds what it does on a step of a flow, `starts` what it does when a flow begins with it.
    """

    def __init__(self, spec: Spec, around: Around) -> None:
        self.spec = spec
        self.around = around
        self.links: dict[str, Link] = {}
        self.handlers: Mapping[tuple[str, int], Handler] = {}
        self.starts: Mapping[tuple[str, int], Handler] = {}
        self.is_down = False

    @property
    def id(self) -> str:
        """Its id in the design."""
        return self.spec.id

    def link_to(self, role: str) -> Link | None:
        """Return the link to the component that has a role of a blueprint, as `blueprint/role`; None without one."""
        return next((link for link in self.links.values() if role in link.target.spec.roles), None)

    async def start(self) -> None:
        """Get ready to work."""

    async def stop(self) -> None:
        """Give back what it holds."""

    def check_up(self) -> None:
        """Raise when it does not answer: `is_down` is how tests take it away.

        Raises:
            Unavailable: it is down.
        """
        if self.is_down:
            raise Unavailable(self.id, "it is down")

    async def transport(self, message: Message) -> Reply:
        """Carry a message to it: within the process, unless its kind speaks HTTP."""
        return await self.receive(message)

    async def receive(self, message: Message) -> Reply:
        """Take a message: record it, do with it what the kind does, go on with the flow.

        Raises:
            Unavailable: it is down, or something it needs is.
        """
        self.check_up()
        trace = Trace.of(message.trace)
        enter_trace(trace)
        if message.step is not None:
            event = Event(message.source, self.id, message.text, message.flow, message.step)
            self.around.recorder.add(trace, event)
            log.debug("step", extra={"component": self.id, "flow": message.flow, "step": message.step})
            reply = await self.accept(message)
            handler = self.handlers.get((message.flow, message.step))
            return await handler(self, message) if handler else reply
        return await self.handle(message)

    async def accept(self, message: Message) -> Reply:
        """Do what this kind does with each message of a flow, before its own steps."""
        return Reply()

    async def handle(self, message: Message) -> Reply:
        """Do what this kind does with a message that belongs to no flow."""
        return await self.accept(message)

    async def begin(self, message: Message) -> None:
        """Begin a flow, or go on with one by itself, at the message's step."""
        enter_trace(Trace.of(message.trace))
        if message.step is not None and (handler := self.starts.get((message.flow, message.step))):
            await handler(self, message)

    async def send(self, target: str, message: Message, *, step: int, text: str, action: Action = "write") -> Reply:
        """Send a step of a flow over the link to `target`, and return its answer."""
        link = self.links[target]
        return await link.send(message.passed_on(source=self.id, step=step, text=text, action=action))

    def local(self, message: Message, step: int, text: str) -> None:
        """Record a step that the component takes by itself."""
        event = Event(self.id, self.id, text, message.flow, step)
        self.around.recorder.add(current_trace() or Trace.of(message.trace), event)

    def reply(self, message: Message, step: int, text: str) -> Reply:
        """Return an answer that the flow shows as a step."""
        return Reply(text=text, body=message.body, step=step)


Handler = Callable[[Any, Message], Awaitable[Reply]]


class Link:
    """One connection of the design: every call passes its timeout, retries and breaker, and carries the trace."""

    def __init__(self, source: Component, target: Component, policy: Policy) -> None:
        self.source = source
        self.target = target
        self.caller = Caller(target.id, policy, source.around.settings.timeout_factor)

    async def send(self, message: Message) -> Reply:
        """Send a message and return the answer; a step that answers is recorded as the caller hears it.

        Raises:
            Unavailable: the target did not answer in spite of all tries.
            Refused: it said no.
        """
        trace = Trace.of(message.trace) if message.trace else current_trace() or Trace.new()
        with span(f"{self.source.id} > {self.target.id}", trace, "client") as own:
            carried = message.passed_on(id=message.id, trace=own.header)
            reply = await self.caller.run(lambda: self.target.transport(carried))
        if reply.step is not None:
            event = Event(self.target.id, self.source.id, reply.text, message.flow, reply.step)
            self.source.around.recorder.add(trace, event)
        enter_trace(trace)
        return reply

    async def run(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Return what `work` does with the target, under this link's policy.

        Raises:
            Unavailable: the target did not answer in spite of all tries.
        """

        async def once() -> T:
            self.target.check_up()
            return await work(self.target)

        return await self.caller.run(once)
