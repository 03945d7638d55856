"""A settled old loan with its certificate, put on record on a phone: counted in what the person has to do.

An input is a field filled, a choice made, a file picked or a tap. Sixty seconds are for a person; twelve inputs leave
five for each.
"""

import re

import pytest

from debts.models import SettlementProof
from tests.browser.test_main_job import CERTIFICATE, make_first_account

MOST_INPUTS = 12
FILE = {"name": "结清证明.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + CERTIFICATE}


class Counted:
    """A page on which everything that a person does is counted."""

    def __init__(self, page):
        self.page = page
        self.inputs = 0

    def fill(self, label, text):
        self.inputs += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def tap(self, role, name):
        self.inputs += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def pick_file(self, label):
        self.inputs += 1
        self.page.get_by_label(label).set_input_files(FILE)


def record_old_loan(person, start):
    """From the page of ``start`` to the page of the loan."""
    person.page.goto(start)
    person.tap("link", "记一笔已经还清的")
    person.fill("出借机构", "招联金融")
    person.fill("借款金额", "10000")
    person.fill("哪天结清的", "2024-03-10")
    person.pick_file("结清证明的照片或文件")
    person.page.locator("input[name=issued_on]").fill("2024-03-12")
    person.inputs += 1
    person.tap("checkbox", "上面写着“全部结清”")
    person.tap("button", "保存")
    person.page.wait_for_url(re.compile(r"/loans/\d+/$"))


@pytest.mark.parametrize("start", ["/", "/loans/"])
def test_an_old_loan_with_its_certificate_takes_at_most_twelve_inputs(page, start):
    make_first_account(page)
    person = Counted(page)
    record_old_loan(person, start)
    assert person.inputs <= MOST_INPUTS
    proof = SettlementProof.objects.get()
    assert (proof.attachment.original_name, proof.loan.lender.name) == ("结清证明.jpg", "招联消费金融股份有限公司")
    assert page.get_by_text("有结清证明或法院文书").first.is_visible()


def test_a_lender_that_may_be_several_costs_one_more_input(page):
    make_first_account(page)
    person = Counted(page)
    page.goto("/loans/old/")
    person.fill("出借机构", "招联")
    page.locator("input[name=lender_pick]").first.wait_for()
    page.locator("input[name=lender_pick]").first.check()
    person.inputs += 1
    person.fill("借款金额", "10000")
    person.fill("哪天结清的", "2024-03-10")
    person.tap("button", "保存")
    page.wait_for_url(re.compile(r"/loans/\d+/$"))
    assert person.inputs <= MOST_INPUTS


def test_the_whole_form_works_without_scripts(open_page):
    page = open_page({"width": 390, "height": 844}, java_script_enabled=False)
    make_first_account(page)
    person = Counted(page)
    record_old_loan(person, "/loans/")
    assert person.inputs <= MOST_INPUTS
