"""Words of everyday work that tell things from other words: verbs, adjectives, and nouns that are no thing to keep; as data."""

from __future__ import annotations

from designer.brief.english import bases, is_only_verb
from designer.brief.phrases import stem
from designer.brief.wordlists import word_list


def _finite(text: str) -> frozenset[str]:
    """Return verbs as they stand behind a subject: "record" and "records", "carry" and "carries"."""
    found: set[str] = set()
    for word in text.split():
        found.add(word)
        if word.endswith("y") and word[-2] not in "aeiou":
            found.add(f"{word[:-1]}ies")
        else:
            found.add(f"{word}es" if word.endswith(("s", "x", "ch", "sh", "z")) else f"{word}s")
    return frozenset(found)


# What people do with the things that a system keeps.
# Work of a craft; its words are as often things ("sails", "films").
CRAFT = _finite(
    "alert assign note excuse deposit describe skip compute simulate announce steer ring dive feed milk weigh photograph inject dose sew knit paint sail row "
    "ferry tow load unload refuel dock board disembark queue enquire object appeal sue testify vote elect campaign canvass "
    "breed seed sow mow prune graze slaughter bottle blend distil age bake grill cater serve sculpt curate restore loan "
    "tune rehearse perform tour mix master subtitle dub film shoot cast audition enter exit tap stamp notarise witness encrypt decrypt "
    "backup patch deploy trace profile benchmark label crawl scrape index rank bid pledge fundraise sponsor mint stake hedge insure underwrite "
)
WORK = CRAFT | _finite(
    "accept acknowledge add adjust administer adopt advertise allocate analyse analyze annotate announce answer apply "
    "appoint appraise approve archive arrange ask assess assign attach attend audit authorise award back bid bill block "
    "book borrow brew browse build buy calculate call cancel capture catalogue categorise certify change charge chart check choose "
    "claim classify clean clear close collect combine comment commission compare complete compose confirm consult contact "
    "contribute control convert cook coordinate correct count create cultivate curate customise decide declare define deliver "
    "deploy design detect diagnose digitise discover discuss dispatch display dispose distribute document donate download "
    "draft draw drop edit enrol enroll enter escalate estimate evaluate examine exchange exhibit export extend fetch file fill "
    "find fix follow forecast forward fund gather generate get give grade grant grow guide hail handle harvest hear help hire hold "
    "host import inform insert inspect install insure interview invite invoice issue join judge keep label land lease lend "
    "license like list listen load locate log maintain make manage map mark match measure mediate mentor message "
    "mint moderate modify monitor move name negotiate nominate notify observe offer open operate order organise organize own pack pause "
    "pair park pay pick plan plant play pledge post postpone predict prepare prescribe present preserve price print process procure produce "
    "propose protect prove provide publish purchase pull push qualify quarantine query queue quote rank rate read receive recommend "
    "reconcile record recruit recycle redeem redirect refer refill refund register reject reorder restrict release remind remove renew rent repair replace reply "
    "report request rescue reserve resell resolve restore restrict retrain retrieve return reuse review ride roast route run sample "
    "save scan schedule score screen search see select sell send serve settle share ship show sign simulate solve sort "
    "split sponsor spot stake start state stock stop store stream study submit subscribe suggest summarise supervise supply "
    "survey swap switch tag take teach test tell tick track trade train transcribe transfer translate transport treat trigger "
    "type activate deactivate provision instruct rebook recall correct agree pool bundle optimise optimize minimise suspend petition assess resolve detect recognise recognize invest reroute unlock update upgrade upload use vaccinate validate value verify view visit vote wait want warn watch wear weigh win wipe withdraw "
    "write"
)
WORK_STEMS = frozenset(stem(word) for word in WORK)
# Of these, the ones that are hardly ever nouns behind a plural: "vets record", "clerks review", "hospitals order".
DOING = word_list(
    "record review order apply approve submit upload book borrow browse build buy check choose claim collect compare compute "
    "complete confirm create decide declare deliver donate download draft edit enter file find follow fund give grade grow handle "
    "hear hire import inspect issue join keep lend list log maintain make manage measure negotiate offer open organise "
    "organize pay pick plan post prepare prescribe propose publish purchase receive register rent rate report request reserve return "
    "run scan schedule search see select sell send share ship sign store stream submit swap take teach test tick track trade train "
    "transfer translate update upload use view visit vote watch wear win write monitor get bid place pledge review answer ask want need "
    "deposit pause skip describe reorder restrict queue apply arrive start stop sort pack read label annotate add edit control host catalogue digitise prove verify certify load map"
)
# What becomes of a thing, and what people do without any system. Most of these words are nouns as well.
STATE = _finite(
    "need see go come stand sit lie hang lean survive spit shout look turn cross leave pass fall rise know lose break fail "
    "live die carry bring put throw owe earn spend expire lapse end close overflow leak burn fly drive walk swim travel "
    "depart sleep wake work speak talk sing learn differ vary happen occur remain become belong depend exist appear "
    "disappear mean meet reach suffer miss allow say rot rust melt float sink drift crack bend grow bloom ripen hatch roam "
    "stray wander queue crowd park idle stall jam freeze thaw overheat blink beep ring drop last cost want"
)
# What only people do: whoever does it uses the system, whatever they are called.
HUMAN = _finite(
    "apply approve book borrow browse buy choose comment confirm decide discuss donate draft edit enrol enter fill "
    "inspect invite learn lend negotiate order pay pledge prescribe propose publish read register rent reserve review "
    "schedule search sign submit suggest teach translate upload vote write applaud"
)
# What a thing does that has a line of its own: "lights report failures", "tanks send their level".
MACHINE = word_list("report send transmit stream emit measure upload")
PARTICIPLES = word_list(
    "built bought brought caught chosen done drawn driven eaten fallen felt found given gone grown held kept known laid "
    "led left lent lost made met paid put read sent set shown sold spent split stolen taken taught told understood won worn written "
    "stored tested scanned matched booked tracked recorded registered assigned checked approved"
)
# "X management", "X tracking system": what the system is about stands before.
ABOUT = word_list(
    "management monitoring tracking planning registry administration scheduling platform tool app portal system software marketplace "
    "database directory exchange handling booking hosting collection distribution lifecycle sharing control "
    "processing certification inspection logistics programme program network register repository archive data records quantities "
    "levels values information details history lists results status statistics figures counts updates rental rentals repair repairs breeding adoption swap"
)
ADJECTIVES = word_list(
    "bigger smaller larger longer shorter higher lower older newer younger faster slower cheaper earlier later fewer heavier lighter wider "
    "accurate active additional annual approved available average bad basic best better big broken cheap clean clear common compatible "
    "complete complex current custom daily different difficult digital direct distinct due early easy electronic empty "
    "entire exact existing expensive external extra fair fast final fixed foreign free frequent fresh full further future general good great half "
    "heavy high historic historical hot hourly important incoming individual initial internal international joint key large last late latest "
    "legal little live local long low main major manual many maximum mean medium minimum minor missing mobile modern "
    "monthly more multiple national near new next nice normal old online only open optional other outgoing own past personal physical "
    "planned poor possible precise previous primary private proper public quarterly quick raw real real-time recent "
    "regional relevant remote right safe same secure separate serious several short similar simple single slow small smart special "
    "specific standard strict strong sudden suitable temporary total typical unique unusual upcoming urgent usual valid various "
    "cellular ordinary automatic electronic acoustic optical wireless numeric daytime virtual weak weekly whole wide wrong yearly young undamaged central misrouted first second third ill sick"
)
# Things that have a line of their own.
MACHINES = word_list(
    "sensor probe meter camera collar tracker robot beacon gauge antenna satellite drone chip terminal kiosk scanner "
    "machine lock locker charger turbine inverter pump valve tank light lamp elevator thermostat logger wearable"
)
# Nouns that are no thing which a service would own: time, amounts, places of use, parts of software, and what blocks stand for.
NOT_THINGS = word_list(
    "millisecond microsecond nanosecond kilometer ton tonne kilo kilogram pound litre liter gram inch foot knot hectare acre watt "
    "kilowatt megawatt volt degree "
    "twice once ability access account action activity address advance afternoon aim alarm alert amount answer api app application architecture area "
    "availability backend background backup balance bandwidth bank bar basis batch beginning behalf benefit bit board browser budget "
    "burst business button byte call capacity case cash category cent chance change channel chart chat check choice city client "
    "clock cloud code colleague color colour column company compliance component computer condition conflict connection consent "
    "contact content context control copy core cost country course credit currency cycle dashboard data database date day deadline decade "
    "decision default delay demand department design desk detail device difference direction display distance dollar door download "
    "duration ease economy edge effort email end environment error euro evening event everyone example excel exchange existence "
    "experience expert face fact failure family feature fee feed field figure file filter firm form format frontend function future "
    "gateway goal group growth guarantee half hand handling hardware headquarters health help history home hour house idea image "
    "import inbox industry info information input integration interest interface internet interval issue item job kind kilometre km language "
    "laptop law level life limit line link list load local location log login lot machine mail majority management manner map mass mean "
    "means measure member memory message meter method metre metric middle mile million minute mistake mobile mode model moment "
    "money month morning name nation need network night node notification notice number office one operation option order "
    "other outage outcome output owner page pair part partner party past path pattern payment pdf peak people percent performance period "
    "permission person phone photo picture piece pixel place plan platform point policy population portal position possibility post power "
    "practice precision premise presence price priority privacy problem process processing product program project "
    "proof property provider purpose quality quarter question queue range rate ratio reach reader reading real-time reason reception record refund region relation "
    "reliability reminder replica report request requirement resource response rest result retention review risk role room "
    "row rule run scale scope screen script season second section sector security sense series server service session set setting share shop "
    "side sign site situation size sms software solution sort source space speed spike spot spreadsheet staff stage start state statement status "
    "step stock stop storage store story stuff style subject success suggestion sum summer supply support surface system tab table tablet "
    "tag talk target task team technology term test text thing third thousand time title today tomorrow top topic total town track "
    "traffic transaction trend trouble type update upload uptime url usage use user value variety version video view volume wait way web "
    "website week weekend weight while width wifi winter word work workflow world year yesterday zone gdpr hipaa pci soc iso eu europe "
    "percentage throughput latency p99 p95 sla slo rpo rto nines kubernetes aws azure on-premise premises midnight noon monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "hailstorm reality nature matter thank thanks hello hi hope wish well luck advance regard regards greetings cheers please everyone neighbourhood neighborhood "
    "community street village countryside head rush moment deal bill card smartphone offline mode dozen others "
    "look feel nothing something anything everything none both kb mb gb tb qps rps csv xml json ui ux crud mvp startup "
    "hundred billion ye yes differ worker sensor probe meter camera collar tracker robot beacon gauge antenna satellite drone chip terminal kiosk scanner reader printer barcode sticker wristband wearable headset scenario fraction maximum minimum average wear tear intend signal majority colleague care sheet "
    "much above below along ahead beyond everywhere somewhere midway tonight eve lot halfway "
    "lie stay hang stand sit remain happen occur arrive begin end finish fulfil fulfill fail fall rise go come become seem appear disappear belong depend exist "
    "live die lose bring carry keep know learn meet mean need put reach see speak spend suffer take throw understand "
) - {"order", "story", "exchange", "test", "reading", "project", "track", "product", "stock", "item"}  # fmt: skip


