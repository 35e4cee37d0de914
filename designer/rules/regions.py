"""Where on Earth: the regions that names say, and the ones that a text says data must stay in.

Source: the lists of regions of Amazon Web Services, Google Cloud and Microsoft Azure; ISO 3166-1 for the countries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Region(NamedTuple):
    """A part of the world: its legal area, and the country where it is known."""

    area: str
    country: str = ""


_EU = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # the member states
)
_COUNTRIES = {
    "austria": "AT", "belgium": "BE", "denmark": "DK", "finland": "FI", "france": "FR", "germany": "DE", "greece": "GR",
    "ireland": "IE", "italy": "IT", "netherlands": "NL", "poland": "PL", "portugal": "PT", "spain": "ES", "sweden": "SE",
    "united kingdom": "UK", "britain": "UK", "great britain": "UK", "england": "UK", "switzerland": "CH", "norway": "NO",
    "united states": "US", "america": "US", "canada": "CA", "mexico": "MX", "brazil": "BR", "india": "IN", "china": "CN",
    "japan": "JP", "south korea": "KR", "korea": "KR", "singapore": "SG", "indonesia": "ID", "australia": "AU",
    "israel": "IL", "south africa": "ZA", "saudi arabia": "SA", "russia": "RU", "taiwan": "TW", "hong kong": "HK",
    "frankfurt": "DE", "berlin": "DE", "munich": "DE", "dublin": "IE", "paris": "FR", "stockholm": "SE", "milan": "IT",
    "madrid": "ES", "amsterdam": "NL", "london": "UK", "zurich": "CH", "virginia": "US", "ohio": "US", "oregon": "US",
    "california": "US", "montreal": "CA", "mumbai": "IN", "tokyo": "JP", "seoul": "KR", "sydney": "AU",
}  # fmt: skip
_AREAS = {"european union": "EU", "eea": "EU", "europe": "Europe"}
_SHORT = {"EU": "EU", "US": "US", "USA": "US", "UK": "UK", "UAE": "AE"}  # "us" in small letters is a pronoun
_CODES = {
    "eu-central-1": "DE", "eu-central-2": "CH", "eu-west-1": "IE", "eu-west-2": "UK", "eu-west-3": "FR",
    "eu-north-1": "SE", "eu-south-1": "IT", "eu-south-2": "ES", "europe-west1": "BE", "europe-west2": "UK",
    "europe-west3": "DE", "europe-west4": "NL", "europe-west6": "CH", "europe-west8": "IT", "europe-west9": "FR",
    "europe-west10": "DE", "europe-west12": "IT", "europe-north1": "FI", "europe-central2": "PL",
    "europe-southwest1": "ES", "ca-central-1": "CA", "ca-west-1": "CA", "sa-east-1": "BR", "mx-central-1": "MX",
    "ap-south-1": "IN", "ap-south-2": "IN", "ap-southeast-1": "SG", "ap-southeast-2": "AU", "ap-southeast-3": "ID",
    "ap-southeast-4": "AU", "ap-northeast-1": "JP", "ap-northeast-2": "KR", "ap-northeast-3": "JP", "ap-east-1": "HK",
    "me-central-1": "AE", "af-south-1": "ZA", "il-central-1": "IL", "asia-south1": "IN", "asia-south2": "IN",
    "asia-southeast1": "SG", "asia-southeast2": "ID", "asia-east1": "TW", "asia-east2": "HK", "asia-northeast1": "JP",
    "asia-northeast2": "JP", "asia-northeast3": "KR", "australia-southeast1": "AU", "australia-southeast2": "AU",
    "northamerica-northeast1": "CA", "northamerica-northeast2": "CA", "southamerica-east1": "BR",
    "westeurope": "NL", "northeurope": "IE", "germanywestcentral": "DE", "germanynorth": "DE", "francecentral": "FR",
    "uksouth": "UK", "ukwest": "UK", "swedencentral": "SE", "switzerlandnorth": "CH", "norwayeast": "NO",
    "italynorth": "IT", "polandcentral": "PL", "spaincentral": "ES", "canadacentral": "CA", "canadaeast": "CA",
    "brazilsouth": "BR", "centralindia": "IN", "southindia": "IN", "westindia": "IN", "japaneast": "JP",
    "japanwest": "JP", "koreacentral": "KR", "southeastasia": "SG", "eastasia": "HK", "australiaeast": "AU",
    "australiasoutheast": "AU", "southafricanorth": "ZA", "israelcentral": "IL",
}  # fmt: skip
_US_CODE = r"us-(?:gov-)?(?:east|west|central|south)-?\d{1,2}|(?:east|west|central|northcentral|southcentral|westcentral)us[23]?"

_LONG = "|".join(re.escape(one) for one in sorted((*_CODES, *_COUNTRIES, *_AREAS), key=lambda one: (-len(one), one)))
_NAME = rf"(?i:{_LONG}|{_US_CODE})|{'|'.join(sorted(_SHORT, key=len, reverse=True))}"
_ANY = re.compile(rf"(?<![\w-])(?:{_NAME})(?![\w])")
_CODE = re.compile(rf"(?<![\w-])(?i:{'|'.join(re.escape(one) for one in _CODES)}|{_US_CODE})(?![\w])")

_SENTENCE = re.compile(r"[.;!?\n](?:\s|$)")
_DATA = re.compile(
    r"\b(?:data|database|databases|records?|information|backups?|copies|replicas?|files?|messages?|everything|documents?)\b",
    re.I,
)
_STAYS = re.compile(
    rf"\b(?i:(?:stays?|remains?|kept|stored|hosted|resides?|residing|processed|held)(?:\s+[\w-]+){{0,3}}?"
    rf"|(?:keep|store|host|hold)(?:\s+(?:all|any|the|our|its|their|personal|customer|user|patient|health|payment)){{0,3}}"
    rf"\s+(?:data|records|information|backups|everything)(?:\s+only)?)"
    rf"\s+(?i:in|inside|within)\s+(?:(?i:the)\s+)?(?P<region>{_NAME})(?![\w])"
)
_LEAVES = re.compile(
    rf"\b(?i:not|never|no|nor|cannot|nothing)\b[^.;]{{0,60}}\b(?i:leaves?)\s+(?:(?i:the)\s+)?(?P<region>{_NAME})(?![\w])"
)
_ONLY = re.compile(
    rf"(?<![\w-])(?P<region>{_NAME})(?:[\s-]+(?i:data))?[\s-]+(?i:residency|only)\b"
    rf"|\b(?i:residency)\b\s*(?:(?i:in|is|within|must be|requirement)\s*|[:=]\s*)?(?:(?i:the)\s+)?(?P<second>{_NAME})(?![\w])"
)
_WAIVED = re.compile(r"\b(?i:need not|needn't|not? (?:have|need|required|requirement)|without|does not matter)\b")
_AWAY = re.compile(r"\b(?i:not|never|no|nor|outside|except|cannot)\b(?:\s+[\w-]+){0,5}\s*$")


def regions_in(text: str) -> tuple[Region, ...]:
    """Return the regions that a text names, in order.

    >>> regions_in("Copy in us-east-1"), regions_in("Tell us")
    ((Region(area='US', country='US'),), ())
    """
    return tuple(_region(match.group()) for match in _ANY.finditer(text[:2000]))


def coded_regions_in(text: str) -> tuple[Region, ...]:
    """Return the regions that a text names by the code of a cloud, in order.

    >>> coded_regions_in("eu-central-1 for Canada")
    (Region(area='EU', country='DE'),)
    """
    return tuple(_region(match.group()) for match in _CODE.finditer(text[:2000]))


def regions_of_name(name: str) -> tuple[Region, ...]:
    """Return the regions that the short name of a place or a tag says; there, "us" is no pronoun.

    >>> regions_of_name("prod-us"), regions_of_name("eu-west-1a")
    ((Region(area='US', country='US'),), (Region(area='EU', country='IE'),))
    """
    zone = re.sub(r"(?<=\d)[a-f]\b", "", name)  # the letter of a zone within a region
    words = re.sub(r"[-_/]", " ", name)
    shorts = re.sub(r"\b(?:eu|us|usa|uk|uae)\b", lambda match: match.group().upper(), words, flags=re.IGNORECASE)
    return coded_regions_in(zone) or regions_in(shorts)


@lru_cache(maxsize=512)
def regions_to_stay_in(text: str) -> tuple[Region, ...]:
    """Return the regions that a text says data must stay in; none where it says nothing of the kind.

    A sentence about residency may name several; what it only rules out is not one of them.

    >>> regions_to_stay_in("Patient data must stay in the EU, not in the US.")
    (Region(area='EU', country=''),)
    >>> regions_to_stay_in("Guests stay in hotels in France.")
    ()
    """
    found: list[Region] = []
    for sentence in _SENTENCE.split(text[:20_000]):
        stated = _stated(sentence)
        if stated and _DATA.search(sentence) and not _WAIVED.search(sentence):
            found.extend(
                _region(match.group())
                for match in _ANY.finditer(sentence)
                if match.start() in stated or not _AWAY.search(sentence[max(0, match.start() - 60) : match.start()])
            )
    return tuple(dict.fromkeys(found))


def _stated(sentence: str) -> set[int]:
    """Return where in a sentence the regions stand that it says data must stay in."""
    starts = {match.start("region") for pattern in (_STAYS, _LEAVES) for match in pattern.finditer(sentence)}
    for match in _ONLY.finditer(sentence):
        starts.add(match.start("region") if match["region"] else match.start("second"))
    # "must not be stored in the US" rules a region out
    positive = {match.start("region") for match in _LEAVES.finditer(sentence)}
    return {at for at in starts if at in positive or not _AWAY.search(sentence[max(0, at - 60) : at])}


def region_name(region: Region) -> str:
    """Return how a sentence names a region.

    >>> region_name(Region("EU", "DE")), region_name(Region("US", "US")), region_name(Region("EU"))
    ('Germany', 'the US', 'the EU')
    """
    key = region.country or region.area
    names = {code: name.title() for name, code in reversed(_COUNTRIES.items())}
    return f"the {key}" if key in ("EU", "US", "UK", "NL") else names.get(key, key)


def lies_outside(region: Region, allowed: Iterable[Region]) -> bool:
    """Return whether a region surely is none of the allowed ones.

    >>> lies_outside(Region("US", "US"), [Region("EU")]), lies_outside(Region("EU"), [Region("EU", "DE")])
    (True, False)
    """
    return not any(_may_be(region, one) for one in allowed)


def _may_be(region: Region, allowed: Region) -> bool:
    if "Europe" in (region.area, allowed.area):
        return {region.area, allowed.area} <= {"Europe", "EU", "UK", "CH", "NO"}
    if region.area != allowed.area:
        return False
    return not region.country or not allowed.country or region.country == allowed.country


def _region(name: str) -> Region:
    if name in _SHORT:
        short = _SHORT[name]
        return Region(short, "" if short == "EU" else short)
    low = name.casefold()
    if low in _AREAS:
        return Region(_AREAS[low])
    country = _CODES.get(low) or _COUNTRIES.get(low) or "US"
    return Region("EU" if country in _EU else country, country)
