"""Words that tell what role a figure plays, and words that are no nouns."""

from __future__ import annotations

from designer.brief.wordlists import word_list

FUNCTION_WORDS = word_list(
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
VERBS = word_list(
    "arrive arrives arriving send sends sent post posts create creates upload uploads watch watches write run "
    "runs store stores keep keeps serve serves handle handles stay stays make makes hit hits flow flows need "
    "needs grow grows take takes last lasts expect expects open join joins play plays buy buys pay pays click "
    "clicks follow follows "
)
NOT_NOUN = FUNCTION_WORDS | VERBS
LEAD_ADJECTIVES = word_list(
    "new active concurrent simultaneous daily monthly weekly registered total unique different distinct incoming "
    "outgoing additional extra typical average paying live open short small large big peak raw "
)
LATENCY_CUES = word_list(
    "latency respond responds response responses within under below faster slower delay delays lag quick quickly "
    "milliseconds instantly instant wait waits deadline budget timeout answer answers answered load loads appear "
    "appears see sees p50 p90 p95 p99 p999 percentile median tail roundtrip snappy reach reaches arrive arrives "
    "deliver delivered latenz latencia latence "
)
RETENTION_CUES = word_list(
    "disappear disappears vanish vanishes replay replays rewind wind erase erased stays gone purge purged keep keeps kept retain retained retains retention store stored stores history archive archived expire "
    "expires expired expiry ttl delete deleted remain remains live lives last lasts available hold holds back "
    "legally preserve preserved remember remembered valid "
)
RECOVERY_CUES = word_list(
    "rpo rto recover recovers recovered recovery failover lose loses lost loss restore restored takeover back "
    "disaster outage outages "
)
AVAILABILITY_CUES = word_list("uptime available availability sla slo nines up verfügbarkeit disponibilidad ")
PEAK_CUES = word_list(
    "peak peaks peaking spike spikes burst bursts surge surges rush busiest worst black busy max maximum "
)
GROWTH_CUES = word_list("grow grows grew growing growth increase increases growths doubling rise rises rising yoy ")
SIZE_CUES = word_list("each apiece average averages averaging size sized typical big large long weigh weighs ")

OUTAGE_CUES = word_list(
    "down downtime outage outages standstill unavailable offline unreachable interruption ausfall panne "
)
LAG_CUES = word_list("behind lag lags stale staleness freshness fresh old late delayed ")
WAIT_CUES = word_list("waiting waits wait works worked working runs ran takes took")
MOST_CUES = word_list("most max maximum limit limited cap capped larger bigger exceed exceeds exceeding than up")
NO_FILES = word_list(
    "data storage memory ram disk disks space traffic backups egress ingress bandwidth cache logs log history "
    "archive archives state volume content"
)

# Verbs that are hardly ever the thing that a figure counts or measures.
CONTENT_VERBS = word_list(
    "exceed exceeds know knows survive survives say says give gives gave become becomes became choose chooses "
    "decide decides expire disappear disappears happen happens want wants think thinks believe see sees saw tell "
    "tells told put puts push pushes pull pulls bring brings leave leaves remain remains accept accepts allow "
    "allows begin begins started stopped finish finishes ended fail fails failed succeed try tries follow "
    "follows appear appears reach reaches reached hear hears feel feels felt look looked read sit sits stand "
    "stands stood fell rise rises rose lose loses wait waits waited returned refresh refreshed checked updated "
    "sent received stored kept written sold bought made done got shall might doesn't don't isn't aren't can't "
    "won't let lets ask asks asked answered collect collects collected fetch fetches fetched copied produce "
    "produces produced generate generates generated deliver delivers delivered register registered contain "
    "contains contained held include includes included hang hangs hung shared carry carries carried handle "
    "handles handled processed receive receives consist consists belong belongs live lives lived die dies died "
    "walk walks weigh weighs weighed equal equals vary varies double doubles triple triples sometimes always "
    "never often usually normally typically mostly actually already maybe perhaps especially even slow fast "
    "quick long short high low few many much several various certain possible necessary ready able sure close "
    "closes closed opens opened add adds added remove removes removed changed exist exists require requires "
    "required mean means meant depend depends agree agrees compare compares compute computes calculate "
    "calculates describe describes enter enters entered evaluate evaluates handed led lies moved occur occurs "
    "offered passed prove proves provide provides provided publish publishes published reject rejects replace "
    "replaces seem seems select selects sell sells settle settles speak speaks turned understand understands win "
    "wins withdraw withdraws worked write wrote heard sub there here what whatever how why whose whom inside "
    "outside behind ahead beside beyond whether although though however therefore otherwise together apart away "
    "back down forward onto upon per "
)
MONTHS = word_list(
    "january february march april may june july august september october november december "
    "spring summer autumn winter christmas easter"
)
WEEKDAYS = word_list("monday tuesday wednesday thursday friday saturday sunday weekday weekend mondays tuesdays wednesdays "
                  "thursdays fridays saturdays sundays weekdays weekends")  # fmt: skip
RUSHES = (
    MONTHS
    | WEEKDAYS
    | word_list(
        "noon lunch lunchtime morning mornings evening evenings night midnight holiday holidays sale sales storm season carnival "
        "term semester start ramadan halloween diwali match final election tournament"
    )
)
"""Times and occasions at which a load is higher than usual."""
USUAL = word_list("average mean usual usually normal normally typical ordinary otherwise regular baseline")
WHOLES = word_list(
    "archive archives database databases storage store corpus dataset bucket warehouse lake history backlog volume total "
    "collection library disk disks backup backups index catalogue inventory repository"
)
"""What holds all of the data: its size is no size of one thing."""
EVENTS = word_list(
    "requests queries calls messages events orders bookings payments transactions claims clicks views visits searches uploads "
    "downloads reads writes logins sessions posts comments likes shares mails emails notifications texts alerts tickets trips "
    "rides deliveries shipments donations invoices bids trades swipes scans checks updates changes edits reservations "
    "applications registrations signups purchases returns refunds transfers withdrawals deposits impressions jobs builds "
    "deployments runs lookups readings measurements positions samples submissions passages transcripts reports uploads votes "
    "admissions appointments consultations prescriptions enquiries questions answers conversations chats lookups redirects pings"
)
"""Things that come: a number of them beside a rate is one in the same period."""
AT_ONCE = word_list(
    "concurrent concurrently simultaneous simultaneously once online connected gleichzeitig gleichzeitige simultáneos simultanés"
)
