"""Sheets kept in memory: found again, and bounded."""

from debts.dossier.sheet_cache import SheetCache


def test_what_was_kept_is_found_again():
    cache = SheetCache(room=100)
    cache.keep("a", "about a", (b"12", b"34"))
    assert cache.recall("a") == ("about a", (b"12", b"34"))
    assert cache.recall("b") is None


def test_beyond_its_room_the_least_used_is_forgotten():
    cache = SheetCache(room=100)
    for key in "abcd":
        cache.keep(key, key, (bytes(25),))
    cache.recall("a")
    cache.keep("e", "e", (bytes(25),))
    assert [key for key in "abcde" if cache.recall(key)] == ["a", "c", "d", "e"]


def test_what_would_drive_out_all_others_is_not_kept():
    cache = SheetCache(room=100)
    cache.keep("a", "a", (bytes(26),))
    assert cache.recall("a") is None
