"""Words with which a municipality tells what it did, does and will do; and what is no step."""

from rules.phrases import Family

FAMILIES = (
    Family(
        "done",
        words=r"""
            aangevraagd gestart begonnen aangekocht gekocht verworven gehuurd aangehuurd
            getekend ondertekend besloten gegund verleend ingediend aangewezen vastgesteld
            opgesteld gevraagd gesproken onderzocht gereserveerd afgesproken overeengekomen
            benoemd ingehuurd ingesteld uitgebracht aangeboden besteld aanbesteed opgedragen
            ingeschakeld uitgenodigd beschikbaargesteld vrijgemaakt uitgewerkt gesommeerd
            verzocht uitgevoerd bedongen geopend gevestigd verlegd aangelegd georganiseerd
            gehouden verhoogd gevonden aangetrokken aangetreden gemandateerd geveld gesaneerd
            geregeld goedgekeurd ingestemd opengesteld herzien verruimd bijgesteld gekozen
            toegezegd vergund ontworpen gesloopt bouwrijp voorgelegd voorbereid gepubliceerd
            geïnventariseerd verkend doorgerekend aangemeld
        """,
        phrases=(
            r"\bter beschikking gesteld\b",
            r"\bin gang gezet\b",
            r"\bin de arm genomen\b",
            r"\bterhand genomen\b",
            r"\bter hand genomen\b",
            r"\bopdracht (?:gegeven|verstrekt|verleend)\b",
            r"\been bod\b",
            r"\bheeft .{0,60}\bgesloten\b",
        ),
        catches="De grond is aangekocht en de opdracht gegund.",
        leaves="De grond is eigendom van het Rijk.",
    ),
    Family(
        "doing",
        words=r"""
            onderzoeken onderzoekt voeren voert onderhandelen onderhandelt onderhandeld
            bereid(t|en) starten werken werkt kopen koopt huren huurt bouwen bouwt verbouwen
            verbouwt zoeken zoekt leggen legt laten laat verricht(en)? vragen vraagt richten
            plaatsen actualiseren toetst toetsen treffen treft stelt stellen verkennen verkent
            overleggen overlegt spreken spreekt inventariseren rekent levert leveren gezocht
            gebouwd verbouwd gewerkt lopen loopt bezig gaande ontwerpt ontwerpen tekent tekenen
            renoveren renoveert sluiten nemen neemt aanleggen omvormen omzetten verdichten
            verdichting uitbreiden uitbreiding versnellen vergroten aankoop aanhuur koop huur
            inhuur herstel sanering sloop
        """,
        phrases=(
            r"\bzijn (?:wij|we) in gesprek\b",
            r"\bin gesprek\b",
            r"\bbezig met\b",
            r"\baan het werk\b",
            r"\bter hand\b",
        ),
        catches="Wij onderzoeken drie andere terreinen.",
        leaves="De gemeente telt drie kernen.",
    ),
    Family(
        "will_do",
        words=r"""
            zullen zal gaan gaat voornemens plan gepland volgt volgende start begint beginnen
            binnenkort straks aanstaande beslist behandelt voorgelegd gunning eerstvolgende
            zodra
        """,
        phrases=(
            r"\bvan plan\b",
            r"\bstaat gepland\b",
            r"\bop de agenda\b",
            r"\bter besluitvorming\b",
            r"\bneemt .{0,40}besluit\b",
            r"\bbesluit .{0,30}over\b",
            r"\bwordt .{0,60}(?:voorgelegd|aangevraagd|gegund|gestart|verbouwd|gebouwd|"
            r"geplaatst|getekend|ingediend|aanbesteed)\b",
        ),
        catches="De raad beslist op 30 juni over het krediet.",
        leaves="De raad nam dat besluit.",
    ),
    Family(
        "instrument",
        words=r"""
            \w*overeenkomst(en)? contract huurcontract koopcontract krediet budget
            vergunning(en)? omgevingsvergunning vergunningaanvraag aanvraag aanbesteding bestek
            ontwerp offertes? haalbaarheidsonderzoek haalbaarheidsstudie quickscan onderzoek
            voorkeursrecht optie koopoptie bod taxatie projectleider projectgroep projectteam
            taskforce werkgroep stuurgroep kwartiermaker regisseur programmamanager grondruil
            uitruil omgevingsplan bopa voorbereidingsbesluit raadsvoorstel collegevoorstel
            collegebesluit raadsbesluit informatieavond bewonersavond inloopavond
            omwonendenoverleg participatie\w* architect aannemer makelaar adviesbureau
            ingenieursbureau notaris noodaggregaat batterij\w* aggregaat units flexwoningen
            portakabins containerwoningen chalets paviljoens tussenmuren
        """,
        catches="Met de eigenaar is een intentieovereenkomst getekend.",
        leaves="Daarmee staat de teller op nul.",
    ),
    Family(
        "we_act",
        words=r"""
            wij we ik college gemeente gemeenteraad burgemeester wethouder raad
            gemeentesecretaris projectteam portefeuillehouder b&w gemeentebestuur
        """,
        catches="Wij kochten het pand.",
        leaves="De leverancier levert later.",
    ),
    Family(
        "partner",
        words=r"""
            coa nidos provincie eigenaar eigenaren corporatie woningcorporatie
            woningbouwvereniging ontwikkelaar projectontwikkelaar verhuurder netbeheerder
            liander enexis stedin omgevingsdienst veiligheidsregio buurgemeente buurgemeenten
            rijksvastgoedbedrijf defensie staatsbosbeheer waterschap rijkswaterstaat prorail
            kerk stichting zorginstelling hotelier exploitant bouwer regietafel commissaris
            belegger kerkbestuur universiteit tennet brandweer ggd jeugdzorg\w*
        """,
        catches="Met het COA is een locatie bekeken.",
        leaves="Wij kochten een pand.",
    ),
    Family(
        "asks_ministry",
        words=r"""
            verzoek verzoeken uitstel hopen hoop begrip coulance clementie
        """,
        phrases=(
            r"\b(?:vragen|verzoeken|verzoekt|vraagt) (?:wij |we |het college )?(?:u|de minister|"
            r"het rijk|het ministerie)\b",
            r"\bwilt u\b",
            r"\bkunt u\b",
            r"\bzou(?:den)? (?:wij |het college )?graag\b",
            r"\bop prijs\b",
            r"\bin overweging\b",
            r"\bverzoekt de minister\b",
            r"\brekenen (?:wij )?op uw\b",
            r"\bgraag (?:horen|vernemen|zouden)\b",
            r"\bdoen (?:wij )?een beroep op\b",
            r"\baan u\b",
            r"\baan de minister\b",
            r"\bhet (?:rijk|ministerie|kabinet)\b",
        ),
        catches="Wij verzoeken u af te zien van verdere opschaling.",
        leaves="Het college koopt het pand.",
    ),
    Family(
        "conditional",
        words=r"""
            indien mits tenzij mocht mochten zou zouden misschien wellicht eventueel eventuele
            denkbaar mogelijk mogelijkheid afhankelijk kunnen kan voorstellen overwegen
            overweegt
        """,
        phrases=(
            r"\bals (?:de|het|u|er|die|dat|wij)\b",
            r"\bin het geval\b",
            r"\bvoor het geval\b",
            r"\bvoor zover\b",
            r"\bhangt af\b",
        ),
        catches="Mocht de provincie dat willen, dan zouden wij meewerken.",
        leaves="Wij hebben de vergunning verleend.",
    ),
    Family(
        "talk_only",
        words=r"""
            besproken bespreken bespreking gediscussieerd discussie debat gedebatteerd beraad
            kennisgenomen beeldvormend oriënterend gedachten gedachtewisseling sprak suggestie
            idee ideeën geopperd wens wensen gewenst liever droom
        """,
        phrases=(
            r"\bkennis genomen\b",
            r"\bter bespreking\b",
            r"\bvan gedachten\b",
            r"\been besluit is niet\b",
            r"\bgeen besluit\b",
            r"\bnog niet besloten\b",
            r"\bniets besloten\b",
            r"\bkennisgenomen van\b",
        ),
        catches="De raad heeft er kennis van genomen; een besluit is niet genomen.",
        leaves="De raad stelde het krediet vast.",
    ),
    Family(
        "other_task",
        words=r"""
            oekraïne oekraïense? oekraïners ontheemden? statushouders? vergunninghouders
            noodopvang noodopvangplekken crisisnoodopvang crisisopvang indicatieve inburgering
            woningbouw huisvestingstaak arbeidsmigranten spoedzoekers studenten dakloze(n)?
            jeugdwet wmo energietransitie windmolens hertelling 1993 2015 2016 1999 2022 2023
        """,
        phrases=(
            r"\bvolgende cyclus\b",
            r"\bandere wet\b",
            r"\bcapaciteitsraming\b",
        ),
        catches="Daarnaast vangen wij 212 ontheemden uit Oekraïne op.",
        leaves="Wij vangen 16 minderjarigen op.",
    ),
    Family(
        "courtesy",
        words=r"""
            hoogachtend groet groeten geachte beste dank bedankt vertrouwen vertrouwende
            toelichten toelichting vragen contact bereikbaar gesprek nadere excellentie
            informeren geïnformeerd beantwoording antwoord reactie brief telefoon mail
        """,
        phrases=(
            r"\bmet vriendelijke groet\b",
            r"\bnaar aanleiding van\b",
            r"\bper brief\b",
            r"\bmocht u\b",
            r"\bheeft u vragen\b",
            r"\bbij brief van\b",
            r"\buw brief\b",
            r"\bonze reactie\b",
            r"\bvoldoende (?:te hebben )?geïnformeerd\b",
            r"\btot een (?:nadere )?toelichting\b",
            r"\bop de hoogte\b",
            r"\blaten wij u\b",
            r"\bontvangt u\b",
            r"\btreft u\b",
            r"\bvindt u\b",
        ),
        catches="Wij vertrouwen erop u hiermee voldoende te hebben geïnformeerd.",
        leaves="De bouw begint in juni.",
    ),
)
