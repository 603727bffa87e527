"""A mail goes through the daemon: each event about it carries its name, and none a word of it."""

import hashlib
import json
import signal

from tests.system.mails import with_attachment

ABOUT_MAILS = {"antivirus_away", "filed", "read_plainly", "set_aside"}
WORDS = ("gemeente@example.nl", "gemeente", "Brief", "brief.txt", "bijlage", "example.nl")


def test_the_way_of_a_mail_can_be_followed_in_the_log(installation, dovecot, tmp_path):
    mails = [with_attachment(number) for number in (1, 2, 3)]
    names = sorted(hashlib.sha256(raw).hexdigest()[:12] for raw in mails)
    dovecot.append(mails)
    installation.settings["antivirus"] = {"socket": str(tmp_path / "nobody-listens")}
    program = installation.start()
    program.wait_for("filed", times=3)
    assert program.end(signal.SIGTERM) == 0

    events = [json.loads(line) for line in program.lines]
    assert sorted(name for each in events for name in each.get("mails", [])) == names
    found = [each for each in events if each["event"] in ABOUT_MAILS]
    assert sorted(each["mail"] for each in found if each["event"] == "filed") == names
    assert sorted(each["mail"] for each in found if each["event"] == "antivirus_away") == names
    assert len(found) == 6
    told = "\n".join(program.lines)
    assert [word for word in WORDS if word in told] == []
