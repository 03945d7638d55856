"""Bills of our own, and the steps by which tests take them through the pages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from debts.actions import keep_file
from debts.models import ImportBatch
from tests.intake.bills.files import alipay
from tests.web.ledgers import open_loan, write

NAME = "苏宁消费金融有限公司"


def line(day, amount, name=NAME, *, text="任性贷还款", status="交易成功", number=""):
    return f"{day} 09:30:00,商业服务,{name},/,{text},支出,{amount},余额宝,{status},{number or day}\t,\t,,"


FIRST, SECOND = line("2024-02-05", "1060.00"), line("2024-03-05", "1050.00")
OTHER = line("2024-03-07", "120.50", "重庆度小满小额贷款有限公司", text="有钱花还款")
LUNCH = line("2024-03-08", "15.50", "楼下面馆", text="午饭")
BILL = alipay(FIRST, SECOND, OTHER, LUNCH, line("2024-13-07", "1050.00"), line("2024-03-06", "9.00", status="还款失败"))
UNKNOWN = "我的流水\n入帐,事由,数目\n2024/2/5,苏宁消金 任性贷还款,-1060.00\n2024/2/40,买菜,-20.00\n"


def hand_in(client, data=BILL, name="支付宝交易明细.csv"):
    """Upload a bill; answer with the page that it leads to."""
    data = data.encode() if isinstance(data, str) else data
    return client.post(reverse("bills"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def kept(owner, data=BILL):
    return keep_file(write(owner), io.BytesIO(data.encode() if isinstance(data, str) else data), "账单.csv")


def page(client, file, **query):
    return client.get(reverse("bill", args=[file.pk]), query)


def record(client, file, *keys, follow=True, **fields):
    return client.post(reverse("bill", args=[file.pk]), {"record": "ticked", "take": keys, **fields}, follow=follow)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def lines(answer):
    return answer.context["lines"]


@pytest.fixture
def loan(owner):
    return open_loan(owner)


@pytest.fixture
def imported(browser, owner, loan):
    """An import of the first two rows, about the one loan."""
    record(browser, kept(owner), "7", "8", **{"loan-7": loan.pk, "loan-8": loan.pk})
    return ImportBatch.objects.get()
