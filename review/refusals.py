"""What officers read where storage refuses something, or where a step failed on a mail."""

from storage.errors import Refusal
from storage.failures import IN_HAND, Failure

TOLD = {
    Refusal.NO_SUCH_ACCOUNT: "Dit account is er niet. Bekijk de lijst met accounts opnieuw.",
    Refusal.ACCOUNT_TAKEN: "Er is al een account met deze naam. Kies een andere naam.",
    Refusal.LAST_ADMINISTRATOR: (
        "Dit is de laatste beheerder met toegang. Maak eerst iemand anders beheerder; "
        "anders kan niemand de accounts nog beheren."
    ),
    Refusal.NOT_JUDGED: (
        "De computer heeft deze mail nog niet beoordeeld. Wacht daarop, of laat de mail opnieuw "
        "proberen."
    ),
    Refusal.NOT_DECIDED_HERE: (
        "Dit besluit hoort hier niet. Laad de pagina opnieuw en kijk wat er staat."
    ),
    Refusal.NO_SUCH_MUNICIPALITY: "Deze gemeente is er niet. Kies een gemeente uit de lijst.",
    Refusal.NO_SUCH_LETTER: (
        "Aan deze gemeente is geen brief met dit kenmerk gestuurd. Kies een van haar brieven."
    ),
    Refusal.NO_SUCH_STEP: "De interventieladder heeft de treden 1 tot en met 6. Kies een daarvan.",
    Refusal.NO_GROUND: "Een trede heeft een grond en een document nodig. Vul ze allebei in.",
    Refusal.JUMP: "Deze wijziging slaat een trede over. Bevestig dat dat de bedoeling is.",
    Refusal.NOT_YET: "Leg een trede vast als die gezet is. Kies een dag tot en met vandaag.",
    Refusal.NO_WORDS: "Er staat geen tekst in. Schrijf die eerst.",
    Refusal.NO_REASON: "Er staat geen reden bij. Vul die in, zodat later te zien is waarom.",
    Refusal.NO_LETTERS: "Er is geen gemeente gekozen. Kies ten minste een gemeente.",
    Refusal.REFERENCE_TAKEN: (
        "Een van de kenmerken is al van een andere brief. Begin met een kenmerk dat vrij is."
    ),
    Refusal.NO_DRAFT: "Deze ronde is geen concept meer. Bekijk de ronde opnieuw.",
    Refusal.OTHER: "Dit kan nu niet. Laad de pagina opnieuw en kijk wat er staat.",
}
STEPS = {"read": "het lezen en beoordelen", "ocr": "het herkennen van tekst in een scan"}


def failed_at(failure: Failure) -> str:
    """What went wrong with a mail; the exact fault is for whoever manages the program."""
    step = STEPS.get(failure.step, "een stap")
    if failure.reason.startswith(IN_HAND):
        return f"Het programma stopte tijdens {step} van deze mail."
    return f"Bij {step} van deze mail ging iets mis."
