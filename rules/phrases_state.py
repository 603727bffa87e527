"""Words with which a municipality tells how far it is now."""

from rules.phrases import Family
from rules.phrases_timeline import MONTHS

NUMBER_WORDS = (
    r"(?:één|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    r"zestien|zeventien|achttien|negentien|(?:\w{2,7}(?:en|ën))?(?:twintig|dertig|veertig|vijftig|"
    r"zestig|zeventig|tachtig|negentig)|(?:\w{2,5})?honderd\w*|nul)"
)

FAMILIES = (
    Family(
        "place",
        words=r"""
            plekken plek plaatsen plaats opvangplekken opvangplaatsen opvangplek opvangplaats
            bedden bed slaapplaatsen kamers amv amv'ers amvers regulier reguliere asielzoekers
            minderjarigen jongeren vreemdelingen capaciteit asielplekken asielplaatsen
            jongerenplekken amv-plekken woonunits opvangbedden personen mensen gezinnen
        """,
        catches="Er zijn 16 amv-plekken.",
        leaves="De raad vergadert in juni.",
    ),
    Family(
        "count",
        phrases=(
            r"\b\d{1,4}\b(?! (?:" + MONTHS + r"))(?![./-]\d).{0,30}(?:ple[kt]|plaats|bed|kamer|amv|"
            r"regulier|asiel|minderjarig|jonger|mensen|personen)",
            r"\b" + NUMBER_WORDS + r"\b.{0,25}(?:plek|plaats|bedden|amv|minderjarig|jongeren)",
        ),
        catches="In Soest zijn zestien reguliere plaatsen.",
        leaves="Op 16 juni vergadert de raad over het gebouw.",
    ),
    Family(
        "part_of",
        phrases=(
            r"\bvan (?:de|het|onze|die|deze)? ?(?:\d{2,4}|" + NUMBER_WORDS + r")\b",
            r"\b\d{1,4} (?:van|uit|op) (?:de )?\d{1,4}\b",
            r"\b\d{1,4} ?/ ?\d{1,4}\b",
        ),
        catches="Van de 318 plaatsen zijn er 40 klaar.",
        leaves="Wij hebben 40 plaatsen gehuurd.",
    ),
    Family(
        "none_yet",
        words=r"""
            nihil nul nergens niets noch
        """,
        phrases=(
            r"\bgeen enkele\b",
            r"\bniet (?:één|een)\b",
            r"\bnog (?:geen|niets|niet)\b",
            r"\bgeen van\b",
            r"\b0 van\b",
            r"\bnog altijd (?:geen|niets)\b",
            r"\bniet (?:één|een) (?:enkele|is|zijn)\b",
            r"\bis er (?:\w+ )?geen\b",
            r"\bzijn er (?:\w+ )?geen\b",
            r"\b0 (?:plek|plaats|regulier|amv)",
        ),
        catches="Er is nog geen enkele plek in gebruik.",
        leaves="De eigenaar wil niet verkopen.",
    ),
    Family(
        "in_use",
        words=r"""
            bewoond bezet bewoners verblijven verblijft gehuisvest huisvest huisvesten wonen
            woont onderdak operationeel ingericht gerealiseerde? realisatie opgeleverd
            beschikbaar bestaan exploitatie ondergebracht bezetting bezettingsgraad benut gevuld
            open opengesteld draait draaien aanwezig telt tellen leeg leegstaat opgemaakt
            geplaatst vangen opvangen opgevangen
        """,
        phrases=(
            r"\bin gebruik\b",
            r"\bonder dak\b",
            r"\bin bedrijf\b",
            r"\bbeschikken (?:wij|we) over\b",
            r"\bvangen (?:wij|we)\b",
            r"\bhebben (?:wij|we) er\b",
        ),
        catches="De locatie is sinds april bewoond.",
        leaves="Het college besloot tot aankoop.",
    ),
    Family(
        "now",
        words=r"""
            nu thans momenteel vandaag heden inmiddels actueel actuele stand huidige
            tegenwoordig nog reeds al peildatum tussenstand stavaza vooralsnog
        """,
        phrases=(
            r"\bop dit (?:moment|ogenblik)\b",
            r"\bper heden\b",
            r"\btot op heden\b",
            r"\bstand van zaken\b",
            r"\bper vandaag\b",
            r"\btot nu toe\b",
            r"\bhoe het ervoor staat\b",
            r"\bstaat de teller\b",
            r"\bwaar (?:wij|we|staan)\b.{0,10}\bstaan\b",
        ),
        catches="Op dit moment staat de teller op nul.",
        leaves="In 2027 opent de locatie.",
    ),
    Family(
        "phase",
        words=r"""
            fase voorbereiding aanbouw casco fundering funderingen bouwrijp heipalen ruwbouw
            procent percent voltooid gevorderd bouwput gestort geheid stadium bouwhek uitvoering
            definitiefase ontwerpfase bouwfase planvorming afbouw verbouwing vergunningprocedure
        """,
        phrases=(
            r"\bin aanbouw\b",
            r"\bin voorbereiding\b",
            r"\bin procedure\b",
            r"\bin uitvoering\b",
            r"\d ?%",
            r"\bis (?:de )?(?:bouw|sloop|verbouwing) (?:\w+ )?(?:begonnen|gestart|bezig|gaande)",
        ),
        catches="De nieuwbouw zit in de afbouwfase; de ruwbouw is klaar.",
        leaves="De eigenaar trok zich terug.",
    ),
)
