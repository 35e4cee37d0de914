"""The questions about a design that are understood without a language model, each form with an example."""

from __future__ import annotations

import re

from designer.refining import asking, surveys
from designer.refining.change import Bench, Change
from designer.refining.form import COPIES, LOST, WHOLE, Form, form


def _only_cost(bench: Bench, found: re.Match[str]) -> Change | None:
    """Answer what a design costs; None where no word of money is said."""
    return surveys.cost(bench, found) if re.search(r"cost|price|bill|expens|how much", found.group(), re.I) else None


def _region_asked(bench: Bench, found: re.Match[str]) -> Change | None:
    return surveys.survives_region(bench, found) if "region" in found.group().casefold() else None


def _quality_asked(bench: Bench, found: re.Match[str]) -> Change | None:
    word = re.search(r"secur|saf|relia|resil|scal|fast|perform|latency", found.group(), re.I)
    return surveys.quality(bench, word.group()) if word is not None else None


QUESTIONS: tuple[Form, ...] = (
    form(
        "is it secure?",
        r"(?:is|how) (?:it|this|that|secure|safe|scalable|reliable|fast|resilient|the (?:\w+ )?(?:design|system|app|architecture))(?: is)?(?: it| this)?(?: (?:secure|safe|scalable|reliable|fast|resilient))?(?: enough| is it| is this)?|what about (?:security|performance|latency|reliability|scalability|safety)|how does (?:it|this) scale",
        _quality_asked,
    ),
    form(
        "which parts are single points of failure?",
        r"(?:(?:which|what)(?: \w+){0,3}|where|are there(?: any)?|is there(?: an?y?)?|show(?: me)?|list|find|name|what about|do we have|does it have)(?: \w+){0,5}? (?:single points? of failure|spofs?|points? of failure|not redundant|without (?:a )?(?:second copy|redundancy))(?: here| there)?",
        surveys.single_points,
    ),
    form(
        "what is the bottleneck?",
        r"(?:(?:what|which|where|who|show|is there)\b.*\b(?:bottlenecks?|full first|limits? (?:us|it|the system)|saturates?(?: first)?|overloaded(?: first)?)|what (?:breaks|fails|gives|goes|falls over|melts) first)(?: .*)?",
        surveys.bottlenecks,
    ),
    form(
        "what is weak?",
        r"(?:what(?:'s| is| are)?|which|show(?: me)?|list|are there(?: any)?|tell me)(?: (?:the|is|are|open|any|its|biggest|main|me|wrong|about))* (?:weak(?:ness(?:es)?)?|findings?|risks?|problems?|issues?|wrong|flaws?|to (?:fix|improve))(?: (?:with|in|of|here|about|there).*)?",
        surveys.weaknesses,
    ),
    form(
        "what are the open questions?",
        r"(?:what|which|list|show(?: me)?|are there(?: any)?)(?: (?:are|the|open|any|other))* questions(?: (?:open|left|are there|are open|do you have|remain))*|what (?:is|are) (?:open|unclear|assumed|left open|the assumptions)",
        surveys.open_questions,
    ),
    form(
        "does it survive a region?",
        rf"(?:can|does|will|would|could|is) {WHOLE} (?:survive|tolerate|withstand|cope with|multi-?region|go on without|keep running without|in two regions)(?: (?:the )?(?:loss|outage|failure) of)?(?: (?:a|an|one|losing a)(?: whole)? region(?: (?:outage|failure|loss))?)?|what (?:happens|if)(?: (?:if|when|we lose))?(?: (?:a|one|the|our))+ region (?:dies|fails|goes down|is lost|is down)",
        _region_asked,
    ),
    form(
        "why does the redirect service need 7 copies?",
        rf"why (?:(?:does|do|has|have|is|are) )?(?P<a>.+?) (?:need|have|run|runs|needs|has|in|running|get)(?: \w+){{0,3}} {COPIES}",
        surveys.how_many,
    ),
    form(
        "what does it cost?",
        r"(?:how much|what|how expensive)(?: (?:does|do|would|will|is|are|the|it|this|that|system|design|monthly|cost of|price of))* ?(?:cost|costs|price|bill|expensive|cost us|to run)?(?: (?:per|a|each|every) (?:month|year)| to run| cost| of this| of it)*",
        _only_cost,
    ),
    form(
        "who calls the link store?",
        r"(?:who|what|which (?:parts?|services?|components?))(?: (?:else|all|also|parts?|directly))? (?:calls?|uses?|talks? to|depends? on|reads?(?: from)?|writes?(?: to)?|sends? to|is connected to|are connected to|needs?) (?P<into>)(?P<a>.+)",
        surveys.callers,
    ),
    form(
        "what does the gateway call?",
        r"(?:who|what|which (?:parts?|services?|components?)) (?:does|do) (?P<a>.+?) (?:call|use|talk to|depend on|need|read(?: from)?|write(?: to)?|send to)",
        surveys.callers,
    ),
    form(
        "how many copies has the redirect service?",
        rf"(?:how many|what number of) {COPIES} (?:does|do|has|have|of|are there of|for|run)? ?(?P<a>.+?)(?: have| need| run| has| are there| get)?",
        surveys.how_many,
    ),
    form(
        "list the databases",
        r"(?:(?:list|show(?: me)?|name|enumerate|what are|which) )(?:all |the |me |our )*(?P<a>[\w -]+?)(?: (?:are there|do we have|does it have|are used|are in it|is there|there are|we have|it has|exist))?",
        surveys.list_parts,
    ),
    form(
        "what breaks if Redis dies?",
        rf"(?:and )?(?:what|which \w+) (?:breaks?|happens|stops?|goes (?:down|wrong)|would (?:happen|break|stop)|is affected|fails?|dies)(?: \w+)?,? (?:if|when|once) (?P<a>.+?) {LOST}",
        asking.what_if_lost,
    ),
    form(
        "what happens without the link store?",
        r"(?:and )?(?:what|which \w+) (?:breaks?|happens|stops?|would (?:happen|break|stop)|is affected|fails?|dies)(?: \w+)?,? (?:without|if we lose|if it loses|when we lose) (?P<a>.+)",
        asking.what_if_lost,
    ),
    form(
        "what if the link store fails?",
        rf"(?:what if|and if|suppose|can it survive (?:it )?(?:if|when)|does it survive (?:it )?(?:if|when)) (?P<a>.+?) {LOST}",
        asking.what_if_lost,
    ),
    form(
        "can we lose the link cache?",
        r"(?:what if we (?:lose|lost)|can (?:we|it) (?:lose|survive losing|survive the loss of|live without|do without)|do we (?:really )?need|is there a need for|does it survive (?:without|the loss of|losing)) (?P<a>.+)",
        asking.what_if_lost,
    ),
    form(
        "why is the gateway connected to the link store?",
        r"why (?:is|are|does|do) (?P<a>.+?) (?:connected to|calls?|talks? to|linked to|writes? to|reads?(?: from)?|uses?) (?P<b>.+)",
        asking.why_connected,
    ),
    form(
        "why Kafka and not RabbitMQ?",
        r"why(?: (?:is it|do we use|use|is there|did you (?:choose|take|pick|use)|choose|pick|not))* (?P<a>.+?)(?:,? and not| instead of| rather than| over|, not) (?P<b>.+)",
        asking.why_not,
    ),
    form(
        "what are the alternatives to Kafka?",
        r"(?:what|which|list|show me|are there)(?: (?:are|is|the|any|other))* (?:alternatives?|options?|other choices?|substitutes?)(?: (?:are there|do we have|would there be))? (?:to|for|instead of) (?P<a>.+)",
        asking.why,
    ),
    form(
        "is Redis a good choice?",
        r"(?:is|was|are) (?P<a>.+?) (?:an? |the |really )*(?:good|right|best|sensible|necessary|needed|wise|required|overkill|correct)(?: (?:choice|option|fit|idea|one|here|tool))*",
        asking.why,
    ),
    form(
        "why Kafka here?",
        r"(?:why|what for|what do we need|how come)(?: (?:is|are|do we|does it|did you|would we|have|use|need|there|the design|we|you|it|choose|chose|take|took|pick|want|needs|uses|has|not|an?))* (?P<a>.+)",
        asking.why,
    ),
    form(
        "how much storage do we need?",
        r"(?:(?:how (?:much|many|large|big|high)|what(?:'s| is| are) the|show(?: me)? the|list the|tell me the) )(?P<a>.+?)(?: (?:do we|does it|will we|would we|are|is|will|would|we|it)(?: (?:need|have|take|use|be|stored|kept|there|generate|see|get|expect))*)?",
        surveys.numbers,
    ),
    form(
        "explain the link cache",
        r"(?:explain|describe|tell me (?:more )?about|what (?:is|are|does)|where does|what's|show me|how does|who is)(?: me)? (?P<a>.+?)(?: (?:do|for|come from|mean|work|here))*",
        asking.explain,
    ),
)
