"""Words for who uses a system: people at a desk, people on their way, everybody else, and organisations; as data."""

from __future__ import annotations

from designer.brief.units import PEOPLE


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, each also in the plural with an s or with -ies."""
    singulars = text.split()
    plurals = (f"{word[:-1]}ies" if word[-1] == "y" and word[-2] not in "aeiou" else f"{word}s" for word in singulars)
    return frozenset(singulars).union(plurals)


# People who sit at a desk when they use the system, and people who are on their way.
AT_DESK = _words(
    "accountant administrator admin advertiser advisor adviser agent analyst archivist assessor auctioneer auditor "
    "bookkeeper cashier caseworker chemist clerk clinician commissioner coordinator copywriter "
    "curator designer developer director dispatcher doctor editor engineer examiner expert handler hotelier instructor "
    "investigator journalist landlord lawyer lecturer librarian manager marketer moderator notary nurse officer "
    "operator organiser organizer paralegal pharmacist physician planner professor programmer "
    "radiologist realtor receptionist recruiter registrar regulator reporter researcher reviewer scientist "
    "secretary solicitor statistician steward supervisor supplier surgeon teacher therapist trader "
    "tutor underwriter vendor vet veterinarian warden wholesaler attorney actuary geologist "
    "biologist ecologist economist epidemiologist historian adjuster quizmaster chef treasurer trustee"
) | frozenset({"brokers", "judges", "publishers", "producers"})  # fmt: skip
ON_THE_MOVE = _words(
    "assembler captain carer caregiver carrier climber collector commander courier crew cyclist driver electrician farmer fisherman "
    "fitter forester hiker inspector installer janitor jogger lifeguard midwife messenger operative paramedic passenger "
    "patroller picker plumber porter ranger rescuer rider sailor seafarer skier surveyor technician tourist "
    "traveller traveler trucker volunteer walker firefighter grower rambler postman"
) | frozenset({"firemen", "fishermen", "postmen", "linemen", "salespeople", "guards", "pilots", "runners", "skippers"})
ELSEWHERE = _words(
    "adopter alumnus applicant artist athlete babysitter beekeeper beneficiary bidder borrower brewer "
    "candidate childminder citizen claimant collaborator commuter composer consultant "
    "contestant contributor counterparty creditor debtor dentist depositor donor employee employer "
    "entrepreneur exhibitor filmmaker foreman freelancer gardener grantee guest "
    "investor kid learner lender licensee lodger mechanic merchant musician neighbour neighbor "
    "owner parent parishioner participant partygoer patient pensioner performer photographer player policyholder pupil "
    "refugee renter resident seller shipper shopper singer speaker spectator sponsor student subcontractor taxpayer tenant "
    "trainee trainer translator undergraduate voter winemaker worshipper writer insured practitioner "
    "apprentice caretaker concierge sexton verger sacristan bursar forager usher valet barber butcher tailor blacksmith welder plasterer roofer mason bricklayer glazier locksmith angler hunter umpire juror sommelier baker barista butler haulier mediator contestant forecaster educator diver winemaker interpreter genealogist collector arbitrator jurist jeweller brewer breeder cardholder shareholder stakeholder householder homeowner grandparent carpooler mother father man woman"
) | frozenset({"backers", "buyers", "coaches", "contractors", "dealers", "guardians", "mentors", "keepers", "foremen", "alumni", "children", "hosts", "learners", "restaurants", "seller", "men", "women"})  # fmt: skip
# Organisations use a system through their own people; where a system only stands in one, it is the setting.
ORGANISATIONS = _words(
    "airline association bakery bank brand brewery broker charity chain church city clinic club college company "
    "consulate cooperative council dealership embassy factory firm forwarder garage gym hospital household hotel "
    "insurer institute kindergarten laboratory lab label manufacturer municipality museum ngo nursery "
    "parish pharmacy police practice reseller restaurant retailer school shop society "
    "studio supermarket team theatre theater town union university utility village winery "
    "workshop organisation organization business authority agency department ministry farm cafe bar federation"
) - {"practices", "chains", "labels", "brands"}
_NOT_ACTORS = frozenset(
    "account accounts audience client clients device devices fans follower followers household households machine "
    "machines people person phone phones sensor sensors staff subscriber subscribers user users vehicle vehicles car "
    "cars".split()
)
ACTORS = (PEOPLE - _NOT_ACTORS) | AT_DESK | ON_THE_MOVE | ELSEWHERE
_NOT_AGENTS = frozenset(
    "orders sensors containers numbers papers letters members servers workers brokers parameters meters offers chapters "
    "computers trackers scanners readers routers printers tractors trailers timers boilers coolers freezers chargers "
    "lockers counters monitors errors factors motors doors floors colours colors users customers quarters centers "
    "suppliers headers footers folders posters flyers newsletters registers transfers triggers filters answers "
    "chambers corners covers dinners drawers fingers layers markers matters offenders orders others partners powers "
    "rivers shelters shoulders towers waters winters wonders vouchers stickers buffers clusters loggers controllers "
    "cylinders canisters ladders timbers shutters washers dryers grinders cookers toasters sweaters jumpers trousers tumours "
    "barometers thermometers hygrometers amplifiers transformers capacitors conveyors escalators gutters bunkers hammers "
    "ledgers beakers barriers flowers peppers cucumbers tubers feathers daughters semesters disasters encounters boosters "
    "stretchers catheters inhalers defibrillators ventilators incubators respirators bumpers hampers hoppers cutters spiders "
    "tables vendors tensors vectors cursors elevators generators reactors indicators detectors accelerators "
    "simulators processors refrigerators collectors calculators editors ancestors lists artists minutes documents "
    "assistants plants grants restaurants variants constants elephants cheaters thieves fraudsters attackers hackers spammers intruders smugglers poachers attendees fees trees employees coffees degrees "
    "committees scooters planters buoys beepers excavators skimmers dumpers tankers freighters ferries "
    "rollers mowers mixers scrapers crawlers hangers burners heaters coolants implants pollutants pants".split()
)
# Words for people that mean something else as often; they are people where they do something.
SOMETIMES = _words(
    "client user subscriber follower fan captain coach commission committee council crew dealer guard host housekeeping jury keeper member pilot producer publisher reception runner secretariat"
)
_AGENT_ENDINGS = ("ers", "ors", "ists", "ians", "ees", "ants")


def is_agent(word: str) -> bool:
    """Tell whether an unknown plural has the form of people who do something ("harvesters", "geneticists").

    >>> is_agent("geneticists"), is_agent("sensors")
    (True, False)
    """
    return len(word) > 5 and word.endswith(_AGENT_ENDINGS) and word not in _NOT_AGENTS
