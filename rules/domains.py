"""For which municipalities a mail domain speaks."""

from collections.abc import Iterator

from rules.registry import Organisation, Registry


class Domains:
    """Tells municipalities by the domain of an address, given what the ministry knows."""

    def __init__(self, registry: Registry) -> None:
        self._names = {each.name for each in registry.municipalities}
        self._by_domain = {each.domain.lower(): each for each in registry.municipalities}
        self._by_code = {each.code: each for each in registry.municipalities}
        self._organisations = {each.domain.lower(): each for each in registry.organisations}

    def senders(self, domain: str) -> tuple[list[str], list[str]]:
        """The municipality whose own domain it is, and the members of a service's domain."""
        for candidate in parents(domain):
            organisation = self._organisations.get(candidate)
            municipality = self._by_domain.get(candidate)
            if organisation is not None:
                members = self._members(organisation)
                own = [municipality.name] if municipality else members[:1] * (len(members) == 1)
                return own, members
            if municipality is not None:
                return [municipality.name], []
        return [], []

    def _members(self, organisation: Organisation) -> list[str]:
        codes = (code for code in organisation.municipality_codes if code in self._by_code)
        return [self._by_code[code].name for code in codes]

    def namesakes_of_province(self, domain: str) -> list[str]:
        """The towns that have the name of the province that a domain belongs to."""
        found = (self._organisations.get(each) for each in parents(domain))
        names = [each.name for each in found if each and not each.municipality_codes]
        words = {word for each in names for word in each.split()}
        return [name for name in self._names if name in words] if words else []

    def is_public_body(self, domain: str) -> bool:
        """Whether a domain is of a municipality, province or the like."""
        return any(
            each in self._by_domain or each in self._organisations for each in parents(domain)
        )


def parents(domain: str) -> Iterator[str]:
    """The domain and those above it: mail.zeist.nl, zeist.nl."""
    labels = domain.lower().split(".")
    for at in range(max(1, len(labels) - 1)):
        yield ".".join(labels[at:])
