"""The short ways to the canonical form give what the long one gives."""

from hypothesis import given
from hypothesis import strategies as st

from debts.evidence.canonical import canonical_json, form_of_list, form_of_texts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(TEXTS, max_size=6))
def test_a_list_of_texts(texts):
    assert form_of_list(texts) == canonical_json(texts)


@given(st.dictionaries(st.sampled_from(["at", "batch", "sender", "sent_at", "text"]), TEXTS))
def test_a_record_of_texts(record):
    assert form_of_texts(dict(sorted(record.items()))) == canonical_json(record)
