"""A sealed file: opened by its key alone, from any place, and not at all where a byte of it is another."""

import io
import secrets

import pytest

from debts.sealed_files.form import HEADER, PIECE, CannotOpen, Opened, header_of, mark_of, sealed

KEY, OTHER = bytes(32), bytes([1] * 32)
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7]


def seal(plain, key=KEY):
    return b"".join(sealed(io.BytesIO(plain), key))


def opened(kept, *keys):
    return io.BufferedReader(Opened(io.BytesIO(kept), keys or (KEY,)))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens_again(size):
    plain = secrets.token_bytes(size)
    assert opened(seal(plain)).read() == plain


def test_nothing_of_it_can_be_read_without_the_key():
    kept = seal(b"settlement certificate of Xu Dajiang" * 100)
    assert b"Xu Dajiang" not in kept
    with pytest.raises(CannotOpen):
        opened(kept, OTHER)


def test_an_older_key_opens_what_it_sealed():
    assert opened(seal(b"older", OTHER), KEY, OTHER).read() == b"older"


def test_the_same_bytes_look_different_each_time():
    assert seal(b"the same") != seal(b"the same")


@pytest.mark.parametrize("place", [0, 5, PIECE - 2, PIECE, 2 * PIECE + 9])
def test_it_is_read_from_any_place(place):
    plain = secrets.token_bytes(2 * PIECE + 100)
    file = opened(seal(plain))
    file.seek(place)
    assert file.read(50) == plain[place : place + 50]


def test_its_length_is_known_without_reading_it():
    assert opened(seal(bytes(PIECE + 3))).seek(0, io.SEEK_END) == PIECE + 3


@pytest.mark.parametrize("place", [HEADER - 1, HEADER, HEADER + PIECE + 20, -1])
def test_a_byte_that_was_changed_is_noticed(place):
    kept = bytearray(seal(bytes(2 * PIECE)))
    kept[place] ^= 1
    with pytest.raises(CannotOpen):
        opened(bytes(kept)).read()


@pytest.mark.parametrize("cut", [1, 100, PIECE + 16])
def test_an_end_that_was_cut_off_is_noticed(cut):
    with pytest.raises(CannotOpen):
        opened(seal(bytes(2 * PIECE))[:-cut]).read()


def test_pieces_that_changed_places_are_noticed():
    kept, size = seal(secrets.token_bytes(3 * PIECE)), PIECE + 16
    first, second, rest = (
        kept[HEADER : HEADER + size],
        kept[HEADER + size : HEADER + 2 * size],
        kept[HEADER + 2 * size :],
    )
    with pytest.raises(CannotOpen):
        opened(kept[:HEADER] + second + first + rest).read()


@pytest.mark.parametrize("plain", [b"", b"%PDF-1.7", b"jieqing"])
def test_what_is_not_sealed_has_no_header(plain):
    assert header_of(io.BytesIO(plain)) is None


def test_the_header_names_its_key_and_gives_nothing_of_it_away():
    assert header_of(io.BytesIO(seal(b"x"))).mark == mark_of(KEY)
    assert mark_of(KEY) not in KEY
