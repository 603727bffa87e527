"""Words with which a municipality says that it cannot meet its task."""

from rules.phrases import Family

FAMILIES = (
    Family(
        "task",
        words=r"""
            taak taken taakstelling(en)? opgaven? verplichting(en)? plicht opdracht aandeel
            quotum norm verdeelbesluit verdeling spreidingswet asielopgave opvangtaak
            opvangopgave opvangplicht wettaak getal streefgetal doelstelling verplicht
        """,
        phrases=(
            r"\bdeel van (?:de|het) (?:verdeling|verdeelbesluit)",
            r"\bwettelijke? (?:aantal|taak|norm|opgave|opdracht|plicht|verplichting)",
            r"\bartikel 6\b",
            r"\bvoorgeschreven (?:aantal|niveau)",
            r"\baantal dat\b",
        ),
        catches="De opgave uit het verdeelbesluit wordt niet gehaald.",
        leaves="De gemeente heeft de units besteld.",
    ),
    Family(
        "assigned",
        words=r"""
            opgelegde? opgedragen toegewezen toebedeelde? toegedeelde? toedeelt voorschrijft
            voorgeschreven toerekent toebedacht voorgehouden verlangt verlangd vereiste? eist
            vraagt toebedeelt oplegt toewijst verwacht gevergd vergt vereist
        """,
        phrases=(
            r"\b(?:verdeelbesluit|wet|minister|u) (?:van )?(?:ons|onze gemeente) (?:vraagt|"
            r"verlangt|eist|verwacht|oplegt)",
            r"\bachter onze naam",
            r"\bmoet(?:en)? bieden\b",
        ),
        catches="Dat is minder dan u ons hebt opgelegd.",
        leaves="De raad heeft het krediet verleend.",
    ),
    Family(
        "fulfil",
        words=r"""
            voldoe[tn]? voldaan voldoende nakom(t|en) nagekomen haal haalt halen gehaald
            haalbaar vervul(t|len|d)? vervulling uitvoering uitvoeren waarmaken waargemaakt
            volbreng(t|en) volbracht naleven naleving nageleefd afdragen beantwoordt?
            bereik(t|en) bereikt redden invulling invullen ingevuld inlossen kwijten gestand
            nakoming vol
        """,
        phrases=(
            r"\bna te komen\b",
            r"\bkom(?:t|en)\b.{0,60}\bna\b",
            r"\bin te vullen\b",
            r"\bte voldoen\b",
        ),
        catches="Aan die plicht komen wij niet na; voldaan is er niet.",
        leaves="De notaris heeft de akte in concept.",
    ),
    Family(
        "falls_short",
        words=r"""
            tekort tekortkoming tekortschieten tekortschiet gebreke verzuim overtreding
            achterblijft achterblijven achterstand onderrealisatie onvoldoende debetsaldo minder
            ontbreekt ontbreken onmachtig ontoereikend onmogelijk onhaalbaar buiten
        """,
        phrases=(
            r"\bte weinig\b",
            r"\bte kort\b",
            r"\bminder (?:plekken|plaatsen|bedden|dan)\b",
            r"\bbij machte\b",
            r"\bin staat\b",
            r"\bniet (?:meer|langer)\b",
            r"\bonder (?:de|het|zijn|haar|onze|ons|wat) (?:\w+ ){0,2}(?:norm|taak|aantal|niveau|"
            r"opgave|moet|getal|drempel)",
            r"\bschiet(?:en)? .{0,30}tekort",
            r"\bten dele\b",
            r"\bslechts\b",
            r"\bzak(?:t|ken)\b",
            r"\bblij(?:ft|ven) .{0,40}achter\b",
        ),
        catches="Daarmee zakken wij onder het aantal dat u vraagt en schieten wij tekort.",
        leaves="Het gebouw is vorige week opgeleverd.",
    ),
    Family(
        "notify",
        words=r"""
            meld(t|en)? melding gemeld meldplicht kennisgeving meedelen mededeling mededelen
            attenderen attent berichten bericht erkennen erken(t|d)? constateren vaststellen
        """,
        phrases=(
            r"\bartikel 8\b",
            r"\bart\. ?8\b",
            r"\bdelen (?:wij )?u (?:\w+ )?mee\b",
            r"\blaten (?:wij )?u (?:hierbij |hiermee )?weten",
            r"\bin kennis\b",
            r"\bop de hoogte\b",
            r"\bstel(?:len|t)? vast\b",
            r"\bbetwist(?:en)? niet\b",
        ),
        catches="Hierbij doen wij melding als bedoeld in artikel 8.",
        leaves="De aannemer begint in juni.",
    ),
    Family(
        "in_time",
        words=r"""
            tijdig termijn tijd streefdatum peildatum ingangsdatum voorlopig vooralsnog
        """,
        phrases=(
            r"\bop tijd\b",
            r"\bbinnen de (?:\w+ )?termijn\b",
            r"\bgestelde? (?:tijd|datum|termijn)\b",
            r"\bvoorgeschreven datum\b",
            r"\b1 juli 2025\b",
            r"\b1-0?7-2025\b",
            r"\bop korte termijn\b",
        ),
        catches="Wij zullen niet op tijd aan de taak voldoen.",
        leaves="De brandweer heeft het pand geschouwd.",
    ),
    Family(
        "in_full",
        words=r"""
            volledige? geheel gehele helemaal compleet integraal totale algeheel gedeeltelijk
            deels rond
        """,
        phrases=(
            r"\bten volle\b",
            r"\bin zijn geheel\b",
            r"\bin haar geheel\b",
            r"\bvoor een deel\b",
            r"\bten dele\b",
        ),
        catches="De gemeente voldoet slechts gedeeltelijk.",
        leaves="De grond is aangekocht.",
    ),
    Family(
        "meets_all",
        phrases=(
            r"\bvoldoe(?:t|n)\b(?!.{0,60}\b(?:niet|nog|onvoldoende|minder)\b).{0,60}\b(?:taak|"
            r"opgave|verdeelbesluit)",
            r"\b(?:taak|opgave|verplichting)\b.{0,60}\b(?:volledig|geheel) (?:vervuld|ingevuld|"
            r"gerealiseerd|voldaan|gehaald|rond)",
            r"\b(?:alle|volledige|gehele|hele|totale)\b.{0,40}\b(?:taak|opgave|plekken|plaatsen|"
            r"bedden)\b.{0,50}\b(?:vervuld|bezet|gerealiseerd|bewoond|gehaald|in gebruik|"
            r"ingevuld|rond|er)\b",
            r"\b(?:overschot|surplus)\b",
        ),
        catches="De volledige taak is hiermee vervuld.",
        leaves="De volledige planning volgt nog.",
    ),
)
