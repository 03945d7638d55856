"""The drawing of a score: bars that hang together, inside the drawing, on one scale."""

import itertools
from dataclasses import replace

import pytest

from debts.web.waterfall import LEFT, RIGHT, draw, scale_of
from tests.dossier.explained import explained

DEMAND = "【招联金融】张三，您的好期贷已逾期15天，欠款916.80元，请于3月12日前还清。"
BY_CONTRACT = "【招联金融】张三，您合同号ZL20250610002的借款已逾期，请尽快还款。"


def drawings(text):
    weighed = explained(text).weighed
    return [draw(one, scale_of(weighed)) for one in weighed]


def test_each_bar_begins_where_the_one_before_it_ended():
    bars = drawings(DEMAND)[0].bars
    assert bars[0].x == LEFT
    assert all(bar.x + bar.width == after.x for bar, after in itertools.pairwise(bars))
    assert all(bar.y < after.y for bar, after in itertools.pairwise(bars))


def test_the_longest_score_fills_the_drawing_and_no_bar_leaves_it():
    taken, out = drawings(BY_CONTRACT)
    assert LEFT + taken.total_width == RIGHT
    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT for bar in (*taken.bars, *out.bars))


def test_a_veto_leads_back_to_nothing():
    out = drawings(BY_CONTRACT)[1]
    assert (out.bars[-1].x, out.bars[-1].width > 0, out.total_width) == (LEFT, True, 0)


def test_the_last_row_is_the_whole():
    taken = drawings(DEMAND)[0]
    assert taken.total_y == len(taken.bars) * (taken.bars[1].y - taken.bars[0].y)
    assert taken.height > taken.total_top


@pytest.mark.parametrize("steps", [(), "without weights"])
def test_without_points_there_is_nothing_to_draw(steps):
    one = explained(DEMAND).weighed[0]
    parts = () if steps == () else tuple(replace(step, weight=None, start=0, end=0) for step in one.steps)
    assert draw(replace(one, steps=parts), 100) is None
    assert scale_of([]) == 0
    assert draw(one, 0) is None
