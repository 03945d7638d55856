"""What a screen says about times is taken by the day of the picture; without that day nothing is guessed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from debts.intake.drafts import SkippedCode
from debts.intake.paste import split_paste
from debts.intake.paste_headers import read_header
from debts.intake.screenshots.drafts import Noted, day_in_name, items_of, moment_on, paste_of
from debts.intake.screenshots.types import Bubble, Text, Transcript

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 11, 1, 10, 0, tzinfo=ZONE)
MADE_ON = date(2024, 3, 6)


def moment(words, day):
    return moment_on(read_header(words).time, day=day, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    "words", ["昨天 10:22", "3月5日 周二 上午10:22", "3月5日10:22", "2024年3月5日 10:22", "周二 10:22"]
)
def test_times_are_seen_from_the_day_of_the_picture(words):
    assert moment(words, MADE_ON) == datetime(2024, 3, 5, 10, 22, tzinfo=ZONE)


def test_a_bare_clock_is_of_the_day_of_the_picture():
    assert moment("10:22", MADE_ON) == datetime(2024, 3, 6, 10, 22, tzinfo=ZONE)


@pytest.mark.parametrize("words", ["昨天 10:22", "3月5日 周二 上午10:22", "10:22", "周二 10:22"])
def test_without_that_day_such_times_stay_unknown(words):
    assert moment(words, None) is None


def test_a_full_date_needs_no_day_of_the_picture():
    assert moment("2024年3月5日 10:22", None) == datetime(2024, 3, 5, 10, 22, tzinfo=ZONE)


def test_the_owners_own_messages_are_left_out_and_counted():
    bubbles = (Bubble(Text("请还款"), (0, 0, 1, 1)), Bubble(Text("还了"), (0, 0, 1, 1), is_own=True))
    draft, own = items_of(Transcript("95118", bubbles), now=NOW, zone=ZONE)
    assert (draft.text, draft.sender, draft.received_at) == ("请还款", "95118", None)
    assert own.code is SkippedCode.SENT


@pytest.mark.parametrize("sender", ["", "10690000123456", "王经理", "Home Credit", "招联金融(客服)"])
@pytest.mark.parametrize("at", [None, datetime(2024, 3, 5, 10, 22, tzinfo=ZONE)])
def test_as_a_paste_they_are_the_same_messages_again(sender, at):
    noted = [
        Noted("【招联金融】您已逾期3天。\n回T退订", sender, at),
        Noted("再不还钱就上门", sender, at),
        Noted("好", sender),
    ]
    drafts = split_paste(paste_of(noted, ZONE), now=NOW, zone=ZONE).drafts
    assert [Noted(one.text, one.sender, one.received_at) for one in drafts] == noted


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Screenshot_2024-03-05-10-22-33.png", date(2024, 3, 5)),
        ("Screenshot_20240305_102233.jpg", date(2024, 3, 5)),
        ("微信图片_20240305102233.png", date(2024, 3, 5)),
        ("IMG_1234.PNG", None),
        ("Screenshot_20990305.png", None),
    ],
)
def test_the_name_of_a_picture_may_tell_its_day(name, day):
    assert day_in_name(name, NOW) == day
