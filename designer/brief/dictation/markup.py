"""What a text holds that is no language: tags, template braces and marks that steer how text is shown."""

from __future__ import annotations

import re
from collections import Counter

from designer.brief.dictation.relations import relation_of
from designer.brief.phrases import StemmedText, stemmed

_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|kbd|li|mark|ol|p|pre|s|script|small|"
    "span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul"
)
# What stands inside a script is no word of the text.
_MARKUP = re.compile(
    rf"<script>[^<>\n]{{0,500}}</script>|</?(?:{_TAGS})(?:\s[^<>\n]{{0,200}})?/?>|\{{\{{|\}}\}}|\{{%|%\}}|\*\*|`",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^[ \t>]{0,8}(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?[ \t]{0,4}[-–]?[ \t]{0,4})?(\w{1,20})[:.](?=[ \t])",
    re.MULTILINE,
)
_HEADER = re.compile(r"^(?:From|To|Cc|Bcc|Subject|Sent|Reply-To):.{0,300}$", re.MULTILINE)
_SUBJECT = re.compile(
    r"^(?:(?:Re|Fw|Fwd|Aw|Wg): ?){1,4}.{0,200}$|^(?:Subject|Betreff): .{0,200}$", re.MULTILINE | re.IGNORECASE
)
_NAME = re.compile(r"\b[A-Z][a-z]{1,19}\b")
_KEYED = re.compile(r"^([ \t]{1,40}(?:- )?([a-z]{2,20}s)(?: [a-z]{1,20}){0,4}):(?=[ \t]+\S)", re.MULTILINE)
_FILLERS = re.compile(
    r"(?:,[ \t]*)?\b(?:u+h+m*|u+m+|e+r+m+|hm+)\b[ \t]*,?|(?<=[.!?]\s)(?:oh|okay|ok|yeah|so yeah|oh yeah|anyway)\b,?(?=[ \t])"
    r"|,[ \t]*(?:you know|yeah|i mean|i guess|i think|kind of|sort of),",
    re.IGNORECASE,
)
"""What somebody says while he thinks."""
_BETWEEN_COMMAS = re.compile(
    r",[ \t]*(?:u+h+m*|u+m+|e+r+m*|hm+)[ \t]*,"
    r"|,[ \t]*(?:well|you know|you see|i mean|let me see|let's see|yes|yeah|really|honestly)[ \t]*(?=,)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^([ \t>]{0,8})(?:[-*•][ \t]{1,4})?[A-Z]{1,5}[-–]?\d{1,3}(?:\.\d{1,2}){0,3}[.:)]?(?=[ \t])", re.MULTILINE
)
_FEWEST_NUMBERED = 3
_POINTED = re.compile(r"^>(?= ?\w)", re.MULTILINE)
_LONGEST_ITEM = 200
# Marks that set the direction of text or join letters, and show nothing themselves.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")


def without_markup(text: StemmedText) -> StemmedText:
    """Return a text with blanks where markup stood, every other letter at its place; the same text if it has none."""
    source = _KEYED.sub(_keyed, _without_speakers(_without_numbers(_with_bullets(text.text))))
    plain = _UNSEEN.sub(" ", _MARKUP.sub(_blank, source))
    if len(list(_FILLERS.finditer(plain))) > 1:
        # One such word may be somebody's name; who thinks aloud does it time and again.
        plain = _FILLERS.sub(_blank, plain)
    plain = _BETWEEN_COMMAS.sub(_blank, plain)
    return text if plain == text.text else stemmed(plain)


def _with_bullets(text: str) -> str:
    """Return a text whose items begin with a dash where they had a ">", and no sentence of a quoted mail wraps."""
    lines = text.splitlines()
    pointed = [line for line in lines if _POINTED.match(line)]
    wraps = any(line.rstrip().endswith(",") or len(line) > _LONGEST_ITEM for line in pointed)
    if len(pointed) < _FEWEST_NUMBERED or wraps or len({line[:1] == ">" for line in lines[-len(pointed) :]}) > 1:
        return text
    return _POINTED.sub("-", text)


def _without_numbers(text: str) -> str:
    """Return a text whose lines begin with a dash where they had a number of their own: "IF-01", "R2.", "TB-1:"."""
    if len(_NUMBERED.findall(text)) < _FEWEST_NUMBERED:
        return text
    return _NUMBERED.sub(lambda found: f"{found[1]}-{' ' * (len(found.group()) - len(found[1]) - 1)}", text)


def _keyed(found: re.Match[str]) -> str:
    """Return "stores passes in  etcd" for "stores passes in: etcd", a line of a nested list."""
    return f"{found.group(1)} " if relation_of(found.group(2)) is not None else found.group()


def _without_speakers(text: str) -> str:
    """Return a text with blanks where talk and mail say whose words follow: a name before a colon, time and again."""
    text = _SUBJECT.sub(_blank, text)
    times = Counter(found.group(1) for found in _SPEAKER.finditer(text))
    speakers = {name for name, count in times.items() if count > 1}
    if len(headers := _HEADER.findall(text)) > 1:
        text = _HEADER.sub(_blank, text)
        # Who writes to whom stands in the greeting and under the text as well: "Ines, two things have changed".
        for name in sorted({word for line in headers for word in _NAME.findall(line.partition(":")[2])}):
            text = re.sub(rf"^[ \t]{{0,8}}{name}(?:,|[ \t]*$)", _blank, text, flags=re.MULTILINE)
    return _SPEAKER.sub(lambda found: _turn(found) if found.group(1) in speakers else found.group(), text)


def _turn(found: re.Match[str]) -> str:
    """Return blanks for who speaks next, and the end of what was said before where it has none."""
    before = found.string[max(0, found.start() - 80) : found.start()].rstrip()
    ends = not before or before[-1] in ".!?:;,"
    return _blank(found) if ends else "." + " " * (len(found.group()) - 1)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
