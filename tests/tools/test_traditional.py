"""From simplified to traditional Chinese: words before characters, and names that keep their words."""

import re

import pytest
from opencc import OpenCC

from tools import traditional
from tools.rulebook_texts import chinese_texts, names
from tools.traditional import QUOTES, characters, convert, told
from tools.translations import collect, entries, rulebook_texts

PLACES = re.compile(r"%\(\w+\)s|%\(\w+\)d|\{\w+\}|<[^>]*>")


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("短信里的链接", "簡訊裡的連結"),
        ("账本里的账单", "帳本裡的帳單"),
        ("3天后回复", "3天後回覆"),
        ("不要签还款协议", "不要簽還款協議"),
        ("其他出借机构的名字", "其他出借機構的名字"),
        ("没有采用", "沒有採用"),
        ("提到诉讼或法律程序", "提到訴訟或法律程序"),
        ("“全部结清”", "「全部結清」"),
        ("离这里三公里", "離這裡三公里"),
    ],
)
def test_words_are_those_of_the_reader(simplified, expected):
    assert convert(simplified) == expected


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("见《个人信息保护法》第六条，个人信息", "見《個人信息保護法》第六條，個人資料"),
        ("《网络数据安全管理条例》", "《網絡數據安全管理條例》"),
    ],
)
def test_the_name_of_a_law_changes_its_characters_only(simplified, expected):
    assert convert(simplified) == expected


def test_a_name_of_the_rulebook_keeps_its_words():
    assert characters("反电信网络诈骗法") == "反電信網絡詐騙法"


def test_latin_words_keep_their_distance_from_chinese_ones():
    assert convert("用二维码，安卓手机扫码复制") == "用 QR Code，Android 手機掃描 QR Code 複製"


def test_the_longest_word_counts():
    assert convert("数据文件夹、数据、文件夹") == "資料目錄、資料、資料夾"


def test_a_line_by_hand_goes_before_the_tables():
    assert told("英语") == traditional.texts()["英语"] != convert("英语")


def test_a_line_by_hand_whose_text_is_gone_is_dropped(tmp_path, monkeypatch):
    file = tmp_path / "texts.toml"
    file.write_text('# why\n"旧文" = "舊文"\n"状态|新文" = "新文字"\n', encoding="utf-8")
    monkeypatch.setattr(traditional, "TEXTS", file)
    traditional.prune({"状态|新文"})
    assert file.read_text(encoding="utf-8") == '# why\n"状态|新文" = "新文字"\n'


def test_what_is_filled_in_and_marked_up_stays_as_it_is():
    for text, context in entries(collect()):
        assert sorted(PLACES.findall(told(text, context))) == sorted(PLACES.findall(text))


def test_no_simplified_character_is_left():
    simplify, back = OpenCC("t2s"), OpenCC("s2tw")
    told_texts = [told(*key) for key in entries(collect())] + list(rulebook_texts().values())
    of_both = set("台准干群")  # in use on both sides
    left = {one for text in told_texts for one in text if simplify.convert(one) == one != back.convert(one)}
    assert left <= of_both


def test_quotation_marks_are_those_of_traditional_chinese():
    assert not [text for key in entries(collect()) if set(text := told(*key)) & set("“”‘’")]
    assert "“".translate(QUOTES) == "「"


def test_the_rulebook_speaks_traditional_chinese_in_full():
    assert rulebook_texts().keys() == {*chinese_texts(), *names()}
