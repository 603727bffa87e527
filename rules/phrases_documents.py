"""Words with which a municipality encloses a document or says where it can be found."""

from rules.phrases import Family

FAMILIES = (
    Family(
        "encloses",
        words=r"""
            bijgevoegde? bijgaande? bijgesloten bijlagen? meegezonden meegestuurd meesturen
            meezenden toegevoegd aangehechte? gehecht gevoegd overgelegd overleggen ingesloten
            insluiten attachments? productie producties aanhangsel appendix annex pdf zip
            excelbestand excel bylage bijvoegen nagezonden nasturen nagestuurd meegeleverd
            ingevoegd aangeleverd bijsluiten meegegeven bestand bestanden afschrift
        """,
        phrases=(
            r"\b(?:gaat|gaan|liggen|ligt|zit|zitten|vindt u|zend|sturen|stuur|zenden|"
            r"treft u)\b.{0,60}\b(?:hierbij|mee|bij deze|bij dit|bij|over|als bijlage)\b",
            r"\bvoeg(?:en)?\b.{0,80}\b(?:bij|toe)\b",
            r"\bstu(?:ur|ren)\b.{0,60}\bmee\b",
            r"\bleg(?:gen)?\b.{0,60}\bover\b",
            r"\bsluit(?:en)?\b.{0,60}\b(?:in|bij)\b",
            r"\bzen(?:d|den)\b.{0,60}\bmee\b",
            r"\bgedeelde map\b",
            r"\bbij (?:deze|dit) (?:brief|mail|bericht)\b",
            r"\bkrijgt u\b",
            r"\b(?:krijgen|ontvangt u)\b.{0,60}\bvan (?:ons|me|mij)",
        ),
        catches="De uitspraak en het rapport sturen wij u mee.",
        leaves="De raad stelde het krediet vast.",
    ),
    Family(
        "can_be_found",
        words=r"""
            website gemeenteblad gepubliceerd raadpleegbaar raadplegen opvragen opvraagbaar
            verkrijgbaar inzien inzage terugkijken raadsinformatie link openbaar gmb
            staatscourant ecli publicatie nalezen downloaden vindplaats dossier bekendmaking
            overheid opgevraagd raadsinformatiesysteem ibabs notubiz https? www
        """,
        phrases=(
            r"\bte (?:vinden|raadplegen|lezen|bekijken|downloaden)\b",
            r"\bter inzage\b",
            r"\bop verzoek\b",
            r"\bop te vragen\b",
            r"\bzie (?:voor|ook|het|de|bijlage)\b",
            r"\bverwijzen (?:wij|we)\b",
            r"\bverwijs ik\b",
            r"\bverwijst\b",
            r"https?://",
            r"www\.",
            r"\bonder nummer\b",
            r"\bkunt u .{0,60}(?:inzien|opvragen|lezen|vinden|bekijken|raadplegen)",
        ),
        catches="Het besluit is te raadplegen in het Gemeenteblad.",
        leaves="Wij hebben het besluit genomen.",
    ),
    Family(
        "document",
        words=r"""
            \w*rapport(en|age|ages)? \w*advies adviezen \w*notitie \w*vonnis uitspraak
            \w*overeenkomst(en)? \w*tekening(en)? \w*kaart(en)? \w*planning \w*overzicht(en)?
            \w*besluit(en)? \w*akten? \w*nota \w*verslag(en)? \w*offertes? \w*stukken
            \w*verklaring(en)? \w*bewijs \w*brief brieven \w*vergunning \w*matrix \w*staat
            \w*lijst \w*onderzoek \w*berekening(en)? document(en)? \w*plan \w*contract
            \w*presentatie \w*foto's \w*exploot proces-verbaal verbaal motie statuten
            correspondentie afschriften opzegging \w*uittreksel \w*formulier \w*tijdlijn
            \w*begroting \w*analyse \w*toets \w*bezettingsstaat \w*memo
        """,
        catches="Het vonnis en de koopakte.",
        leaves="De locatie opent in mei.",
    ),
)
