from intake.mailbox.protocol import UNORDERED, FolderState
from intake.mailbox.watch import Watch


class Folder:
    """A double of a mailbox with one folder, that records what it is asked."""

    def __init__(self, uids, uidvalidity=7, next_uid=1):
        self.held = uids
        self.uidvalidity = uidvalidity
        self.next_uid = next_uid
        self.asked = []

    def state(self, folder):
        return FolderState(folder, self.uidvalidity, self.next_uid, len(self.held))

    def uids(self, folder, since=1):
        self.asked.append(since)
        return [uid for uid in self.held if uid >= since]


def look(watch, folder, known=(), **options):
    return watch.unknown(folder, "INBOX", lambda uidvalidity: known, **options)


def test_the_first_look_compares_the_whole_folder():
    assert look(Watch(), Folder([1, 2, 5, 9]), known={1, 5}).uids == (2, 9)


def test_later_looks_start_after_the_last_mail():
    watch, folder = Watch(), Folder([1, 2, 9])
    watch.done(look(watch, folder))
    folder.held.append(10)
    assert look(watch, folder).uids == (10,)
    assert folder.asked == [1, 10]


def test_an_empty_folder_starts_at_what_the_server_will_give_next():
    watch, folder = Watch(), Folder([], next_uid=12)
    watch.done(look(watch, folder))
    look(watch, folder)
    assert folder.asked == [1, 12]


def test_a_look_without_news_does_not_step_back():
    watch, folder = Watch(), Folder([1, 9])
    watch.done(look(watch, folder))
    watch.done(look(watch, folder))
    look(watch, folder)
    assert folder.asked == [1, 10, 10]


def test_a_look_at_the_whole_gives_what_was_missed_and_all_that_is_there():
    watch, folder = Watch(), Folder([1, 2, 3])
    watch.done(look(watch, folder))
    unknown = look(watch, folder, known={1, 3}, whole=True)
    assert unknown.uids == (2,)
    assert unknown.present == {1, 2, 3}


def test_another_uidvalidity_starts_anew():
    watch, folder = Watch(), Folder([1, 2, 3])
    watch.done(look(watch, folder))
    folder.uidvalidity = 8
    assert look(watch, folder).uids == (1, 2, 3)


def test_without_uidvalidity_or_order_every_look_is_at_the_whole():
    for folder in (Folder([1, 2], uidvalidity=0), Folder([1, 2], next_uid=UNORDERED)):
        watch = Watch()
        watch.done(look(watch, folder))
        look(watch, folder)
        assert folder.asked == [1, 1]


def test_what_another_process_took_in_between_two_looks_is_not_fetched_again():
    watch, folder = Watch(is_alone=False), Folder([1, 2])
    watch.done(look(watch, folder, known={1, 2}))
    folder.held += [3, 4]
    assert look(watch, folder, known={1, 2, 3}).uids == (4,)
