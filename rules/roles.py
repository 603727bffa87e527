"""Who may do what: the roles of those who sign in."""

from enum import StrEnum


class Role(StrEnum):
    """What an account is for; each may do all that those before it may."""

    READER = "reader"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


ORDER = tuple(Role)


def may_act_as(role: Role, needed: Role) -> bool:
    """Whether a role holds the rights of another."""
    return ORDER.index(role) >= ORDER.index(needed)
