"""What can go wrong with a short link."""

from __future__ import annotations


class ShortenerError(Exception):
    """Base of what follows; `status` and `title` are how HTTP tells it."""

    status = 500
    title = "Internal error"


class BadTarget(ShortenerError):
    """The address is none that a link may lead to."""

    status = 422
    title = "Target not accepted"


class BadAlias(ShortenerError):
    """The wished code is not spelt as codes are, or is kept for something else."""

    status = 422
    title = "Alias not accepted"


class Taken(ShortenerError):
    """Another link has this code."""

    status = 409
    title = "Alias is taken"


class KeyReused(ShortenerError):
    """An idempotency key came again with another request."""

    status = 422
    title = "Idempotency key reused"


class Unknown(ShortenerError):
    """There is no link with this code."""

    status = 404
    title = "Unknown code"


class Gone(ShortenerError):
    """The link was withdrawn or has expired."""

    status = 410
    title = "Link is gone"


class StoreDown(ShortenerError):
    """A store or cache does not answer now; the same call may work later."""

    status = 503
    title = "Unavailable"


class NoLease(StoreDown):
    """No codes can be made: the worker number is leased no longer, or the clock ran back too far."""
