"""What officers read for each clue that ties a mail to a municipality or a letter."""

WORDS = {
    "sender_domain": "Adres van de afzender hoort bij deze gemeente",
    "shared_domain": "Afzender werkt voor deze gemeente",
    "reply_to_domain": "Antwoordadres hoort bij deze gemeente",
    "reference": "Kenmerk van onze brief",
    "subject_led": "Onderwerp noemt deze gemeente",
    "subject": "Naam in het onderwerp",
    "speaks": "Schrijft namens deze gemeente",
    "acts": "Deze gemeente doet iets",
    "subject_word": "Mogelijk de naam in het onderwerp",
    "attachment_word": "Mogelijk de naam in een bijlage",
    "letterhead": "Briefhoofd of ondertekening",
    "addressed": "Onze brief eronder is aan deze gemeente",
    "full_name": "Volledige naam",
    "text_led": "Tekst noemt deze gemeente",
    "text": "Naam in de tekst",
    "attachment_name": "Naam van een bijlage",
    "copy_domain": "Deze gemeente staat in de cc",
}


def signal_word(name: str) -> str:
    """The clue in Dutch."""
    return WORDS.get(name, name)
