"""Closed classes of words that the reader of dictated architectures needs, as data."""

from __future__ import annotations

from designer.brief.units import PEOPLE
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.brief.wordlists import word_list
from designer.model.kinds import Kind

_NO_PLURALS = word_list(
    "atlas alias bias gas canvas christmas overseas was has saas paas iaas elias pegasus kansas texas lucas nas"
)


def singular(word: str) -> str:
    """Return a noun without the s of its plural.

    >>> singular("tablets"), singular("bus"), singular("queries")
    ('tablet', 'bus', 'query')
    """
    if word == "apis":
        return "api"
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _NO_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def _singulars(text: str) -> frozenset[str]:
    return frozenset(singular(word) for word in text.split())


COPULA = word_list("is are was were be been being")
MODALS = word_list("can cannot could will would shall should must may might do does did not has have had never also")
ARTICLES = word_list("a an the our their its his her your my this that these those each every another both all")
DEFINITE = word_list("the this that these those our their its said same")
OTHER = word_list("another second other separate different further additional third fourth")
SUBJECT_PRONOUNS = word_list("it they he she this that these those one both each all we i you which who what there")
US = word_list("we i you us me somebody someone people everybody")
OBJECT_PRONOUNS = word_list("it them this that these those both")
RELATIVE = word_list("which that who what whose")
JOINS = word_list("and or plus & then as-well")
SUBORDINATORS = word_list(
    "whereupon when while whether whereas if because since so after before until once unless although though whenever but how"
)
ADVERBS = word_list(
    "otherwise afterwards also then directly simply only always just first finally afterwards additionally again usually often later twice "
    "itself now together already still mostly still currently internally too instead even both normally simultaneously "
    "therefore thus hence meanwhile accordingly straight alone ever overnight solely regularly immediately once basically rather furthermore moreover besides however likewise alike anyway yet out over up down back away"
)
EXISTING = word_list("existing legacy current old already")
NEW = word_list("new fresh brand-new")
EVERYTHING = word_list("everything")

NOT_IN_NAME = (
    FUNCTION_WORDS
    | ARTICLES
    | EXISTING
    | NEW
    | OTHER
    | word_list(
        "closest nearest respective corresponding right identical redundant stateless next called named single own several multiple few many small big tiny little simple plain dedicated shared whole "
        "good whenever please certain various respective different big large actual main-ish some more one two three "
        "four five six seven eight nine ten dozen couple pair pool hosted managed running"
    )
) - word_list("read go online use max min peak total average till")

ABSORBED = word_list(
    "filesystem filesystems cluster clusters instance instances server servers database databases db dbs table tables topic topics queue queues "
    "bucket buckets index indexes store broker stream streams node nodes service services cache collection exchange "
    "container containers namespace deployment warehouse log gateway proxy balancer subject channel schema api apis "
    "backend keyspace primary leader master replica replicas standby follower followers slave copy deployment endpoint "
    "archive file set sets hash zset list binlog wal oplog changelog layer tier rule rules workflow workflows dag dags account system machine machines box boxes installation pair pairs pool pools farm ring sorted distribution pod pods"
)
"""Words behind a product that still mean the product: "Kafka topic", "Redis cluster"."""

REPLICAS = word_list("replica replicas standby standbys follower followers slave slaves secondary mirror")
"""Heads of a copy of a store."""
PRIMARIES = word_list("primary leader master")
COUNTED = word_list("replicas instances copies nodes pods machines shards servers brokers workers containers replica")

SITES = word_list("datacenter datacentre region site zone dc az location regions sites zones")
"""Heads of places that a copy may stand in."""

SYSTEM_NOUNS = word_list(
    "bridge adapter adaptor connector client clients registry sync exporter portal tool tools system systems app apps "
    "application applications job jobs function functions bot bots agent agents hub module modules component frontend "
    "backend site website desk console dashboard pipeline manager controller controllers checker authorizer authoriser "
    "lambda lambdas ui spa monolith svc svcs mixer robot robots endpoint daemon firmware sidecar sidecars front diode fronts thingy crawler script scripts flow plugin software sink sinks"
)
"""Heads that make a compound a part of its own: "Salesforce connector", "Lambda authorizer"."""

