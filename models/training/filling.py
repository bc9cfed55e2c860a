"""Fills figures and digests into the files that tell them: cards, manifests."""

import re


def replaced(text, pattern, value):
    """The text with the first group of every match replaced; there must be one."""
    def fill(match):
        start, end = match.span(1)
        return match.group(0)[:start - match.start()] + str(value) + match.group(0)[end - match.start():]
    text, n = re.subn(pattern, fill, text, flags=re.S | re.M)
    if not n:
        raise SystemExit(f"expected a place for {value!r}, found nothing like {pattern}")
    return text
