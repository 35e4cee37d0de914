"""Systems that everybody knows by name: "Design Uber" and "a clone of Dropbox" say as much as a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from designer.brief.places import Rewritten

KNOWN: Mapping[str, str] = {
    "uber": "ride hailing app: riders request trips on their phones, drivers send their position every few seconds, the nearest free driver "
    "is matched and offered the trip, with live tracking of the car, fare pricing, payment and ratings",
    "lyft": "ride hailing app: riders request trips, drivers send their position, the nearest free driver is matched, with live tracking, "
    "fare pricing, payment and ratings",
    "airbnb": "booking marketplace: hosts list homes with photos and a calendar, guests search by place and date, reserve without double "
    "booking, pay, message the host and leave reviews",
    "booking.com": "hotel booking marketplace: hotels list rooms and prices, guests search by place and date, reserve without double booking, "
    "pay and leave reviews",
    "dropbox": "file sync service: people upload files and folders, changes are synchronised to all their devices, with versions, sharing "
    "links and storage quotas",
    "google drive": "file storage app: people upload files and folders, which are in step on all their devices, share them with permissions, "
    "search in them, and have a storage quota",
    "doordash": "food delivery app: customers order meals from restaurants, restaurants accept orders, couriers with live location are matched "
    "to deliveries, with tracking and payment",
    "tinder": "dating app: people have profiles with photos, see profiles of people nearby, like or pass, get a match when both like, and chat",
    "spotify": "music streaming app: people search songs, stream tracks, make playlists, follow artists and get recommendations; artists' "
    "tracks are stored and delivered at several qualities",
    "twitch": "live video streaming platform: streamers broadcast live video, viewers watch at several qualities with a live chat beside it",
    "zoom": "video meeting service: people schedule and join meetings with live audio and video, screen sharing, chat and recordings",
    "slack": "team chat: workspaces with channels and direct messages, presence, message search, file upload and notifications",
    "discord": "group chat: servers with text channels and voice channels, presence, message history and notifications",
    "gmail": "mail service: people send and receive e-mail, with spam filtering, search, labels and attachments",
    "yelp": "local review site: people search businesses nearby on a map, read and write reviews with photos and ratings",
    "google maps": "map service: people search places, see map tiles, get routes and live traffic from the positions of phones",
    "amazon": "online shop: customers search a product catalogue, fill a cart, order with inventory reservation, pay, and track the shipment; "
    "sellers list products",
    "ebay": "auction marketplace: sellers list items with photos, buyers search and bid until the auction ends, the highest bid wins, with "
    "payment and ratings",
    "github": "code hosting: developers push repositories, review changes, file issues and run builds on every push",
    "kickstarter": "crowdfunding site: creators publish campaigns with a goal and a deadline, backers pledge money that is charged only when "
    "the goal is reached",
    "linkedin": "professional network: members have profiles and connections, see a feed of posts, search jobs and apply, and message each other",
    "strava": "sports tracking app: athletes upload activities with positions, see statistics, segments with leaderboards, and a feed of friends",
    "shazam": "song recognition: a phone records seconds of audio, its fingerprint is searched in an index of songs",
    "robinhood": "stock trading app: customers see live prices, place orders that are sent to the market, and see their portfolio and balances",
    "nasdaq": "stock exchange: members send orders, an order book matches them in price and time order, trades and market data are published",
    "calendly": "appointment scheduling: people publish free times from their calendars, guests book without double booking, with reminders",
    "eventbrite": "event ticketing: organisers publish events, people buy tickets, with seat reservation, payment and check-in",
    "instacart": "grocery delivery: customers order from stores, shoppers pick the items, couriers deliver with live tracking and payment",
    "google analytics": "web analytics: sites send page views and events, which are aggregated into reports in near real time",
    "splitwise": "expense sharing: groups record expenses, balances between members are kept, and debts are settled by payment",
}  # fmt: skip
"""What each is known for, in plain words, without figures."""

_NAMES = "|".join(sorted((re.escape(name) for name in KNOWN), key=lambda name: (-len(name), name)))
_ASKS = re.compile(
    rf"(?:^\s*(?:please\s+)?(?:design|build|make|create|sketch|architect|implement|develop)\s+(?:me\s+|us\s+)?(?:an?\s+|the\s+|our own\s+)?"
    rf"|\b(?:like|similar to|clone of|alternative to|copy of)\s+|^\s*(?:an?\s+)?)(?P<name>{_NAMES})"
    rf"(?P<clone>\s*[- ](?:clone|alternative|like|style|competitor))?(?!\w|\.\w)",
    re.IGNORECASE,
)
_MOST_WORDS = 60


def spelt_out(text: str) -> tuple[Rewritten, tuple[str, ...]] | None:
    """Return a short text with the systems it wants the like of spelt out, and what was read so; None where it has none.

    >>> spelt_out("Design Uber for boats")[0].text[:30]
    'Design ride hailing app: rider'
    """
    if len(text) > 20 * _MOST_WORDS or len(text.split()) > _MOST_WORDS:
        return None
    found = [match for match in _ASKS.finditer(text) if _is_meant(match, text)]
    if not found:
        return None
    notes = tuple(
        f"{text[match.start('name') : match.end('name')]} is read as: {KNOWN[match['name'].casefold()]}"
        for match in found[:1]
    )
    return Rewritten.of(_stretches(text, found[0])), notes


def _is_meant(match: re.Match[str], text: str) -> bool:
    """Tell "Design Uber", "Uber clone" from a text that begins with a vendor's name: "Dropbox holds our backups"."""
    opens = match.start() == 0 and not text[: match.start("name")].strip()
    rest = text[match.end() :].strip(" .!?")
    # "Uber for dog walking" is Uber's kind of system in another field.
    return bool(match["clone"]) or not opens or not rest or rest.casefold().startswith("for ")


def _stretches(text: str, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    start, end = match.start("name"), match.end()
    yield text[:start], 0, start
    yield KNOWN[match["name"].casefold()], start, end
    yield text[end:], end, len(text)