PAYLOAD = _singulars(
    "event events message messages data order orders request requests file files record records result results image "
    "images photo photos update updates metric metrics task tasks notification notifications payment payments email "
    "emails row rows document documents reading readings click clicks price prices change changes job jobs item items "
    "blob blobs copy copies answer response responses call calls traffic report reports state status page pages token tokens "
    "session sessions video videos picture text texts alert alerts invoice invoices transaction transactions view "
    "information details stuff thing things something nothing everything it them load input output pdf csv json xml "
    "amount money entry entries line lines number numbers log logs trace traces measurement measurements value values "
    "write writes read reads frame frames recording recordings score scores product products prompt question questions "
    "chunk chunks backup backups artifact artifacts push pushes contract contracts prescription catalogue-entry mail "
    "mails sms letter letters code codes package packages parcel parcels scan scans track tracks fare-table payload "
    "body bodies header headers key keys query queries search searches lookup lookups command commands webhook webhooks "
    "parquet avro orc protobuf signal signals position positions location locations rate rates feature features counter counters flight flights "
    "user-data credential credentials password passwords article articles post posts comment comments lobby stay stays "
    "content contents footage recipe recipes claim claims protocol protocols temperature temperatures check checks visit visits booking bookings "
    "sale sales seat seats aggregate aggregates upload uploads download downloads table tables outbox stock stocks usage workflow workflows pass passes telemetry transcript transcripts milking milkings quote quotes metadata link"
)
"""Things that travel between parts and are no parts, in the singular."""

ABSTRACT = _singulars(
    "arrival creation appearance insertion deletion object anything whatever yesterday today tomorrow confusion correction time minute second hour day night week month year times way part parts place case problem question idea end start "
    "front back side top bottom middle two three somebody someone anybody everyone team company rest miss hit disk "
    "memory moment line fact goal aim point reason scope production staging test tests version release budget cost "
    "latency throughput availability demand load request internet network cloud world country city office home phone-call outside inside neither yes anyone qos gpu gpus cpu cpus weather yep yeah nope "
    "colleague boss meeting plan picture diagram architecture design setup set-up background parallel real-time realtime "
    "total average peak short general particular addition turn detail advance bulk batch scratch region zone zones regions "
    "datacenter datacentre premises vpc subnet dmz use usage access kind sort type lot number bit pair pool copy one ones "
    "other others latter former both each all none any hand hands step steps future past friday monday tuesday wednesday "
    "thursday saturday sunday january february march april june july august september october november december please "
    "morning evening afternoon noon midnight night weekend else thanks cheers regards hi hello dear note notes title summary overview ours mine theirs yours ground board whiteboard page example"
)
"""Nouns that never name a part, in the singular."""

COMPOUND_HEADS = _singulars("job batch counter page office point register desk contract stock board front")
"""Nouns that name a part with another noun before them: "charge point", "landing page"."""

FILE_ENDS = word_list("py sh js ts rb pl php ps1 sql jar exe bat")
"""Endings of the names of scripts."""

GENERIC_HEADS = _singulars(
    "component components part parts service services connection connections flow flows note notes architecture setup "
    "set-up design system systems overview here following decided decision diagram requirement requirements scope piece "
    "pieces link links step steps thing things stack summary store stores database databases api apis discussed team all "
    "wanted wish shop-picture picture this below microservice microservices integration integrations relation relations solution requirement existing new today tomorrow source sources destination destinations sink sinks input inputs output outputs dependency dependencies external externals actors currently landscape draw sketch document diagram describe"
)
"""Heads of a list: "Components:", "Flow:"."""