# A clause of nothing but these says nothing about a system.
COURTESY = word_list(
    "a advance afternoon all am and are be best can cheers day dear doing everybody everyone evening folks for forward fine friend "
    "friends from good greetings guys have hello help hey hi hope how i in is it kind kindly ladies gentlemen looking lot many me "
    "morning much my of please regards sir so soon team thank thanks that the there this to us very we well wishes would yours "
    "sincerely you your great nice hearing reply week weekend colleagues madam"
)
# "Parts of loans", "a list of guests": what follows "of" is meant.
PARTITIVES = word_list(
    "part parts kind kinds list lists number numbers set sets type types piece pieces amount amounts copy copies "
    "batch batches group groups pair pairs share shares state states status details details history"
)


def infinitive(word: str) -> str:
    """Return a verb of work as it stands behind "to", as far as its ending tells.

    >>> infinitive("drawn"), infinitive("excused"), infinitive("carries"), infinitive("planned"), infinitive("signs")
    ('draw', 'excuse', 'carry', 'plan', 'sign')
    """
    if word in _PAST:
        return _PAST[word]
    known = [base for base in bases(word)[::-1] if base in WORK or base in STATE or is_only_verb(base)]
    return next(iter(known), word)


_PAST = {
    "bought": "buy", "brought": "bring", "built": "build", "caught": "catch", "chosen": "choose", "done": "do", "drawn": "draw",
    "driven": "drive", "fallen": "fall", "felt": "feel", "found": "find", "given": "give", "gone": "go", "grown": "grow",
    "held": "hold", "kept": "keep", "known": "know", "laid": "lay", "led": "lead", "left": "leave", "lent": "lend", "lost": "lose",
    "made": "make", "met": "meet", "paid": "pay", "sent": "send", "shown": "show", "sold": "sell", "spent": "spend",
    "stolen": "steal", "taken": "take", "taught": "teach", "told": "tell", "understood": "understand", "won": "win",
    "used": "use", "worn": "wear", "written": "write", "eaten": "eat",
}  # fmt: skip


