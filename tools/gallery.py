"""A ledger in which every page has something to show, and the address of each page: for the sheet and for tests.

The person and the numbers are made up. Days are counted back from the given moment, so that what is due is due whenever
the pages are looked at.
"""

import io
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont
from pydantic import TypeAdapter
from pylopdf_fonts_zh_cn import sans_path

from debts.actions import (
    NewRepayment,
    Route,
    WriteContext,
    add_webhook,
    attach_proof,
    create_token,
    decide,
    import_repayments,
    keep_file,
    note_export,
    open_dispute,
    receive_messages,
    record_assignment,
    record_lender,
    record_loan,
    record_repayment,
    record_step,
    set_profile,
    set_reminders,
    settle,
    share_dispute,
)
from debts.actions.forwarders import add_forwarder
from debts.actions.imports import Import
from debts.actions.tally import Chunk, Trouble
from debts.importing.pictures import path_of
from debts.intake.drafts import PlaceKind, SkippedCode, UnreadableCode
from debts.intake.screenshots.types import Bubble, Text, Transcript
from debts.models import (
    Loan,
    Message,
    PictureInHand,
    TokenScope,
    User,
)
from debts.models.forwarders import ForwarderKind
from debts.models.messages import DecisionKind
from debts.reconciler.types import IncomingMessage

SETTLED_AGO = timedelta(days=400)
TEXTS = (
    "【苏宁消金】尊敬的许大江，您的任性贷已逾期3天，应还1,234.56元，请立即还款，否则将上报征信。",
    "【苏宁消金】您的任性贷已逾期35天，当前欠款1,834.56元，我司将委托律师上门处理。",
    "【小苏管家】您的借款已逾期，请尽快联系我们。",
    "【马上消费】您本期账单已出，请按时还款。",
    "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。",
    "【苏宁消金】双十一专享额度已提升至50000元，拒收请回复R",
    "【菜鸟】您的包裹已到东门驿站，取件码 3-2-1108。",
)
PROVING = (
    "【还呗】您的借款4500元已经成功打款至您尾号7777的银行卡，分6期，每月8日还款，年利率23.4%。",
    "【还呗】您本期已成功还款812.60元，感谢您的使用。",
    "【信用飞】您的提前结清已成功，本次共还款8654.12元，您的借款已结清。",
)
PICTURE = "picture-of-the-gallery"
PICTURE_BUBBLE = (16, 120, 320, 280)
BILL_NAME = "支付宝交易明细.csv"
FREE_TEXT = "我的流水\n入帐,事由,数目\n2024/2/5,苏宁消金 任性贷还款,-1060.00\n2024/2/40,买菜,-20.00\n"
BILL = """------------------------------------------------------------------------------------
导出信息：
起始时间：[{day} 00:00:00]    终止时间：[{day} 23:59:59]
------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注
{day} 09:30:00,信用借还,马上消费金融股份有限公司,/,安逸花还款,支出,1100.00,余额宝,交易成功,{day}01,,
{day} 10:30:00,信用借还,苏宁消费金融有限公司,/,任性贷还款,支出,1060.00,余额宝,交易成功,{day}02,,
{day} 12:10:00,餐饮美食,楼下面馆,/,午饭,支出,15.50,余额宝,交易成功,{day}03,,
"""