TOWNS = word_list(
    "amsterdam athens atlanta auckland austin bangalore bangkok barcelona basel beijing belgium belgrade bergen berlin bern bogota "
    "bologna bordeaux boston bratislava brazil brisbane bristol brussels bucharest budapest cairo california canada chennai chicago "
    "chile china cologne copenhagen dallas delhi denmark denver dresden dubai dublin dusseldorf edinburgh egypt england estonia "
    "europe asia africa america finland florence france frankfurt geneva genoa germany ghent glasgow gothenburg graz greece hamburg "
    "hanover helsinki houston hungary iceland india indonesia iowa ireland israel istanbul italy jakarta japan kenya kiev kyiv lagos "
    "latvia leeds leipzig lima lisbon lithuania liverpool ljubljana london lyon madrid malmo manchester manila marseille melbourne "
    "mexico miami milan montreal moscow mumbai munich nairobi nantes naples netherlands nice norway nuremberg ohio oregon osaka oslo "
    "paris peru philadelphia phoenix poland porto portugal prague quebec riga rome rotterdam salzburg santiago seattle seoul serbia "
    "seville shanghai singapore slovakia slovenia sofia spain stockholm strasbourg stuttgart sweden switzerland sydney taipei taiwan "
    "tallinn tel-aviv texas thailand tokyo toronto turin turkey ukraine utrecht valencia vancouver venice vienna vietnam vilnius "
    "virginia warsaw washington zagreb zurich"
)
"""Places on a map that texts name for where something runs."""

HOSTS = frozenset(
    {
        "Kubernetes", "Docker", "Docker Swarm", "K3s", "MicroK8s", "OpenShift", "HashiCorp Nomad", "Apache Mesos",
        "Amazon EKS", "Amazon ECS", "AWS Fargate", "Amazon EC2", "AWS App Runner", "AWS Elastic Beanstalk",
        "Amazon Lightsail", "AWS Amplify", "Google Kubernetes Engine", "Google Cloud Run", "Google App Engine",
        "Google Compute Engine", "Azure Kubernetes Service", "Azure Container Apps", "Azure Container Instances",
        "Azure App Service", "Azure Static Web Apps", "Azure Virtual Machines", "Azure Service Fabric",
        "Azure Spring Apps", "Heroku", "Render", "Fly.io", "Railway", "DigitalOcean", "DigitalOcean App Platform",
        "Hetzner Cloud", "Alibaba Cloud ECS", "Cloud Foundry", "VMware vSphere", "Proxmox VE", "Vercel", "Netlify",
        "GitHub Pages", "Cloudflare Pages", "Firebase Hosting", "Amazon RDS", "Terraform", "Helm", "Argo CD", "Flux CD",
        "Pulumi", "AWS CloudFormation", "Ansible", "OpenTofu", "Dapr", "Istio", "Linkerd",
    }
)  # fmt: skip
"""Products that parts run on or are rolled out with; named, they are no parts of the picture."""

ROLLING_OUT = frozenset({"Argo CD", "Flux CD"})
"""Products among them that do something by themselves."""

LANGUAGE_KINDS = frozenset(
    {Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.CLIENT_SDK, Kind.BATCH_JOB}
)
"""Kinds whose products say how a part is built: "Go service", "React app"."""

WEAK_WORDS = word_list(
    "warehouse warehouses consumer consumers processor processors worker workers timer timers stream streams listener "
    "listeners engine engines server servers broker brokers topic topics tracker trackers scanner scanners service "
    "services gateway gateways portal portals proxy terminal terminals kiosk kiosks device devices sensor sensors bucket "
    "buckets queue queues browser browsers monitoring handheld handhelds wearable wearables thermostat thermostats website "
    "websites website site balancer firewall sdk cache caches caching backend monolith storefront crm erp mainframe "
    "daemon bff frontend database databases orchestrator scheduler dashboard daemon lb idp"
)
"""Words for a kind that mean other things in everyday speech; unlinked, they name no part."""

_MOBILE = word_list("app phone phones handheld tablet smartphone apps tablets smartphones handhelds")
_DEVICE = word_list(
    "kiosk till terminal sensor camera device machine robot meter printer car vehicle tag drone plc turnstile gate "
    "scanner telescope station turbine label pixel controller watch locker thermostat lamp truck"
)
_WEB = word_list("website site page storefront portal shop browser console ui spa frontend fe webapp dashboard desktop web "
              "gui screen")  # fmt: skip
