"""Units as people write them, in base units; periods, and nouns that say what is counted."""

from __future__ import annotations

from collections.abc import Mapping

SECOND, MINUTE, HOUR, DAY = 1.0, 60.0, 3600.0, 86400.0
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY

BYTES: Mapping[str, float] = {
    "byte": 1, "bytes": 1, "octets": 1, "kilobyte": 1e3, "kilobytes": 1e3, "megabyte": 1e6, "megabytes": 1e6,
    "gigabyte": 1e9, "gigabytes": 1e9, "terabyte": 1e12, "terabytes": 1e12, "petabyte": 1e15, "petabytes": 1e15,
    "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40, "pib": 2**50,
    "meg": 1e6, "megs": 1e6, "gig": 1e9, "gigs": 1e9, "terabytes.": 1e12, "exabyte": 1e18, "exabytes": 1e18,
    "kilobit": 125, "kilobits": 125, "megabit": 125e3, "megabits": 125e3, "gigabit": 125e6, "gigabits": 125e6,
    "terabit": 125e9, "terabits": 125e9, "bits": 0.125, "bit": 0.125,
    "kbit": 125, "mbit": 125e3, "gbit": 125e6, "tbit": 125e9, "octet": 1,
}  # fmt: skip
# Case tells bits from bytes: "Tb" against "TB".
BYTES_BY_CASE: Mapping[str, float] = {
    "B": 1, "KB": 1e3, "kB": 1e3, "kb": 1e3, "Kb": 125, "MB": 1e6, "mb": 1e6, "Mb": 125e3, "GB": 1e9, "gb": 1e9,
    "Gb": 125e6, "TB": 1e12, "tb": 1e12, "Tb": 125e9, "PB": 1e15, "pb": 1e15, "EB": 1e18,
    "Go": 1e9, "Mo": 1e6, "Ko": 1e3, "To": 1e12,
}  # fmt: skip
BYTE_RATES: Mapping[str, float] = {
    "kbps": 125, "mbps": 125e3, "gbps": 125e6, "tbps": 125e9, "bps": 0.125,
}  # fmt: skip

TIMES: Mapping[str, float] = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "microsecond": 1e-6, "microseconds": 1e-6,
    "ms": 1e-3, "msec": 1e-3, "msecs": 1e-3, "millis": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3,
    "milisecond": 1e-3, "miliseconds": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "min": MINUTE, "mins": MINUTE, "minute": MINUTE, "minutes": MINUTE,
    "h": HOUR, "hr": HOUR, "hrs": HOUR, "hour": HOUR, "hours": HOUR,
    "d": DAY, "day": DAY, "days": DAY, "night": DAY, "nights": DAY, "w": WEEK, "wk": WEEK, "wks": WEEK, "week": WEEK,
    "weeks": WEEK,
    "y": YEAR, "mo": MONTH, "month": MONTH, "months": MONTH, "yr": YEAR, "yrs": YEAR, "year": YEAR, "years": YEAR,
    "annum": YEAR, "decade": 10 * YEAR, "decades": 10 * YEAR, "quarters": YEAR / 4, "fortnight": 14 * DAY,
    "segundos": 1, "minutos": MINUTE, "horas": HOUR, "hora": HOUR, "días": DAY, "dias": DAY, "día": DAY, "dia": DAY,
    "mes": MONTH, "meses": MONTH, "año": YEAR, "años": YEAR, "sekunden": 1, "sekunde": 1, "minuten": MINUTE,
    "stunde": HOUR, "stunden": HOUR, "tag": DAY, "tage": DAY, "tagen": DAY, "woche": WEEK, "monat": MONTH,
    "monate": MONTH, "jahr": YEAR, "jahre": YEAR, "jahren": YEAR, "seconde": 1, "secondes": 1, "heure": HOUR,
    "heures": HOUR, "jour": DAY, "jours": DAY, "mois": MONTH, "an": YEAR, "ans": YEAR, "année": YEAR,
    "semaine": WEEK, "semana": WEEK, "semanas": WEEK, "semaines": WEEK, "wochen": WEEK, "monaten": MONTH, "segundo": 1, "minuto": MINUTE,
    "trimestres": YEAR / 4, "quartale": YEAR / 4, "个月": MONTH, "秒": 1, "分钟": MINUTE, "小时": HOUR, "天": DAY, "月": MONTH, "年": YEAR,
}  # fmt: skip
PERIODS: Mapping[str, float] = {
    **{word: size for word, size in TIMES.items() if size >= 1e-3 and word not in {"ns", "an", "ans", "quarters"}},
    "quarter": YEAR / 4, "night": DAY, "morning": DAY, "evening": DAY, "weekend": WEEK, "weekday": DAY,
    "workday": DAY, "shift": 8 * HOUR, "shifts": 8 * HOUR, "schicht": 8 * HOUR, "trimestre": YEAR / 4,
    "quartal": YEAR / 4, "noche": DAY, "nuit": DAY, "nacht": DAY,
}  # fmt: skip
ADVERBS: Mapping[str, float] = {
    "hourly": HOUR, "daily": DAY, "nightly": DAY, "weekly": WEEK, "monthly": MONTH, "yearly": YEAR,
    "annually": YEAR, "annual": YEAR, "diarios": DAY, "diarias": DAY, "diario": DAY, "täglich": DAY, "quotidien": DAY, "quotidiens": DAY,
    "monatlich": MONTH, "jährlich": YEAR, "wöchentlich": WEEK, "stündlich": HOUR, "mensuales": MONTH, "mensuels": MONTH,
    "annuels": YEAR, "anuales": YEAR, "每秒": 1, "每分钟": MINUTE, "每小时": HOUR, "每天": DAY, "每日": DAY,
    "每周": WEEK, "每月": MONTH, "每年": YEAR, "diariamente": DAY, "quarterly": YEAR / 4,
}  # fmt: skip
PER_WORDS = frozenset(
    {"per", "a", "an", "each", "every", "/", "por", "pro", "par", "al", "im", "am", "je", "cada", "jeden", "每"}
)

