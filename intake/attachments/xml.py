"""XML out of mail: no entities, no network, no document type, bounded."""

from lxml import etree

from intake.attachments.extract import Reason, UnreadableError


def parse(data: bytes) -> etree._Element:
    """The root element."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    # Office files have none; one that has declares entities, which is an attack.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(Reason.DAMAGED)
    return root
