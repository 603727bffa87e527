"""A letter with all that letters may hold."""

from datetime import date

from outbox.documents import Document, Facts, Heading, Items, Paragraph, Picture, Table

SVG = "http://www.w3.org/2000/svg"
BAR = f'<svg xmlns="{SVG}" width="90" height="9"><rect width="80" height="9"/></svg>'
WHOLE = Document(
    title="Stand van de opvang",
    dated=date(2026, 4, 9),
    sender="Ministerie van Asiel en Migratie",
    above=(Paragraph("Aan het college"), Facts((("Datum", "9 april 2026"),))),
    blocks=(
        Paragraph("Tekst met #let x = 1, *sterren*, $geld$ en <label> blijft tekst."),
        Heading("Wat er is"),
        Table(
            "Taak en plekken",
            ("Soort", "Taak", "Gerealiseerd"),
            (("Regulier", "142", "5"), ("Amv", "23", "0")),
            frozenset({1, 2}),
        ),
        Items(("Eerst dit.", "Dan dat."), is_numbered=True),
        Heading("In beeld", 3),
        Picture(BAR, "Een balk van 80 lang.", "Balk"),
    ),
)
