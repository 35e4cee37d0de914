"""Verbs and prepositions that connect parts, as data: which way things go, and whether somebody waits."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from designer.brief.english import is_only_verb
from designer.brief.phrases import stem


class Frame(StrEnum):
    """What the roles of a verb mean; see `designer.brief.dictation.frames`."""

    CALL = "call"
    PUT = "put"
    SEND = "send"
    EMIT = "emit"
    TAKE = "take"
    HEAR = "hear"
    COPY = "copy"
    FILL = "fill"
    FRONT = "front"
    BACK = "back"
    SERVE = "serve"
    HAVE = "have"
    SHARE = "share"
    MOVE = "move"
    BUILD = "build"
    BE = "be"
    NAME = "name"
    OTHER = "other"


class Relation(NamedTuple):
    """A verb's frame; `takes_part` when its bare object is a part and nothing that travels ("calls billing")."""

    frame: Frame
    takes_part: bool = False


_SAYS_NOTHING = Relation(Frame.OTHER)
_SURFACE: set[str] = set()
_VOWELS = frozenset("aeiou")
_HISSES = ("ches", "shes", "xes", "sses", "zes", "oes")


def _base(word: str) -> str:
    """Return a verb without the s of its third person."""
    if not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(_HISSES) else word[:-1]


def _forms(base: str) -> frozenset[str]:
    """Return a verb in all its regular forms: "copy", "copies", "copied", "copying"."""
    body = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    forms = {base, f"{base}s", f"{body}ed", f"{body}ing"}
    if base.endswith(("ch", "sh", "x", "ss", "z", "o")):
        forms.add(f"{base}es")
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        forms |= {f"{base[:-1]}ies", f"{base[:-1]}ied"}
    if len(base) > 2 and base[-1] not in _VOWELS | set("wxy") and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        forms |= {f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"}
    if base.endswith("l") and base[-2:-1] in _VOWELS:
        # "dialled", "signalling", as the British spell it
        forms |= {f"{base}led", f"{base}ling"}
    return frozenset(forms)


def _table(text: str, frame: Frame, *, takes_part: bool = False) -> dict[str, Relation]:
    _SURFACE.update(text.split())
    bases = {_base(word) for word in text.split()}
    return {form: Relation(frame, takes_part) for base in sorted(bases) for form in _forms(base)}


VERBS: Mapping[str, Relation] = {
    **_table(
        "terminate assign issue mint revoke die crash appear apply generate trim block evaluate respond compare correct "
        "choose identify recognise recognize predict train estimate forecast throttle tokenise tokenize annotate rotate "
        "hash mask anonymise anonymize analyse analyze correlate reconcile settle reserve allocate optimise optimize compile "
        "promote revert give gives offer enable remove delete purge evict invalidate clear replace swap survive walk walks link links track tracks let lets "
        "restore recover replay rewind provision configure tune shrink spawn kill cancel abort decline deny grant teach learn "
        "ensure guarantee turn try attempt ring blink unlock arm shut solve dedupe geocode stitch crop summarise sell sells "
        "rate-limit sanitise sanitize inspect negotiate arbitrate elect",
        Frame.OTHER,
    ),
    **_table(
        "adjust administer anticipate appraise arrange assemble assert assess assume augment avoid bargain believe belong blend "
        "blur boost catalogue categorise categorize cleanse combine compose comprise conclude cope countersign craft deduce demand "
        "derive determine diagnose discard divide enforce enrol enroll expand explain extend flag flags flip forbid govern "
        "halt heal hide hydrate ignore impose infer initialise initialize intend invite lend mark marks migrate mix moderate "
        "narrow notarise notarize occur onboard oversee pause permit pertain prove quit reboot refill refund "
        "regulate relate remap require resume scramble screen seal select serialise serialize simulate skip spot stamp stamps stem "
        "strip succeed supervise toggle unpack unzip vet void vote weigh sort-of stick sticks",
        Frame.OTHER,
    ),
    **_table(
        "find finds see sees drag drags hang hangs explore explores click clicks swipe swipes press presses play plays meet meets cook "
        "bake brew pack packs unload repair repairs fix fixes examine investigate discover perform prepare suggest view views wash "
        "scroll tick ticks behave belong contribute cooperate concern consider depart describe destroy disappear enable encourage "
        "establish fasten gain imagine improve indicate influence interrupt introduce involve maintain memorise notice "
        "observe oblige persuade predict pretend prevent promise propose pursue realise realize refuse reject relax rescue "
        "resist resolve respect retire reveal satisfy signify sing slow solve stretch suffer surround "
        "suspect sustain swallow tend threaten tolerate understand urge wander weaken welcome whisper wonder worry",
        Frame.OTHER,
    ),
    **_table(
        "compensate compensates retrain retrains exceed exceeds surpass deduct deducts bypass bypasses agree agrees feel feels grow grows love win wins continue continues recover recovers "
        "consider considers coordinate coordinates match matches said knew became began bought broke fell felt grew heard left "
        "met paid saw sold spoke thought meant",
        Frame.OTHER,
    ),
    **_table("scan scans", Frame.TAKE),
    **_table("provide provides give gives fax faxes", Frame.SEND),
    **_table("sample gather pluck nab snag scoop slurp siphon sip prefetch preload tap taps", Frame.TAKE),
    **_table("integrate interface interrogate enquire inquire dial probe peek glance hook hooks tunnel tunnels steer", Frame.CALL),
    **_table("decrement increment bump materialise materialize checkpoint checkpoints journal journals jot stow tuck spool stuff snapshot snapshots", Frame.PUT),
    **_table("roll rolls bring brings carry carries beam beams syndicate fling lob toss chuck shove bounce", Frame.SEND),
    **_table("warn remind nudge poke prod", Frame.EMIT, takes_part=True),
    **_table("capture captures observe observes inspect inspects acquire acquires sniff sniffs harvest", Frame.TAKE),
    **_table(
        "validate validates transform aggregate make makes compute computes calculate add adds create creates detect detects "
        "compress encode decode transcode transcodes resize resizes convert converts enrich parse filter clean join group "
        "sort reduce reduces embed embeds summarise summarize translate answer answers reply return returns need needs want "
        "wants wait waits think know knows expect begin begins happen happens change changes remain remains stay stays "
        "confirm confirms notice notices lock locks decide decides keep-going open-up accept accepts reject rejects "
        "acknowledge contain contains become becomes show shows display displays visualise visualises visualize plot plots render renders print prints calibrate "
        "measure measures count counts rent rents buy buys pay pays order-by edit edits maintain maintains create manage "
        "manages close closes finish finishes complete completes fail fails retry retries expire expires inspect approve "
        "approves produce-no run runs operate operates execute executes let lets help helps mean means allow allows start-up join joins "
        "review reviews draw discuss say says tell-me ask-me hope hopes like likes look-forward authorise authorize "
        "build-up handle handles process processes score scores rank ranks classify redact redacts sign signs dispense "
        "dispenses deduplicate encrypt decrypt normalise normalize merge merges split splits schedule schedules restart "
        "model models document describe sketch draw depict illustrate diagram "
        "sit sits stand stands live lives lie lies reside resides sleep lose loses drive-out stop stops trigger-no dispatch dispatches",
        Frame.OTHER,
    ),
    **_table(
        "spread spreads query queries hit hits request requests check checks verify verifies authenticate authenticates authorise look looks "
        "search searches wire wires plug plugs solder solders go-to rely relies depend depends interact interacts communicate communicates reach reaches ping "
        "pings delegate delegates touch touches connect connects talk talks speak speaks use uses utilise utilize leverage "
        "access accesses charge charges work works route routes redirect redirects balance balances distribute distributes "
        "proxy proxies orchestrate orchestrates command commands control controls fall falls attach attaches transfer-to "
        "subscribe-no target targets lean leans switch switches browse browses open opens visit visits consult consults",
        Frame.CALL,
    ),
    **_table(
        "wrap wraps federate federates instruct instructs call calls target targets ask asks invoke invokes contact contacts command commands consult consults query ping hit "
        "use uses",
        Frame.CALL, takes_part=True,
    ),
    **_table(
        "write writes store stores save saves persist persists keep keeps put puts insert inserts update updates record "
        "records cache caches archive archives dump dumps upload uploads commit commits append appends stash stashes place "
        "places flush flushes park parks deposit deposits upsert upserts buffer buffers batch batches register registers leave leaves book books index indexes reindex export exports sink sinks "
        "hold holds backup add-to load loads import imports lock-in remember remembers maintain maintains set sets",
        Frame.PUT,
    ),
    **_table(
        "offload offloads funnel funnels send sends push pushes drop drops post posts ship ships submit submits transmit transmits throw throws deliver "
        "delivers email emails report reports return returns pass passes hand hands forward forwards relay relays log logs "
        "text texts mail mails bridge bridges pipe pipes downlink downlinks uplink transfer transfers export exports stream streams queue queues enqueue enqueues produce produces",
        Frame.SEND,
    ),
    **_table(
        "multicast multicasts publish publishes pub pubs emit emits broadcast broadcasts announce announces fan fans raise raises fire fires",
        Frame.EMIT,
    ),
    **_table(
        "notify notifies page pages inform informs trigger triggers signal signals wake wakes alert alerts tell tells start starts kick "
        "kicks launch launches",
        Frame.EMIT, takes_part=True,
    ),
    **_table(
        "consume consumes drain drains read reads pull pulls fetch fetches get gets take takes pick picks retrieve retrieves "
        "collect collects grab grabs follow follows tail tails watch watches scrape scrapes poll polls pop pops dequeue dequeues monitor monitors eat eats "
        "list lists download downloads crawl crawls load-from ingest ingests obtain obtains process processes extract "
        "extracts handle handles",
        Frame.TAKE,
    ),
    **_table("obey obeys heed heeds bind binds react reacts subscribe subscribes sub subs listen listens receive receives hear accept accepts", Frame.HEAR),
    **_table(
        "replicate replicates mirror mirrors copy copies sync syncs synchronise synchronises synchronize synchronizes "
        "duplicate duplicates",
        Frame.COPY,
    ),
    **_table("rebuild rebuilds regenerate feed feeds fill fills populate populates supply supplies drive drives refresh refreshes", Frame.FILL),
    **_table("front fronts shield shields precede precedes protect protects guard guards secure secures", Frame.FRONT),
    **_table("back backs power powers", Frame.BACK),
    **_table("serve serves expose exposes", Frame.SERVE),
    **_table("own owns include includes have has", Frame.HAVE),
    **_table("share shares", Frame.SHARE),
    **_table("go goes flow flows travel travels come comes enter enters land lands end ends move moves arrive", Frame.MOVE),
    **_table(
        "host hosts deploy deploys implement implements develop develops code base bases build builds design designs",
        Frame.BUILD,
    ),
    **_table("name names title dub", Frame.NAME),
}  # fmt: skip
"""By form; a verb that stands in several frames keeps the last one that fits most often."""

PARTICIPLES: Mapping[str, str] = {
    "written": "write", "sent": "send", "kept": "keep", "held": "hold", "driven": "drive", "taken": "take", "read": "read",
    "built": "build", "fed": "feed", "put": "put", "run": "run", "drawn": "draw", "shown": "show", "got": "get",
    "gotten": "get", "made": "make", "set": "set", "split": "split", "hit": "hit", "told": "tell", "given": "pass",
    "done": "make", "caught": "take", "thrown": "throw", "sunk": "sink", "found": "look", "gone": "go", "woken": "wake",
    "brought": "bring", "wrote": "write", "went": "go", "took": "take", "lost": "lose", "rebuilt": "rebuild",
    "gave": "pass", "came": "come", "bound": "bind", "fell": "fall", "hung": "hang", "ran": "run", "threw": "throw", "drove": "drive", "ate": "eat",
    "rung": "ring",
}  # fmt: skip

NOUN_TOO = frozenset(
    stem(word)
    for word in (
        "upload uploads download downloads target targets contact contacts model models document documents sketch sketches diagram diagrams draw order orders request requests update updates report reports record records log logs index indexes stream streams "
        "queue queues store stores cache caches load loads feed feeds export exports import imports copy copies charge "
        "charges bill hit hits call calls check checks work works process processes watch watches message mail alert alerts "
        "sync syncs mirror mirrors post posts drop drops fire fires ship ships place places park parks land lands back count "
        "counts use uses access accesses signal signals return returns start starts transfer transfers dump dumps archive "
        "archives tail tails poll polls hook sign signs write writes read reads answer answers change changes score scores "
        "print prints lock locks text texts email emails backup sort group filter review reviews schedule schedules command "
        "commands control controls query queries search searches measure measures pass passes hand hands push pushes trigger "
        "triggers rank ranks proxy proxies route routes need needs visit visits supply supplies list lists start end ends "
        "display displays match matches win wins love stay stays edit edits name names host hosts code base bases design designs program pick picks title stop "
        "stops look looks set sets talk talks crawl crawls front fronts power powers share shares drive drives balance "
        "balances collect extract help reply show shows produce switch join joins issue issues turn turns capture captures block blocks hash mask sample samples "
        "page pages monitor monitors sink sinks bridge bridges buffer buffers batch batches register registers book books link links track tracks walk walks pipe pipes leaves "
        "relay relays broadcast launch drain ingest duplicate refresh aggregate split merge rent rents pay pays render handle ping "
        "insert commit stash flush hold holds email emails forward deposit deposits "
        "find finds view views scan scans play plays click clicks fix fixes pack packs tick ticks press hang drag guess hope promise respect "
        "mark marks flag flags stamp stamps spot probe screen screens seal guard guards void vote votes journal journals snapshot snapshots "
        "checkpoint checkpoints beam stick sticks bounce pause halt boost mix blend demand flip hook hooks tap taps tunnel tunnels "
        "estimate estimates forecast forecasts interface stem refund refunds stuff spool catalogue "
        "offer offers try train trains ring rings crop arm arms"
    ).split()
)
"""Stems of verbs that stand as nouns just as often."""

BEHIND = frozenset({"behind", "beneath", "underneath", "below"})
THROUGH = frozenset({"via", "through", "thru", "over", "across"})
TO = frozenset({"among", "amongst", "to", "into", "onto", "towards", "toward", "upon", "against", "too"})
AT = frozenset({"in", "on", "at", "within", "inside"})
OUT_OF = frozenset({"from", "off"})
PREPOSITIONS = BEHIND | THROUGH | TO | AT | OUT_OF | frozenset(
    {"by", "with", "between", "of", "for", "as", "about", "per", "without", "under", "above", "beside", "alongside", "like", "than", "near"}
)  # fmt: skip
PROTOCOLS: Mapping[str, str] = {
    "http": "HTTP", "https": "HTTPS", "rest": "HTTPS", "grpc": "gRPC", "graphql": "GraphQL", "websocket": "WSS",
    "websockets": "WSS", "mqtt": "MQTT", "amqp": "AMQP", "tcp": "TCP", "udp": "UDP", "saml": "SAML", "oidc": "OIDC", "oauth": "OAuth", "oauth2": "OAuth", "lti": "LTI", "dicom": "DICOM", "soap": "SOAP", "sftp": "SFTP",
    "ftp": "FTP", "smtp": "SMTP", "jdbc": "JDBC", "odbc": "ODBC", "sse": "SSE", "modbus": "Modbus", "coap": "CoAP",
    "webhook": "Webhook", "webhooks": "Webhook", "thrift": "Thrift", "opc": "OPC UA", "hl7": "HL7", "fhir": "FHIR",
    "rpc": "RPC", "tls": "TLS", "ldaps": "LDAPS", "kafka-protocol": "Kafka", "imap": "IMAP", "ldap": "LDAP", "rtmp": "RTMP",
    "rtsp": "RTSP", "webrtc": "WebRTC", "stomp": "STOMP", "bluetooth": "Bluetooth", "lora": "LoRaWAN",
    "lorawan": "LoRaWAN", "zigbee": "Zigbee", "nfs": "NFS", "smb": "SMB", "edi": "EDI", "as2": "AS2", "sql": "SQL", "mq": "MQ",
    "odata": "OData", "ebics": "EBICS", "usb": "USB", "snmp": "SNMP", "syslog": "Syslog", "bacnet": "BACnet", "ble": "Bluetooth",
    "ocpp": "OCPP", "gprs": "GPRS", "lte": "LTE", "4g": "4G", "5g": "5G", "wifi": "Wi-Fi", "dlms": "DLMS", "edifact": "EDIFACT", "x12": "X12",
    "xmpp": "XMPP", "sip": "SIP", "mllp": "MLLP", "dds": "DDS", "ws": "WSS", "wss": "WSS", "ssh": "SSH", "iso8583": "ISO 8583", "nb-iot": "NB-IoT",
    "quic": "QUIC", "ethernet": "Ethernet", "icmp": "ICMP", "knx": "KNX", "profinet": "PROFINET", "nmea": "NMEA",
}  # fmt: skip
SPOKEN = frozenset("FIX SRT ASTM MAP SMPP GTP SS7 CAN HLS DASH CAP OSDP".split())
"""Protocols whose names are words in small letters."""
SIMPLE_PASTS = frozenset("wrote went took came gave fell hung ran threw drove ate".split())
"""Pasts that are no participles: "the API wrote to Postgres"."""
FILE_SERVERS = frozenset("sftp ftp nfs smb ftps".split())
"""Protocols that stand for the server that speaks them: "puts the file on SFTP"."""
ASYNC_PROTOCOLS = frozenset({"MQTT", "AMQP", "Webhook", "STOMP", "CoAP", "LoRaWAN", "OPC UA"})
NOT_WAITING = frozenset("asynchronously async asynchronous fire-and-forget".split())
WAITING = frozenset("synchronously sync-call synchronous".split())
SCHEDULES = frozenset("nightly hourly daily weekly monthly".split())


_NO_VERBS = frozenset("token tokens valid invalid replica replicas separate various general".split())
"""Words that share their stem with a verb, and are none."""

_NOUN_ENDS = (
    "er", "ers", "or", "ors", "ion", "ions", "ment", "ments", "able", "ance", "ence", "ence", "al", "als", "ure", "ures", "ive",
    "age", "ages", "ist", "ity", "ness", "ant", "ants", "ent", "ents",
)  # fmt: skip


def relation_of(word: str) -> Relation | None:
    """Return what a lower-case word does as a verb, or None when it is none ("importer" is somebody, no verb).

    >>> relation_of("writes").frame, relation_of("written").frame, relation_of("table")
    (<Frame.PUT: 'put'>, <Frame.PUT: 'put'>, None)
    """
    if word in _NO_VERBS or word.endswith(("'s", "’s")):
        return None
    if (known := VERBS.get(PARTICIPLES.get(word, word))) is None:
        return _SAYS_NOTHING if not word.endswith(("ed", "ing")) and is_only_verb(word) else None
    if word.endswith(_NOUN_ENDS) and word not in PARTICIPLES and _SURFACE.isdisjoint({word, _base(word)}):
        return None
    return known
