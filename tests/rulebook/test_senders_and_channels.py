"""What a number looks like, and where a case can be taken."""

import pytest

from debts.rulebook import LenderKind, describe_sender, load_rulebook, plain_number

BOOK = load_rulebook()


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("10690000123", "sms-1069"),
        ("1066123456", "sms-1066"),
        ("1068888888", "sms-106"),
        ("95588", "enterprise-95"),
        ("9612345", "enterprise-96"),
        ("96110", "anti-fraud-96110"),
        ("400-820-5555", "shared-cost-400"),
        ("13800000000", "mobile"),
        ("+86 138 0000 0000", "mobile"),
        ("008613800000000", "mobile"),
        ("＋８６１３８００００００００", "mobile"),
        ("（021）38784988", "landline"),
        ("+852 9123 4567", "abroad"),
        ("0085291234567", "abroad"),
        ("12368", "hotline-12368"),
        ("12345", "hotline-12xxx"),
        ("10086", "carrier"),
    ],
)
def test_a_number_is_described_by_its_shape(number, found):
    described = describe_sender(BOOK, number)
    assert described is not None
    assert described.id == found


@pytest.mark.parametrize("number", ["", "招联金融", "com.eg.android.AlipayGphone", "12", "1380000000", "138000000001"])
def test_what_has_no_known_shape_is_not_described(number):
    assert describe_sender(BOOK, number) is None


def test_only_calls_from_abroad_are_marked_so():
    assert [one.id for one in BOOK.number_ranges if one.is_abroad] == ["abroad"]


def test_a_number_is_stripped_of_separators():
    assert plain_number("+86-400 820.5555") == "4008205555"


def test_the_lender_itself_comes_first_for_everybody():
    for kind in (None, *LenderKind):
        assert next(one for one in BOOK.channels if one.takes(kind)).id == "lender"


def test_a_microloan_company_is_not_taken_to_the_banking_hotline():
    channels = {channel.id for channel in BOOK.channels if channel.takes(LenderKind.MICROLOAN)}
    assert "local-12345" in channels
    assert "nfra-12378" not in channels
    assert "pbc-12363" not in channels


def test_a_bank_is_taken_to_the_banking_hotline():
    channels = {channel.id for channel in BOOK.channels if channel.takes(LenderKind.BANK)}
    assert "nfra-12378" in channels
    assert "local-12345" not in channels


def test_days_for_data_requests_are_yardsticks_and_no_law():
    limits = {limit.id: limit for limit in BOOK.channel("lender").limits}
    assert limits["decision"].is_statutory
    assert not limits["data-request-15"].is_statutory
    assert not limits["data-request-30"].is_statutory


def test_an_objection_to_a_credit_report_is_answered_within_twenty_days():
    (limit,) = BOOK.channel("credit-objection").limits
    assert (limit.days, limit.is_working_days, limit.citation) == (20, False, "credit-regulation-25")
