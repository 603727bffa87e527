"""Each role may do what those before it may, and no more."""

import pytest

from rules.roles import Role, may_act_as


@pytest.mark.parametrize(
    ("role", "needed", "may"),
    [
        (Role.READER, Role.READER, True),
        (Role.READER, Role.OFFICER, False),
        (Role.OFFICER, Role.READER, True),
        (Role.OFFICER, Role.COORDINATOR, False),
        (Role.COORDINATOR, Role.OFFICER, True),
        (Role.ADMINISTRATOR, Role.COORDINATOR, True),
        (Role.COORDINATOR, Role.ADMINISTRATOR, False),
    ],
)
def test_a_role_holds_the_rights_of_those_before_it(role, needed, may):
    assert may_act_as(role, needed) is may
