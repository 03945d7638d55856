"""Among the lines of a screen: which are messages, whose they are, what time stands over them, who sent them."""

from debts.intake.screenshots.layout import transcribe
from debts.intake.screenshots.types import Line, Written

LEFT, RIGHT = (24, 0, 560, 0), (220, 0, 756, 0)
GREY, GREEN = (233, 233, 235), (52, 199, 89)


class Drawing:
    """A screen of 780 pixels, drawn from the top down."""

    def __init__(self):
        self.at, self.lines = 20, []

    def plain(self, text, left=300, height=30, step=60):
        box = (left, self.at, left + len(text) * height // 2, self.at + height)
        self.lines.append(Line(text, box, (1.0,) * len(text)))
        self.at += step
        return self

    def status(self):
        self.plain("9:41", left=40, step=0)
        return self.plain("5G 87%", left=640)

    def bubble(self, *rows, sides=LEFT, colour=GREY):
        patch = (sides[0], self.at, sides[2], self.at + 46 * len(rows) + 20)
        for number, row in enumerate(rows):
            top = self.at + 10 + 46 * number
            box = (sides[0] + 20, top, min(sides[0] + 20 + 32 * len(row), sides[2] - 20), top + 40)
            self.lines.append(Line(row, box, (1.0,) * len(row), patch, colour))
        self.at = patch[3] + 20
        return self

    def read(self):
        return transcribe(Written(780, 1600, tuple(self.lines)))


def texts(transcript):
    return [bubble.text.words for bubble in transcript.bubbles]


def test_the_clock_of_the_phone_and_the_field_to_type_in_are_no_messages():
    told = Drawing().status().plain("10690000123456").bubble("您已逾期三天").plain("短信/彩信", left=40).read()
    assert texts(told) == ["您已逾期三天"]
    assert list(told.asides) == ["9:41", "5G 87%", "短信/彩信"]


def test_the_title_says_who_sent():
    told = Drawing().status().plain("‹ 招联金融 ›", height=40).plain("昨天 10:22").bubble("您已逾期").read()
    assert told.sender == "招联金融"


def test_a_number_in_the_title_is_no_part_of_the_phones_own_line():
    assert Drawing().status().plain("95118").bubble("您已逾期").read().sender == "95118"


def test_a_picture_cut_out_of_a_screen_has_no_sender():
    assert Drawing().plain("3月5日 10:22").bubble("您已逾期三天了").read().sender == ""


def test_the_time_above_counts_until_the_next_one():
    told = Drawing().plain("昨天 10:22").bubble("一号消息").bubble("二号消息").plain("14:03").bubble("三号消息").read()
    assert [bubble.when for bubble in told.bubbles] == ["昨天 10:22", "昨天 10:22", "14:03"]


def test_a_time_below_each_message_belongs_to_the_one_above():
    told = Drawing().bubble("一号消息").plain("3月5日 10:22").bubble("二号消息").plain("3月6日 9:00").read()
    assert [bubble.when for bubble in told.bubbles] == ["3月5日 10:22", "3月6日 9:00"]


def test_what_stands_at_the_right_is_the_owners_own():
    told = Drawing().bubble("请今天还款").bubble("已经还了", sides=RIGHT, colour=GREEN).read()
    assert [bubble.is_own for bubble in told.bubbles] == [False, True]


def test_where_the_place_does_not_tell_the_colour_does():
    wide = (100, 0, 680, 0)
    told = Drawing().bubble("请今天还款", sides=wide).bubble("已经还了", sides=wide, colour=GREEN).read()
    assert [bubble.is_own for bubble in told.bubbles] == [False, True]


def test_without_bubbles_lines_that_stand_together_are_one_message():
    drawing = Drawing().plain("昨天 10:22", step=80)
    drawing.plain("【还呗】您本期账单508.20元，最后还款日为", left=20, step=36).plain("3月15日", left=20, step=120)
    assert len(drawing.plain("【招联】您已逾期", left=20).read().bubbles) == 2


def test_a_note_of_the_app_between_bubbles_is_put_aside_and_not_lost():
    told = Drawing().bubble("请今天还款").plain("对方已被拦截").bubble("再不还就上门").read()
    assert texts(told) == ["请今天还款", "再不还就上门"]
    assert "对方已被拦截" in told.asides
