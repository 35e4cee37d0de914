"""STR009: one of our parts calls an app, which it cannot."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_APPS = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})
_OPEN_CHANNELS = frozenset(
    "apns fcm grpc mqtt mqtts push rtc rtp sse srt stream streaming webrtc websocket websockets webtransport ws "
    "wss".split()
)


@rule("STR009", "client-called-synchronously", severity=Severity.WARNING)
def client_called_synchronously(facts: Facts) -> Iterator[Found]:
    """One of our parts calls a client and waits for it.

    Why: an app behind a home router or asleep in a pocket cannot be called; it is the client that opens connections.
    Fix: turn the connection round, or push over a channel that the client opened (`long_lived: true`) or a push
    service, with mode async.
    Source: RFC 9110 HTTP Semantics, section 3.3.
    """
    for client in facts.of_kind(*_APPS):
        for link in facts.incoming[client.id]:
            source = facts.source(link)
            pushes = says(f"{link.protocol} {link.label}", _OPEN_CHANNELS)
            if is_call(link) and source.family is not Family.CLIENT and not pushes:
                yield Found.at(f"{facts.name(source)} calls {facts.name(client)} and waits for it", client, link)
