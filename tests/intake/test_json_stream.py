"""Reading JSON member by member comes to the same as reading it at once, wherever a piece of the stream ends."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debts.intake import json_stream
from debts.intake.json_stream import members
from debts.intake.values import ProblemCode, RefusedError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, whatever is asked for."""

    def read(self, size=-1):
        return super().read(min(size, 3))


def read(content, lists=("long",), limit=10_000):
    return list(members(Trickle(content), lists, limit))


def put_together(found):
    whole = {}
    for name, place, value in found:
        if place is None:
            whole[name] = value
        else:
            whole.setdefault(name, []).append(value)
            assert len(whole[name]) == place + 1
    return whole


@given(st.dictionaries(st.text(max_size=4), VALUES), st.lists(VALUES, min_size=1), st.sampled_from([None, 1]))
def test_all_of_it_arrives_as_it_is_and_in_its_order(rest, items, indent):
    whole = {**rest, "long": items}
    content = json.dumps(whole, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")
    assert put_together(read(content)) == whole


def test_of_a_long_list_each_item_comes_alone():
    assert read(b'{"a": [1], "long": [1, [2]], "b": 12}') == [
        ("a", None, [1]),
        ("long", 0, 1),
        ("long", 1, [2]),
        ("b", None, 12),
    ]


def test_what_should_be_a_long_list_and_is_none_comes_whole():
    assert read(b'{"long": {"a": 1}}') == [("long", None, {"a": 1})]


@pytest.mark.parametrize("content", [b"[1]", b"12", b"{}", b'{"long": []}', b" {} \n"])
def test_what_holds_nothing_of_the_kind_has_no_members(content):
    assert read(content) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a"',
        b'{"a":',
        b'{"a": 1',
        b'{"a": 1,}',
        b'{"long": [1',
        b'{"long": [1,]}',
        b"{1: 2}",
        b"{} x",
        b"tru",
        b'{"a": 1.}',
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content):
    with pytest.raises(ValueError, match=r"character \d+"):
        read(content)


def test_a_name_that_stands_twice_is_refused_wherever_it_does():
    for content in (b'{"a": 1, "a": 2}', b'{"long": [{"a": 1, "a": 2}]}'):
        with pytest.raises(RefusedError) as refused:
            read(content)
        assert refused.value.code is ProblemCode.DUPLICATE_KEY


def test_more_bytes_than_may_be_are_not_read():
    assert read(b'{"a": 12}', limit=9) == [("a", None, 12)]
    with pytest.raises(RefusedError) as refused:
        read(b'{"a": 123}', limit=9)
    assert refused.value.code is ProblemCode.TOO_LARGE


def test_one_value_may_be_only_so_long(monkeypatch):
    monkeypatch.setattr(json_stream, "LONGEST", 20)
    assert read(b'{"long": ["0123456789", "0123456789"]}')[1] == ("long", 1, "0123456789")
    with pytest.raises(RefusedError) as refused:
        read(b'{"long": ["0123456789012345678901234567"]}')
    assert refused.value.code is ProblemCode.TOO_LARGE