# Abbreviated rates: what is counted, and over how long.
RATE_UNITS: Mapping[str, tuple[str, float]] = {
    "rps": ("requests", 1), "qps": ("queries", 1), "tps": ("transactions", 1), "wps": ("writes", 1),
    "iops": ("operations", 1), "eps": ("events", 1), "mps": ("messages", 1), "rpm": ("requests", 60),
    "rpd": ("requests", DAY), "cps": ("calls", 1), "ops": ("operations", 1), "fps": ("frames", 1),
    "hz": ("samples", 1), "khz": ("samples", 1e-3),
}  # fmt: skip
STOCK_UNITS: Mapping[str, tuple[str, str]] = {
    "dau": ("users", "daily"), "daus": ("users", "daily"), "mau": ("users", "monthly"), "maus": ("users", "monthly"),
    "日活用户": ("users", "daily"), "月活用户": ("users", "monthly"), "在线用户": ("users", "concurrent"),
    "wau": ("users", "weekly"), "ccu": ("users", "concurrent"), "ccus": ("users", "concurrent"),
}  # fmt: skip
ABBREVIATED_NOUNS: Mapping[str, str] = {
    "req": "requests", "reqs": "requests", "rq": "requests", "rqs": "requests", "tok": "tokens", "toks": "tokens", "msg": "messages", "msgs": "messages", "txn": "transactions",
    "txns": "transactions", "tx": "transactions", "ops": "operations", "evts": "events", "conns": "connections",
    "请求": "requests", "用户": "users", "消息": "messages", "订单": "orders", "事件": "events", "设备": "devices",
    "anfragen": "requests", "nachrichten": "messages", "bestellungen": "orders", "ereignisse": "events",
    "nutzer": "users", "nutzern": "users", "benutzer": "users", "geräte": "devices", "kunden": "customers",
    "peticiones": "requests", "solicitudes": "requests", "mensajes": "messages", "pedidos": "orders",
    "eventos": "events", "usuarios": "users", "clientes": "customers", "requêtes": "requests",
    "commandes": "orders", "événements": "events", "utilisateurs": "users",
    "docs": "documents", "pics": "pictures", "vids": "videos", "imgs": "images",
}  # fmt: skip

PEOPLE = frozenset(
    (
        "user users people person customers customer players player viewers viewer visitors visitor drivers driver "
        "riders rider listeners readers subscribers subscriber shoppers buyers sellers patients students members "
        "member accounts account devices device clients client employees agents participants fans creators merchants "
        "tenants households citizens guests passengers followers editors traders phones sensors vehicles cars "
        "machines buyer couriers staff usuarios benutzer nutzer utilisateurs kunden clientes 用户 gamers audience "
        "attendees moderators authors watchers writers teachers learners travellers travelers bidders cooks bakers "
        "swimmers farmers gardeners volunteers borrowers renters hikers cyclists singers dancers voters pupils nurses "
        "commuters bloggers collectors donors growers climbers sailors anglers hunters "
    ).split()
)
COPIES = frozenset(
    (
        "replica replicas copies copy instance instances node nodes server servers shard shards partition partitions "
        "region regions zone zones az azs datacenter datacenters datacentre datacentres brokers workers pods machines "
        "followers standbys "
    ).split()
)
CENTS: Mapping[str, str] = {"cent": "usd", "cents": "usd", "eurocent": "eur", "eurocents": "eur", "pence": "gbp"}
"""Hundredths of a currency."""
MONEY: Mapping[str, str] = {
    "$": "usd", "usd": "usd", "dollars": "usd", "dollar": "usd", "bucks": "usd", "€": "eur", "eur": "eur",
    "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pounds": "gbp", "chf": "chf", "francs": "chf",
    "¥": "jpy", "jpy": "jpy", "yen": "jpy", "₹": "inr", "inr": "inr", "rupees": "inr",
}  # fmt: skip
# Things that act one by one: people, and the devices, places and programs that send on their own.
ACTORS = PEOPLE | frozenset(
    (
        "meters meter taxis taxi cabs trucks truck vans van lorries buses bus trams trains bikes bike scooters scooter "
        "cameras camera trackers tracker turbines pumps wearers wearables watches robots drones ships vessels planes "
        "tablets terminals terminal tills kiosks lockers thermostats chargers boats probes agents bots stations "
        "station households homes farms shops schools hospitals branches pupils teachers doctors nurses writers "
        "publishers partners companies teams developers engineers operators donors wearer browsers apps laptops "
        "fahrer kunden geräte nutzern benutzern zähler appareils clients utilisateur usuario dispositivos clientes "
        "设备"
    ).split()
)
