"""Words that tell what a number of places stands for, and of which category the places are."""

from functools import lru_cache

from rules.anchors import Anchored
from rules.phrases import Family, Phrasebook

CATEGORIES = (
    Family(
        "regular",
        words=r"reguliere? regulieren volwassenen gezinnen gezinsopvang gewone",
        catches="Er komen 40 reguliere plekken.",
        leaves="Er komen 40 plekken.",
    ),
    Family(
        "amv",
        words=r"""
            amv\w* jongeren\w* jeugd(?:igen|plekken|plaatsen|groep|opvang|huis)?
            minderjarigen? kinderen pupillen tieners jongens meisjes nidos voogden?
            kleinschalige minderjarigenopvang
        """,
        phrases=(
            r"\bamv\b",
            r"\ba\.m\.v\b",
            r"\bminderjarige\w*\b",
            r"\balleenstaand\w*\b",
            r"\bzonder (?:hun )?ouders\b",
            r"\bonder de achttien\b",
        ),
        catches="Voor 28 jongeren is er nog geen huis.",
        leaves="Voor 28 mensen is er nog geen huis.",
    ),
    Family(
        "total",
        words=r"totaal totale tezamen samen opgeteld gezamenlijk bijeen alles geheel beide",
        phrases=(r"\bbij elkaar\b",),
        catches="In totaal zijn dat er 130.",
        leaves="Regulier zijn dat er 130.",
    ),
)

