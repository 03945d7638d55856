import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import sans_path, serif_path

from debts.dossier.glyphs import PIECE, UNBROKEN, coverage, is_visible, visible

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def runs(text):
    shown = visible(text)
    return [shown] if isinstance(shown, str) else shown["runs"]


def codes(text):
    return [run["code"] for run in runs(text) if not isinstance(run, str) and "code" in run]


def printed(run):
    if isinstance(run, str):
        return run
    if "piece" in run:
        return run["piece"]
    return bytes.fromhex(run["code"].removeprefix("U+").zfill(8)).decode("utf-32-be", "surrogatepass")


@pytest.mark.parametrize(
    "text", ["【招联金融】您已逾期3天，应还1,234.56元。", "第一行\n第二行", "全角\u3000空格", "～·•—…￥①", ""]
)
def test_an_ordinary_message_is_left_as_it_is(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("谢谢😀", "U+1F600"),
        ("空\x00字节", "U+0000"),
        ("制\t表", "U+0009"),
        ("半\ud83d个", "U+D83D"),
        ("反\u202e转", "U+202E"),
        ("零\u200b宽", "U+200B"),
        ("无断\u00a0空格", "U+00A0"),
        ("مر", "U+0645"),
        ("变体\ufe0f", "U+FE0F"),
        ("填充\u3164符", "U+3164"),
        ("私用\ue000区", "U+E000"),
        ("回\r车", "U+000D"),
    ],
)
def test_what_would_not_be_seen_is_shown_by_its_number(text, code):
    assert code in codes(text)


def test_a_radical_that_looks_like_the_number_one_is_told_apart():
    assert codes("⼀一") == ["U+2F00"]


def test_the_two_line_endings_are_one():
    assert visible("一\r\n二") == "一\n二"


def test_a_fullwidth_letter_stays_because_it_looks_different():
    assert visible("ＡＢＣ１２３") == "ＡＢＣ１２３"


@pytest.mark.parametrize("text", ["x" * 300, "。" * 300, "https://a.example/" + "9" * 300])
def test_a_long_unbroken_string_gets_places_to_break(text):
    pieces = [run["piece"] for run in runs(text) if not isinstance(run, str)]
    assert len(pieces) >= 300 // PIECE
    assert all(len(piece) <= PIECE for piece in pieces)


def test_eleven_digits_of_a_telephone_stay_in_one_piece():
    assert visible("13800000000") == "13800000000"


@given(ANY_TEXT)
def test_nothing_is_lost_and_nothing_unseen_is_left(text):
    assert "".join(map(printed, runs(text))) == text.replace("\r\n", "\n")
    plain = [printed(run) for run in runs(text) if isinstance(run, str) or "piece" in run]
    assert all(map(is_visible, "".join(plain)))


@given(ANY_TEXT)
def test_no_run_is_too_long_to_break(text):
    assert not any(UNBROKEN.search(run) for run in runs(text) if isinstance(run, str))


def test_both_fonts_know_the_characters_of_a_demand():
    for font in (sans_path(), serif_path()):
        assert all(coverage(font).glyph(character) for character in "结清催收欠款逾期ABC123")
        assert coverage(font).glyph("😀") is None


def test_a_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "not-a-font.otf"
    path.write_bytes(b"OTTO" + bytes(60))
    with pytest.raises(ValueError, match=r"not-a-font\.otf"):
        coverage(path)
