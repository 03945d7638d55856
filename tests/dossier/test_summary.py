import json
from datetime import UTC, datetime

import pytest

from debts.dossier.summary import LenderPart, document_as_json, summary_file_name
from tests.dossier.summaries import message, summary


def test_the_json_says_what_it_is_before_anything_else():
    read = json.loads(document_as_json(summary("请还款")))
    assert list(read)[:3] == ["format", "version", "language"]
    assert (read["format"], read["version"]) == ("jieqing-dispute-summary", 1)


def test_sums_are_decimal_strings_and_times_carry_their_offset():
    loan = json.loads(document_as_json(summary()))["loans"][0]
    assert loan["principal"] == "10000.00"
    assert loan["settlement"]["settled_at"] == "2024-01-10T15:20:00+08:00"
    assert loan["drawn_on"] == "2023-01-05"


@pytest.mark.parametrize("text", ["还\x00款", "\ud83d 半个表情", "右\u202e左", "😀", '"引号" \\ 反斜线', ""])
def test_any_text_comes_back_from_the_json_to_the_letter(text):
    written = document_as_json(summary(text)).encode()
    assert json.loads(written)["messages"][0]["text"] == text


def test_a_time_that_nobody_knows_is_null_and_not_today():
    document = summary(messages=(message("请还款", received_at=None),))
    assert json.loads(document_as_json(document))["messages"][0]["received_at"] is None


def test_a_summary_is_not_made_at_a_moment_without_a_zone():
    with pytest.raises(ValueError, match="aware"):
        summary(made_at=datetime(2026, 11, 22))


def test_the_file_is_named_after_the_lender_and_the_day():
    assert summary_file_name(summary()) == "争议摘要-招联金融-2026-11-22.pdf"
    assert summary_file_name(summary(language="en")) == "dispute-summary-招联金融-2026-11-22.pdf"


def test_a_lender_named_like_a_path_cannot_leave_the_folder():
    named_like_a_path = summary(lender=LenderPart('../../etc/"贷"\r\n:*?\u202e'))
    assert summary_file_name(named_like_a_path) == "争议摘要-etc贷-2026-11-22.pdf"


def test_a_lender_with_nothing_to_name_a_file_after_is_left_out():
    assert summary_file_name(summary(lender=LenderPart("···"))) == "争议摘要-2026-11-22.pdf"


def test_the_day_in_the_name_is_the_owners_day():
    late = summary(made_at=datetime(2026, 11, 22, 20, 0, tzinfo=UTC))
    assert summary_file_name(late) == "争议摘要-招联金融-2026-11-23.pdf"
