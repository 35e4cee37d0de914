"""Findings as other programs read them: a file a format, each with `write(checked, console, fail_on)`."""
