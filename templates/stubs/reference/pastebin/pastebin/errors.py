"""What can go wrong with a paste."""

from __future__ import annotations


class PasteError(Exception):
    """Base of what follows; `status` and `title` are how HTTP tells it."""

    status = 500
    title = "Internal error"


class TooLarge(PasteError):
    """The body is larger than the limit; it was not read whole."""

    status = 413
    title = "Body is too large"


class NotText(PasteError):
    """The body, or what was said about it, cannot be kept."""

    status = 422
    title = "Paste not accepted"


class Missing(PasteError):
    """There is no such paste, or not any more: nobody learns which."""

    status = 404
    title = "No such paste"


class NotYours(PasteError):
    """The delete key is not that of the paste."""

    status = 403
    title = "Wrong delete key"


class StoreDown(PasteError):
    """A store does not answer now; the same call may work later."""

    status = 503
    title = "Unavailable"
