"""What the audit trail and a conflict call a deed, in Dutch: 'wees de mail toe'."""

DEEDS = {
    "correct_kinds": "wijzigde de soort mail",
    "correct_municipalities": "wijzigde de gemeente",
    "correct_references": "wijzigde het kenmerk",
    "mark_evidence": "merkte een zin aan als bewijs",
    "unmark_evidence": "nam een zin als bewijs weg",
    "correct_timeline": "wijzigde de tijdlijn",
    "correct_places": "wijzigde de aantallen plekken",
    "correct_claims_met": "wijzigde of aan de taak is voldaan",
    "link_to_case": "koppelde de mail aan een zaak",
    "take_from_case": "haalde de mail uit een zaak",
    "assign_mail": "wees de mail toe",
    "deal_with": "handelde de mail af",
    "not_for_us": "legde de mail weg als niet voor ons",
    "reopen": "opende de mail opnieuw",
    "confirm_complete": "bevestigde dat de reactie volledig is",
    "ask_supplement": "stelde een verzoek om aanvulling op",
    "grant_extension": "gaf uitstel",
    "refuse_extension": "weigerde uitstel",
    "note": "maakte een notitie",
    "set_ladder_step": "wijzigde de trede van de ladder",
    "choose_cycle": "koos het verdeelbesluit",
    "close_ladder": "sloot het toezicht",
    "assign_case": "wees de zaak toe",
    "hold": "hield de zaak aan",
}
OTHER = {
    "filed": "las en beoordeelde de mail",
    "filed_again": "beoordeelde de mail opnieuw",
    "set_aside": "legde de mail apart: een stap mislukte",
    "try_again": "liet de mail opnieuw proberen",
    "linked": "koppelde een mail",
    "overdue": "stelde vast dat de termijn voorbij is",
    "extension_granted": "gaf uitstel",
    "registry_changed": "wijzigde het register",
    "registry_imported": "las een register in",
    "contacts_changed": "wijzigde de contactadressen",
    "outbox_switched_on": "zette het versturen van mails aan",
    "mail_proposed": "stelde de mail voor",
    "mail_reworded": "wijzigde de tekst van de mail",
    "mail_put_off": "stelde de mail uit",
    "mail_queued": "zette de mail in de wachtrij",
    "mail_sending": "begon de mail te versturen",
    "mail_sent": "stelde vast dat de mail is verstuurd",
    "mail_uncertain": "weet niet zeker of de mail is verstuurd",
    "mail_refused": "stelde vast dat de mailserver de mail niet aanneemt",
    "mail_cancelled": "besloot dat de mail niet wordt verstuurd",
    "mail_bounced": "stelde vast dat de mail terugkwam",
    "mail_asked_again": "vroeg om een nieuw voorstel",
    "mail_returned": "ontving een bericht over de mail",
    "talk_planned": "plande het gesprek",
    "talk_moved": "verzette het gesprek",
    "talk_held": "legde vast dat het gesprek is gehouden",
    "talk_cancelled": "zegde het gesprek af",
    "talk_undone": "maakte ongedaan wat het laatst met het gesprek gebeurde",
    "report_written": "schreef het verslag",
    "report_read": "las het verslag",
    "legal_hold": "bepaalde dat niets van de zaak wordt vernietigd",
    "legal_hold_lifted": "liet de bewaartermijn van de zaak weer lopen",
    "exported": "maakte een pakket voor een Woo-verzoek",
    "archived": "maakte een pakket voor het archief",
    "destroyed": "vernietigde gegevens van de mail",
    "destruction_declared": "maakte een verklaring van vernietiging",
    "outbox_resumed": "zette het versturen weer aan",
    "restored": "zette een reservekopie terug",
    "trail_signed": "ondertekende het logboek opnieuw",
    "round_drafted": "maakte een concept van een ronde brieven",
    "round_dropped": "liet het concept van een ronde brieven vervallen",
    "round_confirmed": "stelde een ronde brieven vast",
    "round_sent": "legde vast wanneer de brieven zijn verstuurd",
    "account_added": "maakte het account",
    "account_changed": "wijzigde het account",
    "password_set": "gaf een nieuw wachtwoord",
    "second_step_set": "stelde een tweede stap in",
    "second_step_dropped": "zette de tweede stap uit",
    "access_token_made": "gaf een programma toegang",
    "access_token_revoked": "nam een programma de toegang af",
    "sessions_ended": "meldde andere apparaten af",
    "signed_in": "meldde zich aan",
    "signed_out": "meldde zich af",
}
PROGRAM = "de computer"


def deed(action: str) -> str:
    """A deed in Dutch, of an action as the audit trail writes it: 'decided:note'."""
    kind, _, what = action.partition(":")
    if kind == "undone":
        return f"maakte ongedaan: {DEEDS.get(what, what)}"
    return DEEDS.get(what, what) if kind == "decided" else OTHER.get(action, action)


def doer(actor: str) -> str:
    """Who did it; the program has no name of its own."""
    return actor or PROGRAM
