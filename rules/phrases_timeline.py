"""Words with which a municipality says when places will be there, or that it cannot say so."""

from rules.phrases import Family

MONTHS = r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"

FAMILIES = (
    Family(
        "time",
        words=MONTHS.replace("|", " ")
        + r"""
            20\d\d kwartaal q[1-4] voorjaar najaar zomer winter herfst lente medio halverwege
            jaarwisseling jaareinde kerst pasen bouwvak zomervakantie herfstvakantie carnaval
            sinterklaas
        """,
        phrases=(
            r"\b(?:eerste|tweede|1e|2e) helft\b",
            r"\b(?:eind|begin|half) (?:20\d\d|" + MONTHS + r"|dit|volgend|van)",
            r"\bvolgend jaar\b",
            r"\bdit jaar\b",
            r"\b(?:binnen|over|na) (?:\w+ )?\w+ (?:weken|maanden|maand|jaar|dagen|week)\b",
            r"\bweek \d+",
            r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d\d\b",
            r"\banderhalf jaar\b",
            r"\bkomend(?:e)? (?:jaar|voorjaar|najaar|zomer|winter|maand)",
        ),
        catches="In de tweede helft van 2027 is de locatie klaar.",
        leaves="De locatie is klaar.",
    ),
    Family(
        "becomes_available",
        words=r"""
            opent opengaan openen opening openstelling opengesteld beschikbaar gereed klaar
            opgeleverd oplevering opleveren oplevert betrekken betrokken intrek intrekken
            instroom ingebruikname ingebruikneming bewoners bewoning volgt volgen gerealiseerd
            gereedkomen voltooid verwacht(en|ten)? verwachting verwachte streven streeft
            voorzien rekenen welkom bewoonbaar erbij operationeel herplaatst terugkeren
            ontvangen opvangen vangen huisvesten planning streefdatum toegevoegd hervat compleet
            voldoen voldaan aanvullen ingevuld binnenkomen terecht invulling herbergen opnemen
        """,
        phrases=(
            r"\bin gebruik\b",
            r"\bga(?:at|an) .{0,40}\bopen\b",
            r"\bkom(?:t|en) .{0,60}\b(?:bij|beschikbaar|gereed|vrij)\b",
            r"\btrek(?:t|ken)\b.{0,40}\bin\b",
            r"\bstaan (?:er )?\b",
            r"\beerste bewoners\b",
            r"\bter beschikking\b",
            r"\bkan .{0,60} (?:open|terecht)\b",
            r"\bde deuren\b",
            r"\bsleutel\b",
        ),
        catches="De eerste bewoners betrekken het pand in mei 2027.",
        leaves="De raad vergadert in mei 2027.",
    ),
    Family(
        "no_date",
        words=r"""
            onbekend onzeker ongewis onduidelijk speculatie glazen gissen onvoorspelbaar
            voorbarig prematuur koffiedik
        """,
        phrases=(
            r"\b(?:geen|niet|nog geen|nog niet|evenmin|zonder|onmogelijk|buiten staat|lastig|"
            r"moeilijk|durven)\b.{0,70}\b(?:datum|data|termijn|tijdstip|planning|noemen|"
            r"te noemen|moment|zeggen|toezeggen|tijdsindicatie|indicatie|voorspellen|jaartal|"
            r"tijdpad|opleverdatum|afgeven|vooruitlopen|prognose|einddatum|plakken|tijdstippen|"
            r"tijdlijn)\b",
            r"\b(?:datum|termijn|tijdstip|planning|moment|tijdpad|wanneer)\b.{0,70}\b(?:niet|"
            r"geen|onbekend|onzeker|ontbreekt|nog open|onduidelijk)\b",
            r"\bniet te zeggen\b",
            r"\bwanneer .{0,80}(?:weten|is niet|kunnen wij (?:u )?niet|valt niet)",
        ),
        catches="Een concrete datum kunnen wij nog niet geven.",
        leaves="De datum van opening is 1 juli 2027.",
    ),
    Family(
        "procedure",
        words=r"""
            raad raadsvergadering commissie vergadering besluit besluitvorming zitting uitspraak
            brief gesprek overleg bezwaartermijn beroepstermijn inspraak zienswijzen?
            terinzagelegging gunning aanbesteding vergunning aanvraag verdeelbesluit krediet
            peildatum d\.d
        """,
        catches="De raad vergadert op 30 juni.",
        leaves="De bewoners trekken er in mei in.",
    ),
)
