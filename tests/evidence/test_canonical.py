"""The short way to the canonical form of a text gives what the long one gives."""

from hypothesis import given
from hypothesis import strategies as st

from debts.evidence.canonical import canonical_json, text_form

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXTS)
def test_a_text(text):
    assert text_form(text) == canonical_json(text)
