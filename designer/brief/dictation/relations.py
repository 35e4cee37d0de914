"""Verbs and prepositions that connect two parts: which way things go, and whether somebody waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from designer.brief.dictation.model import Manner
from designer.brief.phrases import stem

Way = Literal["to", "from", "pull"]


class Relation(NamedTuple):
    """What a verb says of its subject and object.

    `way` "to": subject -> object. "from": object -> subject. "pull": object -> subject when the object is a queue
    or log, else subject -> object (somebody who reads calls the store).
    """

    way: Way
    manner: Manner
    has_payload: bool = False


def _table(text: str, relation: Relation) -> dict[str, Relation]:
    return {stem(word): relation for word in text.split()}


VERBS: Mapping[str, Relation] = {
    **_table(
        "call calls ask asks query queries hit hits invoke invokes request requests contact contacts consult consults "
        "talk talks speak speaks connect connects use uses utilise utilize access accesses check checks verify verifies "
        "validate validates authenticate authenticates authorise look looks search searches go goes rely relies depend "
        "depends interact interacts communicate communicates reach reaches ping pings delegate delegates touch touches "
        "log logs calculate proxy proxies route routes forward forwards redirect redirects balance balances distribute "
        "distributes dispatch dispatches pass passes hand hands spread spreads front fronts expose exposes serve serves "
        "has have own owns leverage manage manages include includes sign signs charge charges bill",
        Relation("to", "call", has_payload=True),
    ),
    **_table(
        "write writes store stores save saves persist persists keep keeps put puts insert inserts update updates record "
        "records cache caches archive archives dump dumps land lands end ends upload uploads commit commits append "
        "appends stash stashes place places flush flushes park parks deposit deposits back backs count",
        Relation("to", "call", has_payload=True),
    ),
    **_table(
        "publish publishes emit emits enqueue enqueues produce produces send sends push pushes drop drops post posts "
        "fire fires broadcast broadcasts announce announces queue queues notify notifies trigger triggers signal signals "
        "wake wakes feed feeds stream streams report reports ship ships submit submits transmit transmits throw throws "
        "raise raises deliver delivers email emails message tell tells alert alerts index indexes load loads ingest "
        "flow flows return start starts kick kicks export exports relay relays fan fans hook",
        Relation("to", "send", has_payload=True),
    ),
    **_table(
        "replicate replicates mirror mirrors copy copies sync syncs synchronise synchronises synchronize synchronizes",
        Relation("to", "copy", has_payload=True),
    ),
    **_table(
        "consume consumes subscribe subscribes listen listens poll polls drain drains read reads pull pulls fetch "
        "fetches get gets take takes pick picks receive receives retrieve retrieves collect collects grab grabs process "
        "processes tail tails watch watches scrape scrapes load handle handles import imports dequeue monitor monitors "
        "work works render renders display displays show shows",
        Relation("pull", "unknown", has_payload=True),
    ),
}
"""By stem; a verb that stands twice keeps its last meaning."""

FED = frozenset(stem(word) for word in ("fed", "feed", "fill", "populate", "supply", "supplied", "driven", "trigger"))
RECEIVING = frozenset(stem(word) for word in ("receive", "receives", "listen", "listens", "subscribe", "subscribes"))
BEHIND = frozenset({"behind", "beneath", "underneath", "below"})
THROUGH = frozenset({"via", "through", "thru"})
NAMES_PARTS = frozenset(
    stem(word) for word in ("talk", "call", "ask", "hit", "query", "invoke", "contact", "depend", "use")
)
"""Verbs whose object is a part even where only its short name stands: "talks to payments"."""

INTO = frozenset({"to", "into", "onto", "on", "in", "at", "for", "against", "towards", "toward", "upon"})
OUT_OF = frozenset({"from", "off"})
PROTOCOLS: Mapping[str, str] = {
    "http": "HTTP", "https": "HTTPS", "rest": "HTTPS", "grpc": "gRPC", "graphql": "GraphQL", "websocket": "WSS",
    "websockets": "WSS", "mqtt": "MQTT", "amqp": "AMQP", "tcp": "TCP", "udp": "UDP", "soap": "SOAP", "sftp": "SFTP",
    "ftp": "FTP", "smtp": "SMTP", "jdbc": "JDBC", "odbc": "ODBC", "sse": "SSE", "modbus": "Modbus", "coap": "CoAP",
    "webhook": "webhook", "webhooks": "webhook", "thrift": "Thrift", "opc": "OPC UA",
}  # fmt: skip