_STORES = {
    "db": Kind.RELATIONAL_DB, "database": Kind.RELATIONAL_DB, "bus": Kind.EVENT_LOG, "mq": Kind.QUEUE,
    "queue": Kind.QUEUE, "cache": Kind.CACHE, "nas": Kind.OBJECT_STORE, "archive": Kind.OBJECT_STORE,
    "sftp": Kind.OBJECT_STORE, "ftp": Kind.OBJECT_STORE, "nfs": Kind.OBJECT_STORE, "smb": Kind.OBJECT_STORE,
    "bucket": Kind.OBJECT_STORE, "historian": Kind.TIME_SERIES_DB, "leader": Kind.RELATIONAL_DB,
    "primary": Kind.RELATIONAL_DB, "lake": Kind.DATA_WAREHOUSE, "warehouse": Kind.DATA_WAREHOUSE, "topic": Kind.EVENT_LOG, "batch": Kind.BATCH_JOB,
    "lb": Kind.LOAD_BALANCER, "gw": Kind.API_GATEWAY, "wkr": Kind.WORKER, "be": Kind.SERVICE, "job": Kind.BATCH_JOB,
    "cron": Kind.SCHEDULER, "proxy": Kind.LOAD_BALANCER, "balancer": Kind.LOAD_BALANCER, "lambda": Kind.FUNCTION,
    "function": Kind.FUNCTION, "bank": Kind.EXTERNAL_SYSTEM, "partner": Kind.EXTERNAL_SYSTEM, "centre": Kind.EXTERNAL_SYSTEM,
    "center": Kind.EXTERNAL_SYSTEM, "vendor": Kind.EXTERNAL_SYSTEM, "provider": Kind.EXTERNAL_SYSTEM,
    "ldap": Kind.IDENTITY_PROVIDER, "idp": Kind.IDENTITY_PROVIDER, "orchestrator": Kind.WORKFLOW_ENGINE,
    "script": Kind.BATCH_JOB, "bff": Kind.API_GATEWAY, "replica": Kind.RELATIONAL_DB, "standby": Kind.RELATIONAL_DB,
    "follower": Kind.RELATIONAL_DB,
}  # fmt: skip
_NO_METERS = word_list("parameter diameter perimeter hexameter kilometer centimeter millimeter micrometer nanometer")
_AGENTS = word_list(
    "importer exporter ingester indexer mailer notifier crawler scraper poller dispatcher persister collector aggregator "
    "decoder encoder transcoder resizer loader writer parser builder renderer generator publisher "
    "forwarder shipper syncer updater watcher archiver cleaner sweeper sender receiver enricher matcher scorer converter "
    "uploader downloader replicator compactor reconciler batcher counter fetcher harvester wkr"
)
_CLIENT_PEOPLE = word_list(
    "man woman men women family customer user visitor reader editor librarian viewer brewer nurse doctor farmer grower lawyer operator clerk agent "
    "cashier admin analyst student teacher patient guest member driver rider passenger shopper buyer seller partner staff "
    "employee people technician engineer developer manager supervisor accountant trader player citizen merchant subscriber "
    "investigator inspector caseworker planner underwriter adjuster realtor reviewer approver officer captain conductor journalist "
    "photographer designer architect owner landlord parent pupil professor researcher curator artist musician donor applicant "
    "candidate recruiter trainer coach referee broadcaster-no author moderator support guard courier pilot resident tenant auditor scientist chef waiter nurse surveyor volunteer"
)


def is_person(head: str) -> bool:
    """Tell whether a noun means people, in lower case."""
    return head in PEOPLE or singular(head) in PEOPLE or singular(head) in _CLIENT_PEOPLE


def kind_of_noun(head: str) -> Kind:
    """Return what a part most likely is that only a noun of the domain names, in lower case."""
    one = singular(head)
    if (plain := one.rstrip("0123456789")) in _STORES:
        return _STORES[plain]
    if one in _MOBILE:
        return Kind.MOBILE_CLIENT
    if one in _DEVICE:
        return Kind.DEVICE
    if one in _WEB:
        return Kind.WEB_CLIENT
    if one.endswith("meter") and one not in _NO_METERS:
        return Kind.DEVICE
    if one in _AGENTS:
        return Kind.WORKER
    if is_person(head):
        return Kind.PERSON
    if one.endswith(("db", "base")):
        return Kind.RELATIONAL_DB
    if one.endswith("bus"):
        return Kind.EVENT_LOG
    return Kind.SERVICE
