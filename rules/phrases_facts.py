"""Words with which a municipality tells why its task is not met."""

from rules.phrases import Family

FAMILIES = (
    Family(
        "because",
        words=r"""
            omdat doordat aangezien vanwege wegens waardoor daardoor hierdoor want immers
            namelijk ingevolge zodat dientengevolge mitsdien ivm dankzij
        """,
        phrases=(
            r"\bals gevolg\b",
            r"\bten gevolge\b",
            r"\bin verband met\b",
            r"\bi\.v\.m\.",
            r"\bgevolg (?:is|was|daarvan|van)\b",
            r"\bkomt door\b",
            r"\bkwam door\b",
            r"\bligt aan\b",
            r"\blag aan\b",
            r"\bte wijten\b",
            r"\bheeft te maken met\b",
            r"\bmet als gevolg\b",
            r"\bnu (?:de|het|een|er|dat)\b",
            r"\bn\.a\.v\.",
        ),
        catches="De start schoof op, omdat de rechter de vergunning schorste.",
        leaves="Het college heeft op 3 maart besloten.",
    ),
    Family(
        "reason_named",
        words=r"""
            oorzaak oorzaken reden redenen verklaring aanleiding achtergrond achtergronden
            omstandigheid omstandigheden tegenslag tegenvaller knelpunt(en)? struikelblok
            obstakel belemmering(en)? hobbel probleem problemen knel waarom
        """,
        catches="De oorzaak is een lekkende riolering.",
        leaves="Wij hebben drie panden gehuurd.",
    ),
    Family(
        "mishap",
        words=r"""
            brand brandschade uitgebrand afgebrand storm waterschade lekkage gelekt
            schimmel(s|rapport|rapporten)? asbest\w* ingestort instorting instortingsgevaar
            overstroming overstroomd hoogwater verontreinigd verontreiniging vervuild vervuiling
            legionella\w* explosie ontploffing kortsluiting verzakt verzakking verzakkingen
            schade beschadigd gesprongen bliksem\w* vandalisme brandstichting betonrot scheuren
            scheurvorming gebrek gebreken defect onbewoonbaar besmetting koolmonoxide\w* rot
            houtrot drugsafval pfas olie stortplaats explosieven bom bommen ongedierte lood
            constructiefout(en)? ramp incident steekpartij wateroverlast fundering(s)?schade
        """,
        catches="De brand heeft de bovenste verdieping verwoest.",
        leaves="Het gebouw is van binnen geverfd.",
    ),
    Family(
        "refused",
        words=r"""
            weiger(t|de|den|en)? geweigerd weigering ingetrokken teruggetrokken opgezegd
            opzegging huuropzegging afgewezen afwijzing afgekeurd afkeuring vernietigd
            vernietigde vernietiging geschorst schorste schorsing verworpen afgeblazen stopgezet
            gestopt stilgelegd failliet faillissement surseance curator ontbonden beëindigd
            beëindigt beëindiging gesloten sluiting verlopen gestrand strandde stuitte stuit
            mislukt mislukte afgehaakt haakte(n)? afgesprongen geschrapt schrapte verboden
            verbiedt verbod verzegeld ontruimd ontruimen ontruiming opgeëist gevorderd
            geblokkeerd blokkeert tegengehouden afgeketst ketste vervreemd doorverkocht
            herroepen onrechtmatig gesloopt niet-ontvankelijk staking bankroet opeist ontzegd
            bezwaren verstek verviel klapte
        """,
        phrases=(
            r"\btrok(?:ken)?\b.{0,40}\b(?:in|terug)\b",
            r"\btrekt\b.{0,40}\b(?:in|terug)\b",
            r"\bzeg(?:t|de)\b.{0,60}\bop\b",
            r"\b(?:niet|wil) (?:\w+ )?verleng\w*",
            r"\bloopt\b.{0,30}\baf\b",
            r"\bniet door(?:gegaan|gaan|gang)",
            r"\bgeen doorgang\b",
            r"\bziet af\b",
            r"\bzag\b.{0,30}\baf\b",
            r"\bstemde\b.{0,30}\btegen\b",
            r"\baan een (?:ander|derde)",
            r"\bvan de hand\b",
            r"\bnodig (?:heeft|hebben)? ?voor (?:zijn|haar|hun|eigen)\b",
            r"\bvan tafel\b",
            r"\bniet bereid\b",
            r"\bliep(?:en)? (?:op )?stuk\b",
        ),
        catches="De eigenaar heeft de huur opgezegd en trekt zijn aanbod in.",
        leaves="De eigenaar heeft het contract getekend.",
    ),
    Family(
        "hindrance",
        words=r"""
            stikstof\w* natura netcongestie congestie netaansluiting stroomaansluiting stroomnet
            elektriciteitsnet netcapaciteit transportcapaciteit bestemmingsplan vleermuis
            vleermuizen\w* das dassen dassenburcht flora archeolog\w* geluid\w* geluidsnorm
            geur\w* veiligheidszone externe vergunninghouder rechter rechtbank
            voorzieningenrechter kantonrechter afdeling uitspraak vonnis arrest
            bezwaarschrift\w* bezwaarmakers? beroep omwonenden referendum draagvlak weerstand
            verzet protest\w* motie gemeenteraadsverkiez\w* verkiezingen coalitie
            coalitieakkoord personeelstekort krapte bouwkosten prijsstijging\w* levertijd\w*
            inschrijvers? inschrijvingen aanbesteding leverancier grondeigenaar kettingbeding
            erfpacht rioolcapaciteit riolering drinkwater\w* zandpakket bodemdaling weidevogels
            broedseizoen rugstreeppad\w* ringslang\w* hoogspanning\w* gasleiding\w* waterkering
            dijkversterking dijkverlegging brandveiligheid\w* brandscheiding\w*
        """,
        phrases=(
            r"\braad van state\b",
            r"\bnatura 2000\b",
            r"\bkort geding\b",
            r"\bomgevingsverordening\b",
            r"\bprovinciale verordening\b",
        ),
        catches="Door netcongestie krijgt de locatie geen aansluiting.",
        leaves="De wethouder heeft de sleutel ontvangen.",
    ),
    Family(
        "delay",
        words=r"""
            vertraagd vertraging vertraagde vertraagt uitloop uitgelopen stilgelegen stilligt
            stilstand oponthoud verschoven opgeschoven uitgesteld kostte gekost duurde duurt
            sleept liep opnieuw verlaat te\s?laat verloren vastgelopen gestagneerd stagneert
            stagnatie wachten gewacht wachttijd opgehouden langer
        """,
        phrases=(
            r"\bvan voren af aan\b",
            r"\bligt\b.{0,20}\bstil\b",
            r"\blag\b.{0,20}\bstil\b",
            r"\bte laat\b",
            r"\bop zich laten wachten\b",
            r"\bpas (?:in|op|na|sinds)\b",
            r"\bnegen maanden\b",
            r"\blaat op zich wachten\b",
        ),
        catches="Het werk heeft acht maanden stilgelegen.",
        leaves="De units zijn geplaatst.",
    ),
    Family(
        "lost",
        words=r"""
            vervallen vervalt weggevallen wegvallen wegvalt kwijt kwijtgeraakt verdwijn(t|en)
            verdwenen afgevallen eraf weg verlies verliezen verliest verspeeld sneuvelen
            gesneuveld opgedoekt sluit sluiten dicht teruggegeven ingeleverd afgestoten
            inkrimping schelen scheelt
        """,
        phrases=(
            r"\bval(?:t|len)\b.{0,40}\bweg\b",
            r"\bvielen?\b.{0,40}\b(?:weg|af)\b",
            r"\braken\b.{0,60}\bkwijt\b",
            r"\bverloren (?:gaan|gegaan|gaat)\b",
            r"\bga(?:at|an)\b.{0,30}\bverloren\b",
            r"\bbuiten gebruik\b",
            r"\bmissen we\b",
            r"\bleeg(?:gekomen|halen| zijn)\b",
            r"\buit bedrijf\b",
        ),
        catches="Daardoor vallen 40 plaatsen weg.",
        leaves="Er komen 40 plaatsen bij.",
    ),
)
