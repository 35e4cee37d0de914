"""English words that lie a slip away from a product's or part's name, and are none of them.

Taken from the most frequent words of English, each of which the corrector would otherwise change.
"""

from __future__ import annotations

ENGLISH_NEIGHBOURS: frozenset[str] = frozenset(
    """
    actin actively aerospace alarming altering analytic analytical arise assemblyman asserting avatar backhand
    blackened blazer booker bowser brackets bravo brewster brothers buckeyes butch cabin calms cashing catchers
    catches catching cites citrus clamp clashing clint closure closures cloudy clout clustered clutter coaches
    coaching coburn cognition commie concepts conducts confiscate confuses consent consider considers consular
    consumerism contempt contend contends contented contest contests continent convent convicts coordinating
    coordinator costumes cracking crashing custer damon daughter decker deepest deeply demon devine devise
    distributor docked docket dramatic ejection electing elective electrodes electronic electronics elevation
    embodied eternal eventful eviction execution exertion expressed expressly externally extra farewell featured
    fireball firestone firestorm flank flaps flats flaws fletcher flick fling flint flips flirt fluently
    foundational fracture freshness friction frost functional functioned german golan grape grasshopper gravitate
    highlight highlighted highlighter highlights hindsight honors humid icing imperial influence informatics
    information informative jagger jennings jitsu julio jumbo jupiter kennel kinetics kylie lager laker lakers laser
    lender lingered literary locker logan looser lovin macro magenta magneto manger mango marianne massage massages
    mater matrices meditative meier memos mentally mentoring messaged metallic metre metres meyer meyers micron
    mimic minion minis mobil mobilize modem mongol mosquito motel motoring mysteries nachos networked nominate
    nominated nominating nomination notch nutty objected opener optimize optimized oriental overdrive panty parity
    parry partly partnered pastures pasty patty pavement pelicans performed performer performs periscope persona
    personal phoned phony pigments pills polaris porta portable portugal postal posture preach predation predicting
    predictor pressing princess princesses proceeding proceeds procession profess professed professor professors
    progressing prone protesting protests provide provided provides prowess punishes quadrant quarries quickest
    rational recognition reeds regis rehearse relation relations relieves rescue research revere reversed reverted
    rosso rotational russo rustling samba samoa sands scalar scalia scalp scammers scanned scant scaring scarlett
    scarring scolding scorching scouring scouting scrap scrapped scrappy scraps scream screaming secession secreted
    secretly securing seeds senators senior seniors sensory serie serviced sever shack shingle shingles shoemaker
    shore shores shortage sidekick sindh singh singled slaps smack snack snoring snorting sores spacey spends spiced
    spicy spinners sponsors spore spores sporting stacy stalk starbucks starch stare stares stark stealing steam
    steaming stemming stick stoke stokes stone stones stoppage storey storeys stork storming story stove stoves
    stowe strap straps streak streamline stressing swann swore symphony systemic tabled tabletop talent talented
    teaching tectonic telegraph tenacity terminally terminus thanks timber timor tokyo tonic torino torso toxic
    tracer tractors trading trailers trailing trainers transitional translational transnational trapping trashing
    treading treating trickery tricking trina tropic tropics trucker truckers trucking vague valle valley valued
    valve veronica vertical vertices victories victorious voyage wanda watchdog waterhouse whites widening wildly
    workouts
    """.split()
)
