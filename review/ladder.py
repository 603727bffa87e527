"""The steps of the intervention ladder, as the ministry's page on supervision names them."""

STEPS = {
    1: "Signaleren",
    2: "Informatie opvragen en valideren",
    3: "Actief toezicht",
    4: "Vooraankondiging van juridische interventie",
    5: "Besluit tot indeplaatsstelling",
    6: "Indeplaatsstelling",
}


def step(number: int) -> str:
    """A step by its number and name: 'Trede 3: Actief toezicht'."""
    return f"Trede {number}: {STEPS[number]}"