FAMILIES = (
    *CATEGORIES,
    Family(
        "place",
        words=r"""
            plek(?:ken)? plekjes plaats(?:en)? \w*plek(?:ken)? \w*plaatsen
            bed(?:den)? \w*bedden kamers capaciteit opvangcapaciteit units?
            slaapplaatsen
        """,
        catches="Daar zijn 30 opvangplekken.",
        leaves="Daar zijn 30 bomen.",
    ),
    Family(
        "person",
        words=r"""
            mensen personen bewoners asielzoekers vluchtelingen man jongeren
            minderjarigen volwassenen kinderen gasten nieuwkomers vreemdelingen
            amv(?:'s|’s|s|ers)?
        """,
        catches="Er wonen nu 75 mensen.",
        leaves="Er zijn nu 75 plekken.",
    ),
    Family(
        "task",
        words=r"""
            taak \w*taak opgave \w*opgave verdeelbesluit\w* taakstelling opdracht\w*
            opgelegde? norm verplichting\w* verplicht wettelijke? moeten moet
            moest(?:en)? vraagt? verlangt? eist wijst toebedeeld\w* toegewezen
            toegedeeld\w* toekomt aandeel contingent quotum opdraagt voorgeschreven
            voorschrijft verdeelsleutel hoort horen behoort gevraagde? nodig
            vereist\w* doelstelling streefgetal doel
        """,
        phrases=(r"\bte realiseren\b", r"\bvan (?:de|onze|die|haar) \d"),
        catches="Onze taak is 118 plekken.",
        leaves="Wij hebben 118 plekken.",
    ),
    Family(
        "there",
        words=r"""
            gerealiseerd\w* bezet\w* bewoond\w* geopend opengegaan operationeel
            aanwezig beslapen bestaande? bestaan draait draaien wonen woont woonden
            verblijven verblijft slapen slaapt gehuisvest\w* ondergebracht geplaatst
            behouden blijven blijft overblijft overeind exploitatie exploiteert
            geëxploiteerd opvangen erin ingevuld vervuld volledig compleet rond
            gevuld vullen ingericht bewonen betrokken bezig resteren resten herbergt
            herbergen
        """,
        phrases=(
            r"\bin gebruik\b(?! (?:te )?(?:genomen|nemen|name))",
            r"\b(?:zijn|is|staan|staat) (?:er|open|klaar)\b",
            r"\bvang(?:t|en) .{0,60}\bop\b",
            r"\b(?:blij(?:ft|ven)|houden|houdt) .{0,40}\bover\b",
            r"\b(?:zijn|is) .{0,40}\b(?:open|beschikbaar|gereed)\b",
        ),
        catches="Sinds mei zijn 40 plekken in gebruik.",
        leaves="Volgend jaar komen 40 plekken erbij.",
    ),
    Family(
        "now",
        words=r"""
            nu momenteel inmiddels vandaag thans heden huidige? sinds sedert reeds
            stand teller vannacht werkelijke? feitelijke? peildatum
            actueel
        """,
        phrases=(r"\bop dit moment\b", r"\btot (?:nu toe|op heden|dusver)\b", r"\bper vandaag\b"),
        catches="Momenteel zijn dat er 40.",
        leaves="Straks zijn dat er 40.",
    ),
    Family(
        "have",
        words=r"""
            telt tellen biedt bieden heeft hebben beschikt beschikken beschikbaar capaciteit
            staan staat
        """,
        catches="Onze gemeente telt 40 plekken.",
        leaves="Onze gemeente zoekt 40 plekken.",
    ),
    Family(
        "ahead",
        words=r"""
            kom(?:t|en) volgt volgen wordt worden zullen zal gaan gaat
            verwacht(?:en|ten)? verwachting planning gepland\w* voorzien\w* plan
            plannen openen opent bouwen bouw aanbouw bouwt levert leveren oplevering
            opgeleverd ontwerp ontwikkelen ontwikkeling beoogd\w* kunnen kan
            ingebruikname ingebruikneming uitbreid\w* uitgebreid toevoegen
            toegevoegd erbij bijkomen extra nieuwe? eerste tweede derde volgende
            overige resterende? rest andere laatste terug terugkeren herstel
            hersteld vervangende? vervanging verbouw\w* contract huur koop
            vergund\w* vergunning bestemd\w* bestemming toekomstige? gereed
            voorbereiding overeenkomst getekend aankoop aangekocht sleutel
        """,
        catches="In mei volgen 60 plekken.",
        leaves="Er wonen 60 mensen.",
    ),
    Family(
        "lost",
        words=r"""
            verloren verlies verliezen verliest verloor kwijt kwijtgeraakt wegvallen
            weggevallen wegvalt vervallen vervalt verviel(?:en)? vervallend\w*
            uitgevallen uitvallen uitval vielen viel valt vallen weg sluit sluiten
            gesloten sluiting verdwijn\w* verdwenen dicht beëindig\w* eindigt brand
            afgebrand opgezegd ontruimd ontruiming onbewoonbaar\w* schade
            afgekeurd\w* onbruikbaar verwoest vertrek vertrekt vertrekken stopt
            missen mist minder wegvallende ontmanteld\w* leeg verlaten
            ingeleverd inleveren eruit scheelt afgeschreven dichtgaan
            opzeggen zegt onbewoonbaarverklaring gesloopt sloop raken kwijtraken
            onttrokken teruggehaald teruggevorderd afgestoten instorting ingestort
            overstroming buitengebruikstelling verkocht failliet faillissement
        """,
        phrases=(
            r"\bbuiten gebruik\b",
            r"\bniet (?:meer|langer)\b",
            r"\bgaan .{0,30}(?:dicht|af|weg)\b",
            r"\btotal loss\b",
            r"\bloopt .{0,60}\baf\b",
            r"\bzegt .{0,60}\bop\b",
        ),
        catches="Door de brand gingen 85 plekken verloren.",
        leaves="Op 1 mei gingen 85 plekken open.",
    ),
    Family(
        "shortfall",
        words=r"""
            tekort tekortkoming ontbreken ontbrekende? ontbreekt missen mist
            achterstand restopgave resteren resteert resterende? resttaak gat
            verschil mankeren
        """,
        phrases=(
            r"\bnog (?:\w+ )?te gaan\b",
            r"\bte weinig\b",
            r"\bte kort\b",
            r"\bkomen? .{0,40}\btekort\b",
        ),
        catches="Dat is een tekort van 40 plekken.",
        leaves="Dat zijn 40 plekken.",
    ),
    Family(
        "none",
        words=r"geen niets nihil nul niemand",
        phrases=(r"\bnog (?:niet|geen)\b", r"\bniet één\b"),
        catches="Van de 118 plekken is er nog geen.",
        leaves="Van de 118 plekken zijn er 20.",
    ),
    Family(
        "next_cycle",
        words=r"indicatieve? cyclus",
        phrases=(
            r"\b(?:nieuwe|volgende|komende|tweede) "
            r"(?:verdeel\w*|cyclus|ronde|opgave|taak|periode)\b",
            r"\bvanaf de (?:nieuwe|volgende)\b",
        ),
        catches="De indicatieve opgave is 258 plaatsen.",
        leaves="De opgave is 258 plaatsen.",
    ),
    Family(
        "lapsed",
        words=r"""
            oorspronkelijke? aanvankelijk\w* eerder eerdere destijds vervallen
            ingetrokken afgevallen afgeblazen geschrapt verworpen zou zouden had
            hadden waren was
        """,
        phrases=(r"\bviel(?:en)? af\b", r"\bniet (?:langer|meer) door\b", r"\bvan de baan\b"),
        catches="Het eerdere plan voor 80 plekken is ingetrokken.",
        leaves="Er komen 80 plekken.",
    ),
    Family(
        "wished",
        words=r"als indien mits mocht misschien wellicht eventueel\w* mogelijk\w* denkbaar zou",
        catches="Wellicht passen daar 20 plekken.",
        leaves="Daar komen 20 plekken.",
    ),
    Family(
        "other_group",
        words=r"""
            oekra\w* ontheemden? statushouders? vergunninghouders? spoedzoekers
            studenten noodopvang crisisnoodopvang\w* doorstroom\w* arbeidsmigranten
            seizoen\w* flexwoningen woningen starters ouderen huishoudens inwoners
            bezoekers leerlingen handtekeningen reacties zienswijzen adressen
            percelen huizen bezwaren bezwaarschriften panden locaties gemeenten
            kernen dorpen zetels leden fracties aanwezigen toeristen huisjes
            omwonenden eigenaren aannemers partijen avonden gesprekken keer
            bouwlagen flats vrijwilligers
        """,
        catches="Daarnaast zijn er 110 Oekraïners.",
        leaves="Daarnaast zijn er 110 reguliere plekken.",
    ),
    Family(
        "remainder",
        words=r"overige resterende? rest andere laatste eerste meer nog",
        catches="De overige 60 volgen later.",
        leaves="De 60 volgen later.",
    ),
    Family(
        "of_which",
        words=r"waarvan daarvan hiervan",
        catches="Er zijn 40 plekken, waarvan 12 bezet.",
        leaves="Er zijn 40 plekken.",
    ),
    Family(
        "others",
        words=r"buurgemeenten? regio provincie landelijk\w* rijk vorig\w* vroeger\w* geschiedenis",
        catches="De regio telt 900 plekken.",
        leaves="Wij tellen 90 plekken.",
    ),
)

PLACE_WORDS = Phrasebook(FAMILIES)


def group(family: Family) -> str:
    """A family as a named group of one pattern."""
    words = [rf"\b{word}\b" for word in family.words.split()]
    return f"(?P<{family.name}>{'|'.join([*words, *family.phrases])})"


CATEGORY = Anchored("|".join(group(each) for each in CATEGORIES if each.name != "total"))


@lru_cache(maxsize=4_000)
def categories_in(text: str) -> tuple[str, ...]:
    """The categories that a text names, in the order in which it names them."""
    if not CATEGORY.may_be_in(text):
        return ()
    return tuple(match.lastgroup or "" for match in CATEGORY.pattern.finditer(text.lower()))
