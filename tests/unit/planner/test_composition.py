"""Compositions: briefs of systems that no blueprint is about, with what an expert would look for in each."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from designer.brief.understand import understand
from designer.estimate.size import size
from designer.model.component import Component
from designer.model.design import Draft
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.planner.compose import compose
from designer.planner.nouns import singular
from designer.rules.registry import run_rules
from tests.support.catalogs import shipped

CATALOG = shipped()


class Case(NamedTuple):
    """A brief, words of the names (or "kind:...") that a design for it must have, and names it must not have."""

    brief: str
    needs: tuple[str, ...]
    lacks: tuple[str, ...] = ()


CASES = {
    "ride-hailing": Case(
        "We want to compete with the big ride apps in three cities. Riders open the app, see cars around them "
        "on a map and hail a ride; the nearest driver is matched within a few seconds and can accept or "
        "decline. Drivers send their position every 4 seconds while online. The price goes up when demand is "
        "high. Riders pay by card when the trip ends and rate the driver. 100,000 trips a day, 20,000 drivers "
        "online in the evening peak.",
        (
            "Rider app",
            "Driver app",
            "Trip service",
            "Driver service",
            "Matcher",
            "Open offers",
            "Position updater",
            "map cells",
            "Pricing service",
            "Payment provider",
            "Rating service",
            "kind:time-series-db",
        ),
    ),
    "hotel-booking": Case(
        "Hotel booking platform for 5,000 small hotels. Guests search for rooms by city, dates and price, "
        "look at photos, and book. A room must never be booked twice; while a guest enters the card details "
        "we hold the room for 15 minutes. Hoteliers maintain prices and room availability in a back office. "
        "Confirmation is sent by email. Cancellation with refund up to the day before. 2 million searches a "
        "day, 20,000 bookings a day.",
        (
            "Guest web app",
            "Hotelier console",
            "Reservation service",
            "Reservation availability",
            "Hold expiry",
            "Property search index",
            "Payment service",
            "Notification service",
            "Back-office service",
        ),
        (
            "Portfolio service",
            "Profile service",
        ),
    ),
    "stock-exchange": Case(
        "Matching engine for a small stock exchange: 200 instruments, limit orders and market orders, strict "
        "price-time priority, everyone sees the same sequence. Brokers connect over FIX. 50,000 orders per "
        "second at the open, acknowledgement within 500 microseconds at p99, and after a crash nothing that "
        "was acknowledged may be lost. Market data goes out to subscribers. Every order must be traceable for "
        "the regulator for seven years.",
        (
            "Broker console",
            "Order gateway",
            "Sequencer",
            "Command journal",
            "Order engine",
            "Leader leases",
            "Market data publisher",
            "Market data feed",
            "Audit trail",
        ),
        (
            "Analysis service",
            "Pricing service",
        ),
    ),
    "auction": Case(
        "An online auction house for antiques. Sellers list an item with pictures and a reserve price, "
        "bidders place bids until the auction closes at a fixed time; the highest bid wins and everybody "
        "watching sees a new bid at once. In the last minute there are up to 2,000 bids a second on one lot. "
        "Winners pay by card, sellers get paid out after shipping. Bids count in the order of arrival.",
        (
            "Auction service",
            "Sequencer",
            "Bid engine",
            "Live update service",
            "Lot end scheduler",
            "Payment service",
            "Settlement service",
            "Bid media",
        ),
        (
            "Order service",
            "Pricing service",
        ),
    ),
    "smart-metering": Case(
        "Utility with 3 million smart meters. Meters send readings every 15 minutes over a mobile network "
        "that is down now and then, we keep raw readings for 2 years and need daily and monthly sums. "
        "Customers see their consumption in a portal and get an alert on their phone when it is unusually "
        "high. At the end of each month an invoice is made according to a time-of-use tariff. Meter firmware "
        "must be updated over the air.",
        (
            "Smart meters",
            "Head-end system",
            "Reading processor",
            "kind:time-series-db",
            "Meter registry service",
            "Consumption billing service",
            "Consumption service",
            "Alert service",
            "Notification service",
            "Rollout service",
            "Firmware images",
        ),
        ("Invoice service",),
    ),
    "food-delivery": Case(
        "Food delivery for a mid-sized town: customers order from the menus of 400 restaurants, restaurants "
        "confirm and cook, the nearest free courier is assigned and the customer can follow the courier on a "
        "map. Payment online or by voucher. If no courier accepts within two minutes the order is offered to "
        "the next. Peak is Friday night, 40 orders per second.",
        (
            "Customer web app",
            "Courier app",
            "Restaurant web app",
            "Order service",
            "Delivery service",
            "Matcher",
            "Position updater",
            "map cells",
            "Payment service",
        ),
        (
            "Exam service",
            "Recipe service",
        ),
    ),
    "telemedicine": Case(
        "Telemedicine: patients book an appointment with a doctor, talk by video, and get a prescription that "
        "the pharmacy can fetch. Doctors write notes into the medical record; only the treating doctor may "
        "see it and every access must be recorded. Patients upload photos of skin problems before the visit. "
        "Reminders by SMS a day before. Health data must stay in the EU. 5,000 visits a day.",
        (
            "Patient web app",
            "Doctor console",
            "Booking service",
            "Hold expiry",
            "Media server",
            "Prescription service",
            "Permission service",
            "Audit trail",
            "Media processor",
            "Notification service",
        ),
    ),
    "bike-sharing": Case(
        "Bike sharing with 8,000 bikes. Each bike has a lock with GPS and a SIM card that reports its "
        "position every minute while rented and takes remote commands such as unlock. Riders find the nearest "
        "free bike in the app, reserve it for 10 minutes, scan the code and ride; they pay per minute with a "
        "card on file. A van crew moves bikes from full stations to empty ones, based on a demand forecast. "
        "Firmware of the locks is updated remotely.",
        (
            "Locks",
            "Rider app",
            "Device broker",
            "Live occupancy",
            "Occupancy counter",
            "Availability service",
            "Payment service",
            "Prediction model",
            "Rollout service",
        ),
    ),
    "fleet-tracking": Case(
        "Fleet tracking for haulage firms: 60,000 trucks with GPS trackers report position, speed and fuel "
        "level every 10 seconds. Dispatchers watch their trucks on a map, get an alarm when a truck leaves "
        "its geofence or the cold chain temperature is too high, and replay the route of the last 90 days. "
        "Tachograph data is imported nightly as files. Each haulage firm may only see its own trucks.",
        (
            "Trackers",
            "Dispatcher console",
            "Map service",
            "Position processor",
            "Live positions",
            "Alert service",
            "Notification service",
            "Landing zone",
            "Permission service",
            "kind:time-series-db",
        ),
    ),
    "loyalty": Case(
        "Loyalty programme for a supermarket chain with 12 million members. Members collect points at the "
        "till, within a second, even if the same receipt is sent twice; the points balance must be right to "
        "the point. Vouchers are personalised every week from what members bought. Points expire after three "
        "years. Marketing wants reports across all stores, and partners want to be told via webhooks when "
        "points are redeemed.",
        (
            "Tills",
            "Loyalty account service",
            "Ledger service",
            "Ledger store",
            "Recommendation service",
            "Data warehouse",
            "Webhook sender",
            "Points expiry job",
        ),
    ),
    "multiplayer-game": Case(
        "Backend for a multiplayer game: players join matchmaking and are paired with players of equal "
        "strength within 20 seconds, play sessions of ten minutes with ten players each, and see a weekly "
        "leaderboard. Friends can chat with each other and see who is online. 500,000 concurrent players on "
        "weekends. Cosmetic items are sold as in-app purchases.",
        (
            "Player app",
            "Matchmaker",
            "Game servers",
            "Leaderboard",
            "Chat service",
            "Player service",
            "Payment service",
        ),
    ),
    "payroll": Case(
        "Payroll for 300 companies with 80,000 employees. Managers approve timesheets, at the end of each "
        "month the pay run calculates gross to net for every employee by country rules that change every "
        "year, payslips are made as PDF, and salaries are paid out by bank file. A run that stops half-way "
        "must be able to go on, and nobody may be paid twice. Two people must approve each run. All changes "
        "are auditable for ten years.",
        (
            "Manager console",
            "Payroll service",
            "Payslip batch run",
            "Run book",
            "Payout service",
            "Bank exchange",
            "Audit trail",
            "kind:workflow-engine",
            "Payslip files",
        ),
    ),
    "e-learning": Case(
        "E-learning site for a university: teachers publish courses with videos and quizzes, 30,000 students "
        "watch lessons, hand in homework as files, get graded and discuss in a forum per course. Students "
        "sign in with the university account. Video must play well on bad lines. Exams in the last week of "
        "the term bring ten times the load. Teachers see progress statistics.",
        (
            "Teacher console",
            "Student web app",
            "Course service",
            "Exam service",
            "Comment service",
            "Media processor",
            "kind:identity-provider",
            "kind:cdn",
        ),
    ),
    "ad-bidding": Case(
        "Real-time bidding platform for display ads: exchanges send us 400,000 bid requests per second and we "
        "must answer in under 80 ms with a bid or nothing. The bid depends on a click-through prediction for "
        "this user and ad, on the campaign's remaining daily budget, which must not be overspent by more than "
        "1%, and on frequency capping. Impressions and clicks come back and advertisers see spend on a live "
        "dashboard, updated every few seconds. The model is retrained every night.",
        (
            "Advertiser console",
            "Bidder service",
            "Campaign service",
            "Click prediction",
            "Model training",
            "Budget service",
            "Budget service",
            "Spend and frequency counting",
        ),
    ),
    "supply-chain": Case(
        "Supply chain visibility for a car maker: 900 suppliers report shipments and stock levels by EDI "
        "files or API, trucks report their position, and planners see where each part is, when it arrives and "
        "which production orders are at risk. Trace the chain of suppliers of any part back to the raw "
        "material. Alert planners when a delay would stop a line. Suppliers' systems must be told of changed "
        "orders through webhooks.",
        (
            "Supplier console",
            "Planner console",
            "Trucks",
            "Inventory service",
            "Production service",
            "Stock item import",
            "kind:graph-db",
            "Position updater",
            "Webhook sender",
            "Alert service",
        ),
        (
            "Cars",
            "Trade order store",
        ),
    ),
    "insurance-claims": Case(
        "Customers of an insurer report damage to their car in an app, with photos and a description. The "
        "claim is checked for fraud, small ones are paid out automatically, larger ones go to a caseworker, "
        "with an approval chain above 10,000 euros; a claim can be open for weeks while we wait for the "
        "garage's estimate. Customers are informed about each step. 8,000 claims a day after a hailstorm.",
        (
            "Customer app",
            "Caseworker console",
            "Claim service",
            "Fraud service",
            "kind:workflow-engine",
            "Claim media",
            "Payout service",
            "Notification sender",
            "kind:model-server",
        ),
    ),
    "ev-charging": Case(
        "Network of 20,000 EV charging points of different makers connected over OCPP websockets. Drivers "
        "find the nearest free charger in the app, start charging with the app or an RFID card, pay per use "
        "at the end. Stations report meter values every minute and status changes at once. A station that "
        "loses its connection must still authorise known cards. Grid operator can send a signal to reduce "
        "power within 30 seconds.",
        (
            "Charging points",
            "Driver app",
            "Charging session service",
            "Station gateway",
            "map cells",
            "Usage rating",
            "Authorisation service",
            "Partner adapter",
            "Payment service",
        ),
        ("Matcher",),
    ),
    "parcel-lockers": Case(
        "Parcel lockers at 2,000 stations. Couriers drop parcels into a free compartment, the recipient gets "
        "a one-time code by SMS and has 72 hours to collect. Senders book a compartment in advance. The "
        "lockers must open even when the line is down for an hour. Tracking numbers are unique across all "
        "carriers, and carriers are notified of status changes by webhook.",
        (
            "Parcel lockers",
            "Courier app",
            "Locker service",
            "Parcel service",
            "Locker command service",
            "Id leases",
            "Webhook sender",
            "Notification sender",
            "Deadline scheduler",
        ),
    ),
    "news-site": Case(
        "Website of a newspaper. Editors write articles in a CMS and publish stories with pictures, readers "
        "read, comment and search the archive of 4 million articles. Comments have to be moderated. Articles "
        "are recommended to readers based on what they read. On election night 80,000 readers a second come "
        "at once. Subscribers pay a monthly fee.",
        (
            "Editor console",
            "Reader web app",
            "Article service",
            "Article cache",
            "kind:cdn",
            "Article search index",
            "Content check",
            "Recommendation service",
            "Payment service",
        ),
        (
            "Voting service",
            "Telemetry service",
        ),
    ),
    "robo-advisor": Case(
        "Robo-advisor: customers open an account, answer a questionnaire about risk, and we invest monthly "
        "into a portfolio of ETFs, rebalancing every night after the market closes. Orders go to a partner "
        "bank in one bulk per day through their API and are confirmed the next morning. Every cent must be "
        "accounted for: double-entry bookkeeping, yearly tax statements as PDF. KYC check with an external "
        "provider. Two-factor authentication.",
        (
            "Portfolio service",
            "Account service",
            "Ledger service",
            "Partner adapter",
            "Portfolio batch run",
            "Portfolio files",
            "kind:identity-provider",
            "Survey service",
        ),
    ),
    "emergency-dispatch": Case(
        "Control room software for ambulances. A call taker records the emergency, the system proposes the "
        "nearest suitable ambulance based on live positions and hospital capacity, the dispatcher confirms, "
        "the crew gets the job on a tablet with navigation. It may be down for at most 5 minutes a year, must "
        "survive the loss of a data centre, and every decision is recorded for later inquiry.",
        (
            "Dispatcher console",
            "Crew app",
            "Incident service",
            "Dispatch service",
            "Matcher",
            "Position updater",
            "map cells",
            "Second-region stores",
            "Audit trail",
        ),
        (
            "Patient service",
            "Call service",
        ),
    ),
    "factory-maintenance": Case(
        "Predictive maintenance in 40 factories: 200,000 vibration and temperature sensors send values ten "
        "times per second to a gateway in each factory, which forwards one-second averages over MQTT. Detect "
        "anomalies within a minute with a model trained on past failures, raise an alert, create a work order "
        "for a technician and reserve the spare parts. Raw data is kept for 30 days, averages for 10 years.",
        (
            "Sensors",
            "Technician app",
            "Device broker",
            "kind:time-series-db",
            "Alert stream job",
            "Prediction model",
            "Model training",
            "Maintenance service",
            "Inventory service",
            "Stock item availability",
        ),
    ),
    "company-assistant": Case(
        "Our 15,000 employees ask questions in plain language about policies, contracts and manuals and get "
        "answers that cite their sources. 2 million documents in SharePoint, changed daily. An employee must "
        "only get answers from documents he or she is allowed to read. No personal data to the model, no "
        "legal advice. Employees sign in with single sign-on. About 20,000 questions a day.",
        (
            "Answer service",
            "Language model",
            "Document vectors",
            "Permission service",
            "Guardrail service",
            "SharePoint",
            "kind:identity-provider",
        ),
        (
            "Telemetry service",
            "Employee service",
        ),
    ),
    "vacation-rental": Case(
        "Vacation homes: hosts list a house with photos, a calendar and a price per night, guests search by "
        "place on a map, dates and number of people, send a message to the host, book and pay a deposit. Two "
        "guests must not get the same week. Guests and hosts review each other after the stay, fake listings "
        "are taken down. Host payouts the day after arrival, in 30 currencies.",
        (
            "Host web app",
            "Guest web app",
            "Property service",
            "Booking availability",
            "Property search index",
            "Property map cells",
            "Chat service",
            "Review desk",
            "Payment service",
            "Payout service",
        ),
    ),
    "library": Case(
        "City library with 25 branches: readers search the catalogue, reserve books, borrow them with a card "
        "at self-service terminals and get a reminder before they are due back. Late fees are paid online. "
        "Inter-library loans need approval of a librarian and take days. New titles are imported weekly from "
        "the publishers' feeds. 300,000 readers, 1.2 million items.",
        (
            "Reader web app",
            "Librarian console",
            "Terminals",
            "Lending service",
            "Borrowing availability",
            "Borrowing search index",
            "Payment service",
            "Borrowing import",
            "kind:workflow-engine",
            "Notification service",
        ),
        (
            "Booking service",
            "Loan service",
        ),
    ),
}


# A line or two each, of trades that no list of ours is about: what is kept is told by the words alone.
SHORT = {
    "vets": Case(
        "Vets record vaccinations of animals and pet owners get a reminder when the next one is due.",
        ("Vet console", "Owner", "Vaccination service", "Vaccination store", "Animal service", "Notification service"),
    ),
    "tool-library": Case(
        "A neighbourhood app where residents lend tools to each other, with a deposit that is given back when the drill "
        "comes home undamaged.",
        ("Resident app", "Rental service", "Deposit service", "Ledger service", "availability"),
        ("Neighbourhood service",),
    ),
    "building-permits": Case(
        "Citizens apply for building permits, upload plans and pay the fee. Clerks review the applications. The land "
        "registry has to be asked about each plot.",
        ("Citizen", "Clerk console", "Permit service", "Upload service", "Payment service", "Land registry"),
    ),
    "poems": Case(
        "A platform where poets publish poems and readers applaud them.",
        ("Poet", "Reader", "Poem service", "Poem store"),
    ),
    "museum": Case(
        "A museum guide: visitors hear an audio story in their language beside an exhibit, even without internet. "
        "Curators edit stories.",
        ("Visitor", "Curator console", "Content service", "Sync service"),
    ),
    "blood-bank": Case(
        "Donors give blood, donations are tested, and hospitals order compatible units. Every unit must be traceable "
        "from donor to recipient for 30 years. HIPAA applies.",
        ("Donor", "Hospital portal", "Donation service", "Audit trail", "Privacy service", "archive"),
    ),
    "national-exam": Case(
        "300,000 pupils write an online exam at the same minute. Answers must not be lost.",
        ("Pupil", "Exam service", "intake log", "intake writer"),
    ),
    "works-council": Case(
        "Employees vote online for their works council, one vote each, nobody may know who voted for whom. Results are "
        "counted by a committee.",
        ("Employee", "Voting service", "Token issuer", "Entitlement register", "Committee"),
    ),
    "dairy": Case(
        "A dairy cooperative collects milk from farms. Drivers scan the tank and note the quantity; the laboratory "
        "reports quality per sample; farmers are paid monthly.",
        ("Driver app", "Farmer app", "Milk service", "Sample service", "Laboratory portal", "Payout service"),
    ),
    "school-timetable": Case(
        "Teachers make timetables for 80 colleagues and 40 rooms without clashes.",
        ("Teacher console", "planner", "planning jobs"),
    ),
    "brewery": Case(
        "Brewers plan batches, recipes are versioned, each bottle can be traced to its batch, excise duty is reported "
        "to the customs authority.",
        ("Brewer", "Batch service", "Recipe service", "Customs authority"),
    ),
    "receipts": Case(
        "Accountants photograph receipts, the tool extracts fields and sends the VAT return to the tax office.",
        ("Accountant console", "Receipt service", "Text extractor", "Reading model", "Tax office"),
    ),
    "fish-farm": Case(
        "Oxygen and temperature probes in 400 cages send values every minute, divers record dead fish, an alarm rings "
        "when oxygen falls. The site loses its link to shore in storms.",
        ("Probes", "Diver", "Telemetry service", "kind:time-series-db", "Alert service", "Sync service"),
    ),
    "temp-agency": Case(
        "Clinics post shifts, nurses see those that fit, the first to accept gets the shift. No double booking, no chat.",
        ("Clinic portal", "Nurse console", "Shift service", "Matcher"),
        ("Chat service",),
    ),
    "organs": Case(
        "Hospitals report donors; organs are allocated to recipients by urgency and distance. Every decision must be "
        "auditable. It must never be down.",
        ("Hospital portal", "Allocation service", "Matcher", "Audit trail", "standby"),
    ),
    "sounding-rocket": Case(
        "Telemetry of a rocket: 4,000 channels every second, nothing may be lost, engineers see plots live.",
        ("Engineer console", "Telemetry service", "kind:time-series-db", "kind:event-log", "Live update service"),
    ),
    "complaints": Case(
        "We already run PostgreSQL and RabbitMQ. Customers file complaints, agents answer them within a deadline and "
        "the customer gets a message.",
        ("Customer", "Agent console", "Support service", "Notification service", "kind:queue"),
    ),
    "cold-chain": Case(
        "A pharmacy ships vaccines in boxes with loggers, each reading counts exactly once, and batches are quarantined "
        "by the quality manager.",
        ("Manager console", "Batch service", "Processed"),
    ),
}


def _compose(text: str) -> Draft:
    return compose(understand(text, CATALOG, answers={}), CATALOG)


def _names(made: Draft) -> set[str]:
    return {part.name for part in made.graph.components}


def _links(made: Draft) -> set[tuple[str, str]]:
    name = {part.id: part.name for part in made.graph.components}
    return {(name[link.source], name[link.target]) for link in made.graph.connections}


def _part(made: Draft, name: str) -> Component:
    return next(part for part in made.graph.components if part.name == name)


@pytest.mark.parametrize("key", CASES)
def test_a_composition_has_what_an_expert_looks_for(key: str) -> None:
    case = CASES[key]
    made = _compose(case.brief)
    names, kinds = _names(made), {f"kind:{part.kind.value}" for part in made.graph.components}
    assert [wish for wish in case.needs if wish not in kinds and not any(wish in name for name in names)] == []
    assert [name for name in case.lacks if name in names] == []


@pytest.mark.parametrize("key", CASES)
def test_a_composition_is_connected_and_no_rule_complains(key: str) -> None:
    made = _compose(CASES[key].brief)
    ends = {end for link in made.graph.connections for end in (link.source, link.target)}
    assert ends == {part.id for part in made.graph.components}
    findings = run_rules(size(made, (), CATALOG))
    # What the brief itself leaves open or contradicts is the brief's, not the composition's.
    assert [item for item in findings if item.severity is not Severity.INFO and not item.rule.startswith("BRF")] == []


@pytest.mark.parametrize("key", CASES)
def test_a_composition_tells_each_thing_once_and_in_the_words_of_its_domain(key: str) -> None:
    made = _compose(CASES[key].brief)
    assert len(_names(made)) == len(made.graph.components)
    assert len({item.id for item in made.decisions}) == len(made.decisions)
    assert "{entity}" not in made.model_dump_json().casefold()
    assert any(flow.kind == "failure" for flow in made.flows)
    assert sum(flow.critical for flow in made.flows) >= 1
    assert made.title != "Core system"


@pytest.mark.parametrize("key", SHORT)
def test_a_line_or_two_of_any_trade_gives_its_own_services_and_no_more_than_it_deserves(key: str) -> None:
    case = SHORT[key]
    made = _compose(case.brief)
    names, kinds = _names(made), {f"kind:{part.kind.value}" for part in made.graph.components}
    assert [wish for wish in case.needs if wish not in kinds and not any(wish in name for name in names)] == []
    assert [name for name in case.lacks if name in names] == []
    assert 6 <= len(made.graph.components) <= 36
    ends = {end for link in made.graph.connections for end in (link.source, link.target)}
    assert ends == {part.id for part in made.graph.components}
    assert all(part.origin is not None for part in (*made.graph.components, *made.graph.connections))
    assert not [item for item in run_rules(size(made, (), CATALOG)) if item.severity is Severity.ERROR]


@pytest.mark.parametrize("key", SHORT)
def test_greetings_change_nothing(key: str) -> None:
    made = _compose(SHORT[key].brief)
    greeted = _compose(f"{SHORT[key].brief} Thank you very much and kind regards!")
    assert (_names(greeted), _links(greeted)) == (_names(made), _links(made))


def test_the_same_brief_gives_the_same_design() -> None:
    assert _compose(SHORT["vets"].brief) == _compose(SHORT["vets"].brief)


def test_a_product_that_is_there_already_plays_the_parts_it_can() -> None:
    made = _compose(SHORT["complaints"].brief)
    stores = {part.technology for part in made.graph.components if part.kind is Kind.RELATIONAL_DB}
    queues = {part.technology for part in made.graph.components if part.kind is Kind.QUEUE}
    assert (stores, queues) == ({"PostgreSQL"}, {"RabbitMQ"})


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Nurses record doses. Records are kept for 12 years.", "archive"),
        ("Nurses record doses. 99.99 % availability.", "standby"),
        ("Nurses record doses of medicines for patients in 3 regions.", "Region steering"),
    ],
)
def test_a_figure_calls_for_structure(text: str, part: str) -> None:
    assert any(part in name for name in _names(_compose(text)))


@pytest.mark.parametrize("key", CASES)
def test_every_part_and_link_says_whose_idea_it_was(key: str) -> None:
    text = CASES[key].brief
    for item in (made := _compose(text)).graph.components + made.graph.connections:
        assert item.origin.span is None or text[slice(*item.origin.span)].strip()
        assert item.origin.span is not None or item.origin.ref


def test_the_same_brief_gives_the_same_composition() -> None:
    text = CASES["vacation-rental"].brief
    assert _compose(text).model_dump_json() == _compose(text).model_dump_json()


def test_services_that_follow_each_other_are_told_by_events_with_an_outbox() -> None:
    made = _compose("Customers place orders, and couriers bring the parcels.")
    assert {("Order service", "Domain events"), ("Domain events", "Delivery service")} <= _links(made)
    assert _part(made, "Order service").prop("outbox") is True
    assert _part(made, "Delivery service").prop("idempotent") is True
    assert any("leads to" in flow.name for flow in made.flows)


def test_a_service_that_needs_an_answer_asks_for_it() -> None:
    made = _compose("Travellers take trips, and prices go up at night.")
    assert ("Trip service", "Pricing service") in _links(made)


def test_a_service_never_reaches_the_store_of_another_one() -> None:
    for case in CASES.values():
        made = _compose(case.brief)
        stores = {entity.store for entity in made.entities}
        own = {part.name.removesuffix(" service"): part.id for part in made.graph.components if part.role is None}
        for link in made.graph.connections:
            source, target = made.graph.by_id[link.source], made.graph.by_id[link.target]
            foreign = target.id in stores and target.role is None and target.is_datastore
            if source.role is None and source.kind is Kind.SERVICE and foreign:
                assert source.id in own.values() and f"{source.id}-to-{target.id}" == link.id
                assert sum(1 for other in made.graph.incoming[target.id] if other.source == source.id) == 1


def test_a_block_for_a_kind_of_store_changes_the_service_s_own_store() -> None:
    made = _compose("Meters send readings every minute; keep the time series for ten years.")
    assert _part(made, "Reading store").kind is Kind.TIME_SERIES_DB
    assert sum(1 for part in made.graph.components if part.kind is Kind.RELATIONAL_DB) == 1, "the device registry"


def test_a_needed_port_brings_in_the_block_that_offers_it() -> None:
    made = _compose("Trucks report their position.")
    assert {"Position updater", "Position map cells", "Position ingest"} <= _names(made)


def test_positions_of_devices_behind_a_broker_need_no_second_way_in() -> None:
    made = _compose("Each bike reports its position over MQTT.")
    assert "Telemetry bridge" in _names(made) and "Position ingest" not in _names(made)
    assert ("Domain events", "Position updater") in _links(made)


def test_a_block_that_covers_another_one_leaves_it_out() -> None:
    names = _names(_compose("Tenants use electricity and get a monthly invoice by tariffs at the end of each month."))
    assert "Invoice run" in names
    assert not any("batch run" in name for name in names) and "Invoice service" not in names


def test_firewall_and_balancer_stand_in_a_row_in_front_of_the_gateway() -> None:
    links = _links(_compose("Shoppers place orders. Keep bad bots out, and put a load balancer in front."))
    way = [("Shopper web app", "Web firewall"), ("Web firewall", "Load balancer"), ("Load balancer", "API gateway")]
    assert set(way) <= links
    assert ("Shopper web app", "API gateway") not in links


def test_products_take_the_place_that_the_words_around_them_name() -> None:
    made = _compose("Orders in MySQL, invoices in Oracle, customers pay by card with Adyen, mails through SendGrid.")
    assert _part(made, "Order store").technology == "MySQL"
    assert _part(made, "Invoice store").technology == "Oracle Database"
    assert _part(made, "Payment provider").technology == "Adyen"
    assert _part(made, "Message provider").technology == "SendGrid"


def test_one_document_database_for_one_service_leaves_the_others_alone() -> None:
    made = _compose("We keep products in MongoDB. Customers place orders.")
    assert _part(made, "Product store").kind is Kind.DOCUMENT_DB
    assert _part(made, "Order store").kind is Kind.RELATIONAL_DB


def test_an_outside_system_that_no_block_stands_for_is_attached_under_its_own_name() -> None:
    made = _compose("Customers place orders, which go to our ERP; payments by card.")
    assert {"ERP", "Payment provider"} <= _names(made)
    assert ("Order service", "ERP") in _links(made)


def test_a_refused_queue_goes_and_its_two_sides_talk_directly() -> None:
    made = _compose("Customers place orders and are informed by email. No message queue, please.")
    assert not [part for part in made.graph.components if part.kind is Kind.QUEUE]
    assert ("Notification service", "Message sender") in _links(made)
    assert not [item for item in run_rules(size(made, (), CATALOG)) if item.severity is Severity.ERROR]


def test_a_refused_product_makes_way_for_the_next_of_its_role() -> None:
    made = _compose("Customers place orders; read-heavy, but without Redis.")
    assert _part(made, "Order cache").technology not in {"", "Redis"}


def test_tools_that_build_and_deploy_are_no_parts() -> None:
    made = _compose("Customers place orders. Everything is set up with Terraform and GitLab CI.")
    assert not [part for part in made.graph.components if part.kind is Kind.WORKFLOW_ENGINE]


def test_a_kind_of_part_without_more_words_gets_its_usual_block() -> None:
    assert {"Core jobs", "Core worker"} <= _names(_compose("We need a queue."))


def test_everyday_words_are_not_taken_for_parts() -> None:
    made = _compose("Warehouse workers scan goods in the warehouse.")
    assert not [part for part in made.graph.components if part.kind in {Kind.DATA_WAREHOUSE, Kind.WORKER}]


@pytest.mark.parametrize(
    ("text", "apps"),
    [
        ("Riders and drivers use an app.", {"Rider app", "Driver app"}),
        ("Nurses and patients see results.", {"Nurse console", "Patient web app"}),
        ("Foremen report hours from the phone.", {"Foreman app"}),
        ("Each bike reports its position.", {"Bikes"}),
        ("The car maker reports sales of spare parts, with a dashboard.", {"Web app"}),
        ("Charge cabinets: charging points are shown, each with its meter.", {"Charging points"}),
        ("No robots in the shop, only people.", {"Web app"}),
    ],
)
def test_who_uses_the_system_is_told_by_the_words(text: str, apps: set[str]) -> None:
    clients = {part.name for part in _compose(text).graph.components if part.kind.family == "client"}
    assert clients == apps


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Readers put books back in order to free the shelf.", {"Order service", "Booking service"}),
        ("Brokers read and write much, the price does not matter.", {"Telemetry service", "Pricing service"}),
        ("Lists with dates and pictures.", {"Product service", "Profile service", "Photo service"}),
        ("Students write essays; no reviews and no loans.", {"Review service", "Loan service"}),
    ],
)
def test_ordinary_words_call_for_no_service(text: str, absent: set[str]) -> None:
    assert absent.isdisjoint(_names(_compose(text)))


@pytest.mark.parametrize(
    "word", ["a" * 10_000, "<b>bold</b>", "../../etc", "{entity} {{ 7*7 }}", "\u202e🙂", "'; delete"]
)
def test_hostile_words_stay_words(word: str) -> None:
    made = _compose(f"Customers send {word} and place orders with payment by card.")
    assert "Order service" in _names(made)
    assert all(len(part.name) <= 60 for part in made.graph.components)


def test_nothing_but_refusals_still_gives_a_design() -> None:
    made = _compose("No users, no database, no queue, no nothing.")
    assert made.graph.components and made.questions


@pytest.mark.parametrize(
    ("many", "one"),
    [("parcels", "parcel"), ("buses", "bus"), ("houses", "house"), ("deliveries", "delivery"), ("glass", "glass")],
)
def test_nouns_are_shown_in_the_singular(many: str, one: str) -> None:
    assert singular(many) == one


def test_what_is_of_something_else_asks_the_service_of_that() -> None:
    made = _compose("Vets record vaccinations of animals. Owners register animals.")
    assert ("Vaccination service", "Animal service") in _links(made)
    assert ("Animal service", "Vaccination service") not in _links(made)


@pytest.mark.parametrize("said", ["No public cloud.", "It runs on our own servers.", "Everything on-premises."])
def test_a_system_in_its_own_rooms_gets_no_product_that_only_a_cloud_vendor_runs(said: str) -> None:
    brief = "Members borrow tools and upload photos of each tool. Contracts are archived for ten years as PDF."
    vendors = {part.technology for part in _compose(brief).graph.components}
    own = {part.technology for part in _compose(f"{brief} {said}").graph.components}
    assert "Amazon S3" in vendors
    assert "MinIO" in own
    assert "Amazon S3" not in own


def test_a_refused_app_leaves_its_people_a_way_in() -> None:
    made = _compose("Farmers list tractors with pictures, others reserve them. No smartphone app is needed.")
    kinds = {part.kind for part in made.graph.components}
    assert Kind.WEB_CLIENT in kinds
    assert Kind.MOBILE_CLIENT not in kinds


def test_things_do_not_use_an_app_for_themselves() -> None:
    made = _compose("Scooters send their position every minute and are unlocked with a phone.")
    kinds = [part.kind for part in made.graph.components]
    assert Kind.DEVICE in kinds
    assert Kind.MOBILE_CLIENT in kinds
