"""Words by which a time is hardly the sender's own: another's, demanded, or doubted.

When the ministry wants places is no time at which they are there, however much the sentence is
like one that says so. Such words stand in one of two hundred sentences that do give a time, so
that they raise a doubt and decide nothing.
"""

from rules.phrases import Family, Phrasebook

# What wants, expects or prescribes beside the municipality. Not the COA, whose expectations are
# of its own locations.
AUTHORITY = (
    r"(?:minister|ministerie|rijk|kabinet|provincie|commissaris|toezichthouder|wet|wetgever|"
    r"spreidingswet|verdeelbesluit|brief|schrijven|inwoners|omwonenden|buurt)"
)
WANTS = (
    r"(?:wil|wilt|willen|eis(?:t|en)|verlangt|verlangen|wens(?:t|en)|verwacht(?:en)?|vraagt|vragen|"
    r"verzoekt|rekent|rekenen|noemt|schrijft|bepaalt|vereist|dringt|aandringt|stelt|hanteert|"
    r"voorschrijft|uitgaat|gaat (?:er|daar)\w*|opdraagt|aanhoudt)"
)
WANTED = r"(?:verwacht|gevraagd|verlangd|geëist|gesteld|opgelegd)"
PROJECT = (
    r"(?:\w*scho(?:ol|len)|gemeentehuis|raadhuis|sport(?:hal|complex|park)|zwembad|bibliotheek|"
    r"\w*kazerne|\w*weg|brug|tunnel|winkelcentrum|zorgcentrum|verpleeghuis|dorpshuis|theater|"
    r"museum|woonwijk|wijk|fabriek|fietspad|station|haven)"
)

FAMILIES = (
    Family(
        "elsewhere",
        words=r"""
            buren buurman buurgemeenten? buurdorp(en)? buurstad collegagemeenten? regiogemeenten?
            hiernaast elders landelijk landelijke provinciaal
        """,
        phrases=(
            r"\bcollega-gemeenten?\b",
            r"\b(?:naburige|omliggende|andere|aangrenzende|sommige|veel|meer|alle|overige|elke|"
            r"iedere) (?:\w+ )?gemeenten?\b",
            r"\b(?:gemeenten?|dorp(?:en)?|stad|plaats) (?:hiernaast|verderop|om ons heen|"
            r"in (?:de|onze) (?:regio|buurt|omgeving|provincie))\b",
            r"\b(?:heel|in) nederland\b",
            r"\bin het (?:hele )?land\b",
            r"\b(?:in|binnen) (?:de|onze|heel de) (?:hele )?(?:regio|provincie)\b",
            r"\bbuiten (?:onze|de) gemeente\b",
        ),
        catches="Bij onze buren gaat in mei een azc open.",
        leaves="In onze gemeente gaat in mei een azc open.",
    ),
    Family(
        "demanded",
        phrases=(
            rf"\bu (?:\w+ ){{0,3}}?{WANTS}\b",
            rf"\b{WANTS} u\b",
            rf"\b{AUTHORITY}\b.{{0,40}}\b{WANTS}\b",
            rf"\b{WANTS} (?:de |het |uw |onze )?{AUTHORITY}\b",
            rf"\b(?:aan|van) ons (?:\w+ ){{0,3}}?{WANTED}\b",
            rf"\b{WANTED} (?:\w+ ){{0,3}}?(?:aan|van) ons\b",
            rf"\b(?:van|volgens|door|namens) (?:u|(?:uw|de|het) {AUTHORITY})\b.{{0,40}}\b"
            r"(?:moet|moeten|dient|dienen|gestelde?|genoemde?|gevraagde?|verlangde?)\b",
            rf"\b(?:moet|moeten|dient|dienen)\b.{{0,60}}\bvan (?:u|(?:de|het) {AUTHORITY})\b",
            r"\bu\b.{0,60}\bgraag\b.{0,60}\b(?:ziet|zou zien)\b",
        ),
        catches="U verlangt dat de plekken er in mei 2027 zijn.",
        leaves="De plekken zijn er in mei 2027.",
    ),
    Family(
        "doubted",
        words=r"""
            onzeker ongewis twijfel twijfels twijfelen twijfelachtig betwijfel(en|t)? illusie
            onwaarschijnlijk wensdenken
        """,
        phrases=(
            r"\b(?:niet|nooit) (?:\w+ ){0,4}?(?:garanderen|gegarandeerd|beloven|toezeggen|zeker|"
            r"reëel|realistisch|haalbaar|waarmaken|instaan)\b",
            r"\b(?:garanderen|beloven|toezeggen|waarmaken) (?:wij|we|ik)\b.{0,60}\bniet\b",
            r"\b(?:geen|zonder) (?:\w+ )?(?:garantie|zekerheid|belofte|toezegging)\b",
            r"\b(?:de|maar|zeer) vraag of\b",
            r"\bof .{0,80}\b(?:de vraag|afwachten|ongewis|niet vast)\b",
            r"\b(?:reken|rekenen|ga|gaan) (?:wij|we|ik) (?:er )?(?:\w+ ){0,4}?"
            r"niet (?:meer|langer|op)\b",
            r"\brekenen (?:wij|we) niet\b",
        ),
        catches="Dat de plekken er in mei 2027 zijn, kunnen wij niet garanderen.",
        leaves="De plekken zijn er zeker in mei 2027.",
    ),
    Family(
        "other_project",
        words=r"""
            starterswoning(en)? rondweg randweg woningbouwproject\w*
            nieuwbouwwijk\w*
        """,
        phrases=(
            rf"\b(?:nieuwe?|renovatie van (?:de|het)|(?:ver|nieuw)?bouw van (?:de|het|een)|"
            rf"aanleg van (?:de|het|een)|herinrichting van (?:de|het)) (?:\w+ )?{PROJECT}\b",
        ),
        catches="De nieuwe basisschool is in mei 2027 klaar.",
        leaves="De plekken in de oude school zijn in mei 2027 klaar.",
    ),
)

BOOK = Phrasebook(FAMILIES)
OF_SENTENCE = frozenset({"doubted"})  # 'Of het mei 2027 wordt, is de vraag': in another clause


def is_hardly_own(sentence: str, clause: str) -> bool:
    """Whether a time is hardly one at which the sender's places are there.

    sentence: its text; clause: what of it stands around the time.
    """
    return bool(BOOK.names_in(clause) or BOOK.names_in(sentence) & OF_SENTENCE)
