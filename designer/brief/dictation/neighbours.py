"""English words that lie a slip away from a product's or part's name, and are none of them.

Taken from the most frequent words of English, and for slips in verbs from all words of WordNet 3.0: each of them the
corrector would otherwise change.
"""

from __future__ import annotations

ENGLISH_NEIGHBOURS: frozenset[str] = frozenset(
    """
    abbey ablation accents actin actively actuality adaption adulation aeration aerospace agonists airframe alarming
    alberts aleuts altering alway amaya amway analytic analytical anatomic appetite archines arise arriba aruba
    assemblyman asserting async ateneo authn authz athos attache autonomic avalon avatar aviation baches backhand backlash banco bands
    bangs banked barings basie basil basin basis bathes baths beings bello berings bitches blackened blazer blings
    blueprint bluffers bonces booker booms borings botches bowser brackets brash bravo brewster brides bridget bridgets
    bridles brigs brines brinks brothers brownes buckeyes buffets bunces butch butches cabin callee callees calms
    carefree caries cashing cashmere catchers catches catching centrality centurion cerberus cerebral chargeable charles
    checkmate cheeks chicks chocks cites citrus clamp clashing clint closure closures cloudless cloudy clout clucks
    clustered clutter coaches coaching coburn codies cognition collets colliery collusion comfits commando commandos
    commie commies concepts conducts confiscate confuses confusion conies consent consents consider considers consigned
    consular consumerism contempt contend contends contented contest contests continent convent convicts coordinating
    coordinator copses corner corries cosies costumer costumers costumes coupe coups coven coves covet covey cowpies
    cozies cracking crashing crawly craws creditor creditors cribs crone crossley curries currys custer damon dated
    daughter decker deepest deeply delineate demon dependable dependant derains devine devise digit directed displace
    distributor dives dixie docked docket docking doodling doubling dowling dramatic dries drivel drivels drool drooling
    droves duckling easter edged ejection electing elective electrodes electronic electronics elevation eleventh
    embodied enquiries esquires ester eternal eventful eviction execution exertion exponent expressed expressly
    externally extra fairy fallows farewell featured felicity fellows fennels filings filmmaker filmmakers finale
    finality fireball firestone firestorm firmware fiscally flank flanks flaps flats flaws fleshes fleshs fletcher flick
    flicks fling flings flint flints flips flirt fluently flute flyings footer forester forger former forster forte
    fortnite fortunate fortunes foundational fracture freda freeport freeways freshness freya friction frost functional
    functioned garvin genesis georgian georgians german glandes glanses golan gothenburg grail grape grasshopper
    gravitate greenberg guideline gusty gutenberg handels handies handless handses highlight highlighted highlighter
    highlights hindsight honors hubris humid icing iliad imperial imposts incas incests incur incurs indenes indus
    inertial influence informal informatics information informative ingesta ingestas ingles inquiries insects insets
    instructive intact integral interbank interval interwar jagger javelin jennings jeter jitsu julio jumbo jupiter
    kennel keystone kigali kinda kindle kinetics knife kylie lager laker lakers lamina laminar laminate laser latinas
    launces leaven leavens lender linde lingered liquidate literacy literary loaves locker logan looser lotto lovin
    lucia lucid lucie lucio lunches mache mackie macro magenta magneto mamba mambo mamie manger mango marco margo
    marianne marie marietta mario marketed marko marlo massage massages mater materialisms materialists matic matrices
    maxie maxim maxima maxime meander meanders meditative meier memos mended mendel mendes mendez mentally mentoring
    messaged messuages metallic metre metres meyer meyers mezzo microbes microcosm micron millicent mimic minion minis
    mises missy mists mobil mobilize modem molecular molecule molecules mongol monitory mosquito motel motoring
    multicast mysteries nachos nakamura namibian networked nominate nominated nominating nomination notch nudes nugent
    nugget nutty objected opener optimize optimized orchid oriental outsource overdrive paces packet packets palaces
    panty paraded pardo pardon parity parrot parry partly partnered pases passe passee passel passels pastures pasty
    patron patronize patrons patty pavement paycheck payday payne peaces pelicans pentagon performed performer performs
    periscope persona personal phoned phony pigments pills pinhole pisses plages plaices plates ploces plucky plunks
    polaris populaces porta portable portugal posses postal postcard posture preach precesss predation predicting
    predictor pressing prexies princess princesses prismatic proceeding proceeds procession profess professed professor
    professors professs progressing proles promptly prone proses protesting protests provide provided provides prowess
    pucks punishes pusses quadrant quarries querns quickest railses ramses rational recognition redwoods reeds regis
    rehearse reiches relation relations relieves remands repay reprieves rescue research resisters resorts restrict
    retches retorts revere reversed reverted riverton roaches rosso rotational rotes roues rouges routs rouxes russo
    rustic rustling samara samba samoa sands sarapes sashes scalar scalia scalp scammers scanned scant scapes scarcity
    scaring scarlett scarring schoolboy scimitar scolding scorching scouring scouting scrabble scrap scrapped scrappy
    scraps scrapses scream screaming screams scribble scribbled scribbles scuffs secession secreted secretly sectoral
    secured securing seeds seers senators senior seniors sensory serapes serie serviced serviceman servicemen sever
    shack shapefile shapefiles shaves sheers sherlock shingle shingles shoemaker shoes shore shores shortage shotes
    shovel shovels sidekick sidewinder signified signify simplest sindh singh singled sizzle skiffs slaps slapshots
    slashes slashs sloops slumps slurp slurs smack smashes smashs snack sneaks sneers sniffy snitches snoops snoring
    snorting snuffs sonic sonically sonos sores soros soundcloud spacey spears specks spectra spectral speedily speers
    spends spiced spicy spiffs spinners spitfire spoils sponsors spoofs spooks spoons spore spores sporting sprocket
    stacking stacy stalk staphs starbucks starch starches stardom stare stares starets stark starrs startsy stasis
    steaks stealing steam steaming steeds steels steens steeps stemming stencils stick stiffs stoke stokes stone stones
    stools stoops stoppage storey storeys stork storming story stove stoves stowe strap straps streak streaks streamline
    stressing stryker stuarts stuffy sturm summits supervised supervisory supples suspense swann swashes swashs swatches
    swoops swore symphony synchronies synchronisms syphons systemic tabled tabletop taint talent talented tasses
    teaching tectonic telegraph tenacity terminally terminus thanks throbs throes timber timor togses tokyo tonic tonses
    torino torso toshes touchy toughs toxic tracer tractors trading trailers trailing trainers transfusion transition
    transitional translational transnational trapping trashing treading treating trickery tricking trina tropic tropics
    trucker truckers trucking trunnels trusty tsses tunneys twine twink twist unger unser untie upsets vague valle
    valley valued valve velcro verities veronica vertical vertices victories victorious vista voyage wanda watchdog
    waterhouse whites widening wildly wince winch winchell witches workouts worldwide
    """.split()
)