class Gallery:
    """Fills the ledger of ``owner`` as of ``now``."""

    def __init__(self, owner: User, now: datetime) -> None:
        self._ctx = WriteContext(owner, Route.WEB, now)
        self._now = now

    def fill(self) -> None:
        """Record a settled loan that is still chased, one that runs, one sold on, and what came about them."""
        set_profile(self._ctx, names=["许大江"], phones=["13900000000"], monthly_income=Decimal(9000))
        set_reminders(self._ctx, email="", days=3, language="")
        create_token(self._ctx, TokenScope.CHECK)
        self._messages(TEXTS[:3], days=380)
        settled = self._settled_loan()
        running = self._running_loan()
        self._sold_loan()
        self._messages(TEXTS, days=20)
        self._messages(PROVING, days=60)
        self._decision(settled)
        self._dispute(settled)
        self._bills(running)
        self._backup()
        self._picture()
        add_forwarder(self._ctx, next(iter(ForwarderKind)), "旧手机")
        add_webhook(self._ctx, "https://home.example.org/jieqing")

    def _loan(self, lender: str, aliases: list[str], product: str, *, days: int, **terms: object) -> Loan:
        drawn_on = (self._now - timedelta(days=days)).date()
        house = record_lender(self._ctx, name=lender, aliases=aliases, signatures=aliases[:1])
        usual = {"annual_rate": Decimal("0.18"), "repayment_method": "equal_instalment", "term_months": 12}
        given = {"principal": Decimal(12000), "card_tail": "7731", **usual, **terms}
        return record_loan(self._ctx, lender=house, product=product, drawn_on=drawn_on, **given)

    def _settled_loan(self) -> Loan:
        loan = self._loan(
            "苏宁消费金融有限公司", ["苏宁消金", "任性贷"], "任性贷", days=700, contract_number="RX2024-0105"
        )
        for number, amount in enumerate(("1100.16", "1100.16", "10320.00")):
            paid_at = self._now - SETTLED_AGO - timedelta(days=60 - 30 * number)
            record_repayment(self._ctx, loan=loan, paid_at=paid_at, amount=Decimal(amount), reference=f"2024{number}")
        settled_at = self._now - SETTLED_AGO + timedelta(minutes=5)
        settle(self._ctx, loan, settled_at=settled_at, basis="early_payoff", confirmed_by="lender")
        paper = keep_file(self._ctx, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "结清证明.pdf")
        given = {"issuer": loan.lender.name, "number": "JQ-08", "holder": "许大江", "scope": "whole_loan"}
        issued_on = (settled_at + timedelta(days=2)).date()
        attach_proof(self._ctx, loan, kind="settlement_certificate", issued_on=issued_on, attachment=paper, **given)
        return loan

    def _running_loan(self) -> Loan:
        loan = self._loan("马上消费金融股份有限公司", ["马上消费", "安逸花"], "安逸花", days=200)
        for number in range(5):
            paid_at = self._now - timedelta(days=170 - 30 * number)
            record_repayment(self._ctx, loan=loan, paid_at=paid_at, amount=Decimal("1100.16"))
        return loan

    def _sold_loan(self) -> None:
        loan = self._loan(
            "重庆度小满小额贷款有限公司", ["度小满", "有钱花"], "", days=900, repayment_method="free", term_months=None
        )
        notified_on = (self._now - timedelta(days=90)).date()
        record_assignment(
            self._ctx, loan=loan, assignee="远山资产管理有限公司", aliases=["远山资产"], notified_on=notified_on
        )

    def _messages(self, texts: tuple[str, ...], *, days: int) -> None:
        start = self._now - timedelta(days=days)
        incoming = [
            IncomingMessage("", text, start + timedelta(hours=7 * number), f"10690000{number:02}")
            for number, text in enumerate(texts)
        ]
        receive_messages(self._ctx, incoming, source="paste")

    def _decision(self, loan: Loan) -> None:
        message = Message.objects.of(self._ctx.owner).filter(text__contains="小苏管家").latest("pk")
        decide(self._ctx, message, DecisionKind.ABOUT_LOAN, loan=loan)

    def _dispute(self, loan: Loan) -> None:
        flagged = list(Message.objects.of(self._ctx.owner).filter(verdict__loan=loan, verdict__is_flagged=True))
        title = "结清之后还在催"
        dispute = open_dispute(self._ctx, loan.lender, loan=loan, title=title, story="去年就还清了。", things=flagged)
        day = (self._now - timedelta(days=10)).date()
        record_step(self._ctx, dispute, kind="sent", channel="lender", day=day)
        share_dispute(self._ctx, dispute, label="王律师", expires_at=self._now + timedelta(days=7))
        note_export(self._ctx, dispute, "docx", b"PK", data_sha256="0" * 64, covered=["name", "words"])

    def _bills(self, loan: Loan) -> None:
        day = self._now - timedelta(days=5)
        keep_file(self._ctx, io.BytesIO(BILL.format(day=day.date()).encode("gb18030")), BILL_NAME)
        keep_file(self._ctx, io.BytesIO(FREE_TEXT.encode()), "我的流水.csv")
        new = NewRepayment(loan.ref, self._now - timedelta(days=20), Decimal("1100.16"))
        import_repayments(self._ctx, lambda: [new], source=BILL_NAME, sha256="0" * 64)

    def _backup(self) -> None:
        """A backup of a phone, of which one part was left out and one cannot be read."""
        incoming = IncomingMessage(
            "", "【远山消金】您的借款已逾期，请还款。", self._now - timedelta(days=30), "1069000099"
        )
        trouble = Trouble(PlaceKind.SMS.value, 17, "", UnreadableCode.GARBLED.value, "?睹穹ǖ洹?")
        job = Import(self._ctx, source="sms-2024.xml", sha256="1" * 64, form="auto")
        job.take(Chunk([incoming], Counter({SkippedCode.SENT.value: 3}), [trouble]))
        job.finish()

    def _picture(self) -> None:
        """A picture that was read and waits to be looked through; the reader was not sure of two signs."""
        text = Text(f"{TEXTS[0]}退订回T", tuple(range(26, 28)))
        bubbles = (
            Bubble(text, PICTURE_BUBBLE, when="3月5日 10:22"),
            Bubble(Text("已还清"), PICTURE_BUBBLE, is_own=True),
        )
        written = TypeAdapter(Transcript).dump_python(
            Transcript("1069000000", bubbles, ["9:41"], (360, 640)), mode="json"
        )
        content = _screen()
        path_of(PICTURE).write_bytes(content)
        told = {"name": "Screenshot_2024-03-06.png", "sha256": sha256(content).hexdigest(), "read": written}
        PictureInHand.objects.create(owner=self._ctx.owner, at=self._now, upload=PICTURE, file=PICTURE, **told)


def _screen() -> bytes:
    """A picture of a phone with a message, as a PNG."""
    picture, target = Image.new("RGB", (360, 640), "#ffffff"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(PICTURE_BUBBLE, 18, "#e9e9eb")
    font = ImageFont.truetype(str(sans_path()), 20)
    pen.multiline_text((28, 132), "\n".join(wrap(TEXTS[0], 13)), "#000000", font, spacing=8)
    picture.save(target, "PNG")
    return target.getvalue()
