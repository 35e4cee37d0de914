"""Sized draft in, findings out: rules, one file each, and the tuple that lists them."""
