"""What goes wrong outside a mechanism."""


class StoreDown(Exception):
    """The store cannot be used now; the same call may work later."""
