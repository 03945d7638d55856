"""The calendar behind a secret address: what it shows, what it keeps to itself, and when the address is dead."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from icalendar import Calendar

from debts.actions import set_profile, settle
from debts.models import ApiToken, Loan
from tests.web.ledgers import at, lender_of, open_loan, receive, write
from tests.web.test_planning import PLAIN

pytestmark = pytest.mark.usefixtures("clock")


def new_address(client, **form):
    page = client.post(reverse("settings_calendar_new"), form).content.decode()
    return re.search(r"http://testserver(/calendar/jq_[\w-]+\.ics)", page)[1]


def events(client, address):
    return Calendar.from_ical(client.get(address).content).walk("VEVENT")


def test_the_due_days_are_all_day_events_without_names(browser, client, owner):
    open_loan(owner, **PLAIN)
    found = events(client, new_address(browser))
    assert [event["DTSTART"].dt for event in found][:2] == [date(2025, 11, 5), date(2025, 12, 5)]
    assert {str(event["SUMMARY"]) for event in found} == {"付款提醒"}
    assert "¥200.00" in found[0]["DESCRIPTION"]


def test_nothing_names_the_lender_unless_asked_for(browser, client, owner):
    open_loan(owner, **PLAIN)
    receive(owner, "【苏宁消金】请还款")
    content = client.get(new_address(browser)).content.decode()
    assert not re.search("苏宁|任性贷|请还款", content.replace("\r\n ", ""))


def test_names_and_sums_stand_in_the_titles_when_asked_for(browser, client, owner):
    open_loan(owner, **{**PLAIN, "product": "贷; 一\n,二"})
    first, *_ = events(client, new_address(browser, is_named="on"))
    assert str(first["SUMMARY"]) == "还款 ¥200.00：贷; 一\n,二"


def test_the_file_is_well_formed(browser, client, owner):
    open_loan(owner, **{**PLAIN, "product": "很长的名字" * 30})
    answer = client.get(new_address(browser, is_named="on"))
    lines = answer.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_an_event_keeps_its_name_from_one_look_to_the_next(browser, client, owner, clock):
    open_loan(owner, **PLAIN)
    address = new_address(browser)
    before = {event["UID"]: event["DTSTART"].dt for event in events(client, address)}
    clock.move_to(at("2025-11-03 10:00"))
    assert {event["UID"]: event["DTSTART"].dt for event in events(client, address)} == before
    assert len(before) == 6


def test_two_payments_of_a_day_have_two_names(browser, client, owner):
    loan = open_loan(owner, **PLAIN)
    open_loan(owner, **PLAIN, lender=loan.lender)
    found = events(client, new_address(browser))
    assert len({event["UID"] for event in found}) == len(found) == 12


def test_what_was_settled_disappears(browser, client, owner):
    loan = open_loan(owner, **PLAIN)
    address = new_address(browser)
    settle(write(owner), loan, settled_at=at("2025-10-30 10:00"), basis="early_payoff")
    assert events(client, address) == []


def test_a_new_address_ends_the_old_one(browser, client, owner):
    old, new = new_address(browser), new_address(browser)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_a_renewal_keeps_the_choice_unless_it_is_changed(browser):
    new_address(browser, is_named="on")
    assert re.search(r'name="is_named"[^>]* checked', browser.get(reverse("settings")).content.decode())


def test_a_stopped_address_is_no_page_any_more(browser, client):
    address = new_address(browser)
    browser.post(reverse("settings_calendar_stop"))
    assert client.get(address).status_code == 404


def test_an_account_that_was_closed_shows_nothing(browser, client, owner):
    address = new_address(browser)
    owner.is_active = False
    owner.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("secret", ["x", "jq_" + "a" * 43, "jq_" + "a" * 5000, "结清", "%00", "a/b"])
def test_an_unknown_secret_is_no_page(client, owner, secret):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_a_programs_key_opens_no_calendar(browser, client):
    page = browser.post(reverse("token_new"), {"scope": "check"}).content.decode()
    key = re.search(r"jq_[\w-]+", page)[0]
    assert client.get(reverse("calendar", args=[key])).status_code == 404


def test_the_secret_of_a_calendar_opens_no_api(browser, client):
    secret = new_address(browser).removeprefix("/calendar/").removesuffix(".ics")
    asked = {"data": '{"messages": [{"text": "x"}]}', "content_type": "application/json"}
    answer = client.post("/api/v1/check", **asked, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403


def test_each_address_shows_only_its_owners_days(browser, client, client_of, owner, stranger):
    open_loan(stranger, **PLAIN)
    assert events(client, new_address(browser)) == []
    assert len(events(client, new_address(client_of(stranger)))) == 6


def test_the_address_is_shown_once_and_kept_only_as_its_digest(browser, owner):
    secret = new_address(browser).removeprefix("/calendar/").removesuffix(".ics")
    page = browser.get(reverse("settings")).content.decode()
    assert secret not in page
    assert "换一个地址" in page
    assert secret not in str(ApiToken.objects.values())


def test_nobody_elses_calendar_is_stopped(browser, client, client_of, stranger):
    address = new_address(browser)
    client_of(stranger).post(reverse("settings_calendar_stop"))
    assert client.get(address).status_code == 200


def test_a_calendars_secret_is_not_made_as_a_programs_key(browser, owner):
    browser.post(reverse("token_new"), {"scope": "calendar"})
    assert not ApiToken.objects.exists()


def test_the_calendar_speaks_the_owners_language(browser, client, owner):
    open_loan(owner, **PLAIN)
    address = new_address(browser)
    set_profile(write(owner), language="en")
    assert str(events(client, address)[0]["SUMMARY"]) == "Payment due"


def test_two_hundred_loans_take_no_more_questions_than_one(browser, client, owner, django_assert_max_num_queries):
    lender = lender_of(owner)
    for number in range(200):
        open_loan(owner, **PLAIN, lender=lender, contract_number=f"第{number}笔")
    address = new_address(browser)
    with django_assert_max_num_queries(12):
        found = events(client, address)
    assert len(found) == 6 * Loan.objects.count()


def test_no_address_is_made_or_stopped_by_looking(browser):
    assert browser.get(reverse("settings_calendar_new")).status_code == 405
    assert browser.get(reverse("settings_calendar_stop")).status_code == 405


def test_a_minimum_is_told(browser, client, owner):
    bill = {"day": "2025-10-25", "due_on": "2025-11-15", "balance": "3000.00", "minimum": "300.00"}
    open_loan(owner, principal=Decimal(5000), statements=[bill])
    (event,) = events(client, new_address(browser))
    assert "最低 ¥300.00" in event["DESCRIPTION"]