def singular(word: str) -> str:
    """Return an English noun in the singular, as far as its ending tells.

    >>> singular("deliveries"), singular("boxes"), singular("viruses"), singular("nurses"), singular("class")
    ('delivery', 'box', 'virus', 'nurse', 'class')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 4 and word not in {"specimen", "regimen", "abdomen"}:
        return f"{word[:-2]}an"
    if word.endswith("ies") and len(word) > 4 and word not in {"series", "species"}:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")) or (word.endswith("uses") and word[-5:-4] not in "oa"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "series", "species")) else word


_IRREGULAR = {
    "children": "child", "mice": "mouse", "geese": "goose", "teeth": "tooth", "feet": "foot", "criteria": "criterion",
    "diagnoses": "diagnosis", "analyses": "analysis", "theses": "thesis", "hypotheses": "hypothesis", "wolves": "wolf",
    "shelves": "shelf", "knives": "knife", "leaves": "leaf", "calves": "calf", "lives": "life", "buses": "bus", "caches": "cache",
    "news": "news", "lens": "lens", "lenses": "lens", "gas": "gas", "gases": "gas", "statuses": "status", "quizzes": "quiz",
    "alumni": "alumnus", "fungi": "fungus", "movies": "movie", "cookies": "cookie", "calories": "calorie",
    "aches": "ache", "goods": "goods", "customs": "customs", "premises": "premises", "glasses": "glasses",
    "earnings": "earnings", "belongings": "belongings", "logistics": "logistics", "clothes": "clothes", "works": "works",
    "lims": "lims", "pms": "pms", "cms": "cms", "lms": "lms", "wms": "wms", "tms": "tms", "dms": "dms", "sms": "sms", "gps": "gps",
    "hris": "hris", "sis": "sis", "ris": "ris", "mes": "mes", "pos": "pos", "his": "his", "dns": "dns", "gis": "gis", "ios": "ios",
    "athletics": "athletics", "statistics": "statistics", "physics": "physics", "analytics": "analytics",
}  # fmt: skip
