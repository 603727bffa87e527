"""A case has its mails in order of receipt."""

from rules.cases import in_order
from tests.rules.cases import REPLY, mail


def test_mails_of_one_second_keep_their_order():
    one, two = mail(1, 20, [REPLY]), mail(2, 20, [REPLY])
    assert in_order([two, one]) == (one, two)
