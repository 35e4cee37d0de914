"""Words that tell what role a figure plays, and words that are no nouns."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = _words(
    "a an the of in on at to for from by with within per each every and or but that which who when where while if "
    "as is are was were be been being has have had do does did will would can could should must may might it its "
    "they their them we our us you your i he she this these those so than then not no about around over under up "
    "out off into through during after before between against via using use used get gets go goes come comes more "
    "less most least at once again also only just still even all any some both either other another same such "
    "very too als wie bei mit von im am und oder höchstens mindestens etwa rund circa ca für der die das den dem une des les "
    "du pour avec dans sur chaque plus moins environ jusqu los las del con para más menos hasta unos "
    "s t ms sec min average peak max maximum total on-line online read today now currently later soon "
    "because since until till without across among long old ago apart later perhaps maybe roughly "
)
VERBS = _words(
    "arrive arrives arriving send sends sent post posts create creates upload uploads watch watches write run "
    "runs store stores keep keeps serve serves handle handles stay stays make makes hit hits flow flows need "
    "needs grow grows take takes last lasts expect expects open join joins play plays buy buys pay pays click "
    "clicks follow follows "
)
NOT_NOUN = FUNCTION_WORDS | VERBS
LEAD_ADJECTIVES = _words(
    "new active concurrent simultaneous daily monthly weekly registered total unique different distinct incoming "
    "outgoing additional extra typical average paying live open short small large big peak raw "
)
LATENCY_CUES = _words(
    "latency respond responds response responses within under below faster slower delay delays lag quick quickly "
    "milliseconds instantly instant wait waits deadline budget timeout answer answers answered load loads appear "
    "appears see sees p50 p90 p95 p99 p999 percentile median tail roundtrip snappy reach reaches arrive arrives "
    "deliver delivered latenz latencia latence "
)
RETENTION_CUES = _words(
    "gone purge purged keep keeps kept retain retained retains retention store stored stores history archive archived expire "
    "expires expired expiry ttl delete deleted remain remains live lives last lasts available hold holds back "
    "legally preserve preserved remember remembered valid "
)
RECOVERY_CUES = _words(
    "rpo rto recover recovers recovered recovery failover lose loses lost loss restore restored takeover back "
    "disaster outage outages "
)
AVAILABILITY_CUES = _words("uptime available availability sla slo nines up verfügbarkeit disponibilidad ")
PEAK_CUES = _words(
    "peak peaks peaking spike spikes burst bursts surge surges rush busiest worst black busy max maximum "
)
GROWTH_CUES = _words("grow grows growing growth increase increases growths doubling ")
SIZE_CUES = _words("each apiece average averages averaging size sized typical big large long weigh weighs ")

OUTAGE_CUES = _words(
    "down downtime outage outages standstill unavailable offline unreachable interruption ausfall panne "
)
LAG_CUES = _words("behind lag lags stale staleness freshness fresh old late delayed ")
WAIT_CUES = _words("waiting waits wait works worked working runs ran takes took")
MOST_CUES = _words("most max maximum limit limited cap capped larger bigger exceed exceeds exceeding than up")
NO_FILES = _words(
    "data storage memory ram disk disks space traffic backups egress ingress bandwidth cache logs log history "
    "archive archives state volume content"
)
