"""Mails that machines send, as mail systems of many makers write them; the words are ours.

`REPORTS` and `ANSWERS` hold a name for the system and the bytes; `PEOPLE` mails that look like
one of them and that a person wrote.
"""

from email.message import EmailMessage

AT = "Thu, 9 Apr 2026 10:00:00 +0200"
LOST = "griffie@voorbeeldstad.nl"
ASKED = "Informatieverzoek opvangplekken (kenmerk 7473202)"
RFC_3464 = (
    f"Reporting-MTA: dns; mx.voorbeeldstad.nl\n\nFinal-Recipient: rfc822; {LOST}\n"
    "Action: {action}\nStatus: {status}\n"
)


def report(
    subject: str,
    text: str,
    *,
    sender: str = "MAILER-DAEMON@mx.voorbeeldstad.nl",
    action: str = "",
    status: str = "5.1.1",
    **headers: str,
) -> bytes:
    """A report of a server; with an action also in the form of RFC 3464."""
    made = mail(subject, text, sender=sender, **headers)
    if not action:
        return made.as_bytes()
    made.add_attachment(RFC_3464.format(action=action, status=status), subtype="x-status")
    raw = made.as_bytes().replace(b"Content-Disposition: attachment\n", b"")
    raw = raw.replace(b"text/x-status", b"message/delivery-status")
    return raw.replace(b"multipart/mixed;", b"multipart/report; report-type=delivery-status;", 1)


def mail(subject: str, text: str, *, sender: str = LOST, **headers: str) -> EmailMessage:
    """A mail; headers by keyword, `auto_submitted` for Auto-Submitted."""
    made = EmailMessage()
    made["Received"] = f"from mail.voorbeeldstad.nl by mx.minjenv.nl; {AT}"
    made["From"] = sender
    made["To"] = "ibt@minjenv.example"
    made["Subject"] = subject
    made["Message-ID"] = f"<{abs(hash((subject, text, sender)))}@voorbeeldstad.nl>"
    for name, value in headers.items():
        made[name.replace("_", "-").title()] = value
    made.set_content(text)
    return made


def answer(subject: str, text: str, **headers: str) -> bytes:
    """What a machine, or a person, answers."""
    return mail(subject, text, **headers).as_bytes()


def gone(words: str) -> str:
    return f"{words}\n\n  {LOST}\n    550 5.1.1 unknown user\n"


