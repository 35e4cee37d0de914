"""English words that lie a slip away from a product's or part's name, and are none of them.

Taken from the most frequent words of English, each of which the corrector would otherwise change.
"""

from __future__ import annotations

ENGLISH_NEIGHBOURS: frozenset[str] = frozenset(
    """
    abbey ablation actin actively actuality adaption adulation aeration aerospace agonists airframe alarming
    altering alway amaya amway analytic analytical anatomic appetite arise arriba aruba assemblyman asserting ateneo
    athos autonomic avalon avatar aviation backhand backlash banco bands bangs banked basie basil basin basis bello
    blackened blazer blueprint booker booms bowser brackets brash bravo brewster brothers buckeyes butch cabin calms
    carefree cashing cashmere catchers catches catching centrality centurion cerberus cerebral chargeable checkmate
    cites citrus clamp clashing clint closure closures cloudless cloudy clout clustered clutter coaches coaching
    coburn cognition colliery collusion commie concepts conducts confiscate confuses confusion consent consider
    considers callee callees shapefile shapefiles consents consigned consular consumerism contempt contend contends contented contest contests continent convent
    convicts coordinating coordinator corner costumes coupe coups coven coves covet covey cracking crashing creditor
    creditors cribs crone crossley custer damon dated daughter decker deepest deeply delineate demon dependable
    dependant devine devise digit directed displace distributor dixie docked docket docking doodling doubling
    dowling dramatic drool drooling duckling easter edged ejection electing elective electrodes electronic
    electronics elevation eleventh embodied ester eternal eventful eviction execution exertion exponent expressed
    expressly externally extra fairy farewell featured felicity filmmaker filmmakers finale finality fireball
    firestone firestorm firmware fiscally flank flanks flaps flats flaws fletcher flick flicks fling flings flint
    flips flirt fluently flute footer forester forger former forster forte fortnite fortunate fortunes foundational
    fracture freda freeport freeways freshness freya friction frost functional functioned garvin genesis georgian
    georgians german golan gothenburg grail grape grasshopper gravitate greenberg guideline gusty gutenberg
    highlight highlighted highlighter highlights hindsight honors hubris humid icing iliad imperial incas incur
    incurs indus inertial influence informal informatics information informative ingles instructive intact integral
    interbank interval interwar jagger javelin jennings jeter jitsu julio jumbo jupiter kennel keystone kigali kinda
    kindle kinetics knife kylie lager laker lakers lamina laminar laminate laser latinas lender linde lingered
    liquidate literacy literary locker logan looser lotto lovin lucia lucid lucie lucio mache mackie macro magenta
    magneto mamba mambo mamie manger mango marco margo marianne marie marietta mario marketed marko marlo massage
    massages mater matic matrices maxie maxim maxima maxime meander meanders meditative meier memos mended mendel
    mendes mendez mentally mentoring messaged metallic metre metres meyer meyers mezzo microbes microcosm micron
    millicent mimic minion minis mises missy mists mobil mobilize modem molecular molecule molecules mongol mosquito
    motel motoring multicast mysteries nachos nakamura namibian networked nominate nominated nominating nomination
    notch nugent nugget nutty objected opener optimize optimized orchid oriental outsource overdrive packet packets
    panty paraded pardo pardon parity parrot parry partly partnered pastures pasty patron patronize patrons patty
    pavement paycheck payday payne pelicans pentagon performed performer performs periscope persona personal phoned
    phony pigments pills pinhole polaris porta portable portugal postal postcard posture preach predation predicting
    predictor pressing princess princesses prismatic proceeding proceeds procession profess professed professor
    professors progressing promptly prone protesting protests provide provided provides prowess punishes quadrant
    quarries quickest rational recognition redwoods reeds regis rehearse relation relations relieves repay rescue
    research restrict revere reversed reverted riverton rosso rotational russo rustic rustling samara samba samoa
    sands scalar scalia scalp scammers scanned scant scarcity scaring scarlett scarring schoolboy scimitar scolding
    scorching scouring scouting scrabble scrap scrapped scrappy scraps scream screaming scribble scribbled scribbles
    secession secreted secretly sectoral secured securing seeds senators senior seniors sensory serie serviced
    serviceman servicemen sever shack sherlock shingle shingles shoemaker shore shores shortage sidekick sidewinder
    signified signify simplest sindh singh singled sizzle slaps slurp slurs smack snack snoring snorting sonic
    sonically sonos sores soros soundcloud spacey spectra spectral speedily spends spiced spicy spinners spitfire
    sponsors spore spores sporting sprocket stacking stacy stalk starbucks starch stardom stare stares stark
    stealing steam steaming stemming stencils stick stoke stokes stone stones stoppage storey storeys stork storming
    story stove stoves stowe strap straps streak streamline stressing stryker sturm supervised supervisory suspense
    swann swore symphony systemic tabled tabletop taint talent talented teaching tectonic telegraph tenacity
    terminally terminus thanks timber timor tokyo tonic torino torso toxic tracer tractors trading trailers trailing
    trainers transfusion transition transitional translational transnational trapping trashing treading treating
    trickery tricking trina tropic tropics trucker truckers trucking trusty twine twink twist unger unser untie
    vague valle valley valued valve velcro veronica vertical vertices victories victorious vista voyage wanda
    watchdog waterhouse whites widening wildly wince winch winchell workouts worldwide
    """.split()
)