REPORTS = {
    "Postfix": report(
        "Undelivered Mail Returned to Sender",
        gone("This is the mail system at mx. Your message was not delivered:"),
        action="failed",
    ),
    "Postfix, delayed": report(
        "Delayed Mail (still being retried)",
        gone("Your message could not be delivered for four hours. It is tried again."),
        action="delayed",
        status="4.4.1",
    ),
    "Exim": report(
        "Mail delivery failed: returning message to sender",
        gone("A message that you sent could not be delivered to all of its recipients:"),
        sender="Mail Delivery System <Mailer-Daemon@mx.voorbeeldstad.nl>",
        x_failed_recipients=LOST,
        auto_submitted="auto-replied",
    ),
    "Exim, delayed": report(
        "Warning: message 1abcDE-0001-2f delayed 24 hours",
        gone("A message that you sent has not yet been delivered after 24 hours:"),
        sender="Mailer-Daemon@mx.voorbeeldstad.nl",
    ),
    "Exim, frozen": report(
        "Message 1abcDE-0001-2f frozen",
        "The message has been frozen; the sender cannot be told.",
        sender="mailer-daemon@mx.voorbeeldstad.nl",
    ),
    "sendmail": report(
        "Returned mail: see transcript for details",
        gone("The original message was received at Thu, 9 Apr 2026. Fatal errors for:"),
        action="failed",
    ),
    "sendmail, warning": report(
        "Warning: could not send message for past 4 hours",
        gone("THIS IS A WARNING MESSAGE ONLY. Deferred: connection timed out"),
        action="delayed",
    ),
    "qmail": report(
        "failure notice",
        f"Hi. This is the qmail-send program at mx.\n\n<{LOST}>:\nNo mailbox here by that name.\n",
        sender="MAILER-DAEMON@mx.voorbeeldstad.nl",
    ),
    "Exchange 2010, English": report(
        f"Undeliverable: {ASKED}",
        gone("Delivery has failed to these recipients or groups:"),
        sender="Microsoft Outlook <postmaster@voorbeeldstad.nl>",
        action="failed",
    ),
    "Exchange, Dutch": report(
        f"Onbestelbaar: {ASKED}",
        gone("De bezorging aan de volgende geadresseerden is mislukt:"),
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615@voorbeeldstad.nl>",
        action="failed",
    ),
    "Exchange, Dutch, without a status": report(
        f"Onbestelbaar: {ASKED}",
        gone("Uw bericht heeft een of meer geadresseerden niet bereikt."),
        sender="Systeembeheerder <systeem@voorbeeldstad.nl>",
    ),
    "Exchange Online": report(
        f"Undeliverable: {ASKED}",
        "Your message to griffie couldn't be delivered. It wasn't found at voorbeeldstad.nl.",
        sender="postmaster@voorbeeldstad.onmicrosoft.com",
        action="failed",
    ),
    "Exchange Online, Dutch": report(
        f"Onbestelbaar: {ASKED}",
        "Uw bericht aan griffie kan niet worden bezorgd. Het postvak is vol.",
        sender="postmaster@voorbeeldstad.onmicrosoft.com",
        action="failed",
        status="5.2.2",
    ),
    "Exchange, delayed, Dutch": report(
        f"Vertraagd: {ASKED}",
        "De bezorging van dit bericht is vertraagd. Er wordt opnieuw geprobeerd.",
        sender="postmaster@voorbeeldstad.nl",
        action="delayed",
    ),
    "Exchange, delivered": report(
        f"Delivered: {ASKED}",
        "Your message has been delivered to the following recipients:",
        sender="postmaster@voorbeeldstad.nl",
        action="delivered",
        status="2.0.0",
    ),
    "Exchange, relayed": report(
        f"Doorgestuurd: {ASKED}",
        "De bezorging is voltooid, maar de server gaf geen bericht van bezorging.",
        sender="postmaster@voorbeeldstad.nl",
        action="relayed",
    ),
    "Gmail": report(
        "Delivery Status Notification (Failure)",
        "Address not found. Your message wasn't delivered because the address couldn't be found.",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        action="failed",
        auto_submitted="auto-replied",
    ),
    "Gmail, delayed": report(
        "Delivery Status Notification (Delay)",
        "There was a temporary problem delivering your message. Gmail will retry for 46 hours.",
        sender="mailer-daemon@googlemail.com",
        action="delayed",
    ),
    "Yahoo": report(
        "Failure Notice",
        f"Sorry, we were unable to deliver your message to the following address.\n\n<{LOST}>:\n",
        sender="MAILER-DAEMON@yahoo.com",
    ),
    "Domino": report(
        "DELIVERY FAILURE: User griffie not listed in Domino Directory",
        gone("Your message could not be delivered because:"),
        sender="postmaster@voorbeeldstad.nl",
        action="failed",
    ),
    "GroupWise": report(
        "Message status - undeliverable",
        gone("The message that you sent was undeliverable to the following:"),
        sender="Mailer-Daemon@voorbeeldstad.nl",
    ),
    "Zimbra": report(
        "Undelivered Mail Returned to Sender",
        gone("I'm sorry to have to inform you that your message could not be delivered."),
        action="failed",
    ),
    "Kerio": report(
        "Delivery failure notification",
        gone("Your message has not been delivered to the following recipient:"),
        sender="postmaster@voorbeeldstad.nl",
    ),
    "MDaemon": report(
        "Permanent Delivery Failure",
        gone("The attached message had PERMANENT fatal delivery errors!"),
        sender="MDaemon@voorbeeldstad.nl",
        action="failed",
    ),
    "Courier": report(
        "NOTICE: mail delivery status.",
        gone("UNDELIVERABLE MAIL. Your message to the following recipients cannot be delivered:"),
        sender="courier@voorbeeldstad.nl",
        action="failed",
    ),
    "OpenSMTPD": report(
        "Delivery status notification: error",
        gone("Hi! This is the MAILER-DAEMON, please DO NOT REPLY to this email."),
        action="failed",
    ),
    "Amazon SES": report(
        "Delivery Status Notification (Failure)",
        gone("An error occurred while trying to deliver the mail to the following recipients:"),
        sender="MAILER-DAEMON@eu-west-1.amazonses.com",
        action="failed",
    ),
    "Proofpoint": report(
        "Undeliverable: message rejected by policy",
        gone("The following message was rejected by the policy of the recipient."),
        sender="postmaster@mx.voorbeeldstad.nl",
    ),
    "Mimecast": report(
        "[Postmaster] Email Delivery Failure",
        gone("This is an automatically generated message. Your e-mail could not be delivered."),
        sender="Postmaster <postmaster@voorbeeldstad.nl>",
    ),
    "Dutch gateway": report(
        "Bericht niet afgeleverd",
        gone("Uw bericht kon niet worden afgeleverd aan:"),
        sender="mailgateway@voorbeeldstad.nl",
    ),
    "Dutch gateway, too large": report(
        "Uw bericht kon niet worden bezorgd: te groot",
        gone("Uw bericht is groter dan deze ontvanger toestaat."),
        sender="noreply@voorbeeldstad.nl",
    ),
    "virus filter": report(
        "Mail delivery blocked",
        gone("Your message was blocked as an attachment of it is not allowed."),
        sender="postmaster@voorbeeldstad.nl",
    ),
    "empty return path": report(
        "Returned mail: user unknown", gone("unknown user:"), return_path="<>"
    ),
}
AWAY = "Ik ben afwezig van 6 tot en met 20 april 2026. Bij vragen belt u het secretariaat."
ANSWERS = {
    "Exchange, Dutch": answer(
        f"Automatisch antwoord: {ASKED}",
        AWAY,
        auto_submitted="auto-generated",
        x_auto_response_suppress="All",
    ),
    "Exchange, English": answer(
        f"Automatic reply: {ASKED}", "I am out of the office.", auto_submitted="auto-generated"
    ),
    "Exchange, without its headers": answer(f"Automatisch antwoord: {ASKED}", AWAY),
    "Outlook of old": answer(f"Out of Office: {ASKED}", "I am away until 20 April."),
    "Outlook of old, autoreply": answer(f"Out of Office AutoReply: {ASKED}", "I am away."),
    "Exchange, German": answer(
        f"Automatische Antwort: {ASKED}", "Ich bin nicht im Haus.", auto_submitted="auto-generated"
    ),
    "Gmail": answer(
        f"Re: {ASKED}", AWAY, auto_submitted="auto-replied", precedence="bulk", x_autoreply="yes"
    ),
    "Apple Mail": answer(f"Re: {ASKED}", AWAY, auto_submitted="auto-replied (vacation)"),
    "vacation(1)": answer(
        "away from my mail", "I will not be reading my mail.", auto_submitted="auto-replied"
    ),
    "Sieve": answer(f"Auto: {ASKED}", AWAY, auto_submitted="auto-replied (vacation)"),
    "cPanel": answer(f"Autoreply: {ASKED}", AWAY, x_autoreply="yes"),
    "GroupWise": answer(f"Afwezig: {ASKED}", AWAY),
    "Notes": answer(f"Griffie is niet aanwezig: {ASKED}", AWAY),
    "Zimbra": answer(f"Re: {ASKED}", AWAY, auto_submitted="auto-replied (zimbra; vacation)"),
    "Roundcube": answer(f"Afwezigheidsbericht: {ASKED}", AWAY),
    "a person's own words": answer(f"Re: {ASKED}", f"Beste afzender,\n\n{AWAY}\n\nGroet, Jan"),
    "leave": answer("Ik ben er even niet", "Ik ben met verlof tot 1 mei. Mijn mail wordt bewaard."),
    "no longer there": answer(
        "Niet meer werkzaam bij de gemeente",
        "Dit postvak wordt niet meer gelezen. Mail naar info@voorbeeldstad.nl.",
    ),
    "maternity": answer(f"Re: {ASKED}", "Ik ben met zwangerschapsverlof tot 1 september."),
    "holiday": answer(
        f"Re: {ASKED}", "Op dit moment ben ik op vakantie. Dit is een automatisch antwoord."
    ),
    "receipt of a desk": answer(
        "Ontvangstbevestiging",
        "Wij hebben uw e-mail ontvangen. U krijgt binnen vijf werkdagen antwoord.",
    ),
    "receipt, thanked": answer(
        "Bedankt voor uw bericht",
        "Wij hebben uw bericht in goede orde ontvangen.",
        precedence="bulk",
    ),
    "receipt by number": answer(
        "Uw bericht is ontvangen (Z-2026-0042)", "Uw bericht is geregistreerd onder Z-2026-0042."
    ),
    "TOPdesk": answer(
        "Melding M2604 0123 aangemaakt",
        "Dit is een automatisch gegenereerd bericht. Uw melding is geregistreerd.",
        auto_submitted="auto-generated",
    ),
    "Zaaksysteem": answer(
        "Bevestiging van ontvangst",
        "Uw brief is door ons ontvangen en geregistreerd onder zaaknummer 2026-12.",
    ),
    "Freshdesk": answer(
        "Ticket ontvangen - informatieverzoek",
        "Dit is een automatische bevestiging.",
        auto_submitted="auto-generated",
    ),
    "Zendesk": answer(
        "[Verzoek ontvangen] Informatieverzoek",
        "Uw verzoek (12345) is ontvangen en wordt bekeken.",
        auto_submitted="auto-generated",
        x_auto_response_suppress="All",
    ),
    "OTRS": answer(
        "[Ticket#2026040910000012] RE: Informatieverzoek",
        "Wij hebben uw e-mail ontvangen en geregistreerd.",
        precedence="bulk",
        auto_submitted="auto-replied",
    ),
    "read receipt": answer(
        f"Gelezen: {ASKED}",
        "Uw bericht is gelezen op donderdag 9 april 2026.",
        auto_submitted="auto-replied",
    ),
    "challenge": answer(
        "Please confirm your message",
        "To deliver your message, reply to this mail.",
        auto_submitted="auto-replied",
    ),
    "list": answer(
        "Uw bericht aan de lijst wacht op goedkeuring",
        "Uw bericht wacht op een beheerder.",
        auto_submitted="auto-generated",
        precedence="list",
    ),
}
PLACES = (
    "De gemeente Ede realiseert 120 opvangplaatsen. De bouw is begonnen; de locatie opent op "
    "1 oktober 2026. Nu zijn er 40 plaatsen gerealiseerd."
)
PEOPLE = {
    "a reply": answer(f"RE: {ASKED}", PLACES),
    "a reply of a postmaster's own hand": answer(
        "Onze reactie", PLACES, sender="Griffie <post@voorbeeldstad.nl>"
    ),
    "a reply that says who is away": answer(
        f"RE: {ASKED}",
        f"De wethouder is tot 20 april afwezig; daarom teken ik.\n\n{PLACES}",
    ),
    "a reply that quotes an absence": answer(
        f"RE: {ASKED}", f"{PLACES}\n\n> Automatisch antwoord: ik ben afwezig tot 20 april.\n"
    ),
    "a question on delivery": answer(
        "Bezorging van uw brief",
        "Uw brief van 9 april is niet bezorgd bij ons college. Kunt u hem opnieuw sturen?",
    ),
    "a question": answer(f"Vraag over {ASKED}", "Geldt de termijn ook voor AMV-plekken?"),
    "more time": answer(
        "Verzoek om uitstel", "Wij vragen u om uitstel tot 1 juli 2026 voor onze reactie."
    ),
    "a notification": answer(
        "Melding artikel 8",
        f"Hierbij melden wij dat wij niet tijdig aan de taak kunnen voldoen. {PLACES}",
    ),
    "no at Auto-Submitted": answer(f"RE: {ASKED}", PLACES, auto_submitted="no"),
    "sent by a program": answer(f"RE: {ASKED}", PLACES, x_mailer="Zaaksysteem 4.2"),
    "a subject that mentions delay": answer("Vertraging bij de bouw van de opvang", PLACES),
    "a subject that mentions failure": answer("Mislukte aanbesteding opvanglocatie", PLACES),
    "a new contact": answer(
        "Ander adres",
        "Graag mailt u voortaan naar griffie@voorbeeldstad.nl in plaats van naar mij.",
    ),
}
