"""Documents for the tests of the dossier: one settled loan, and the messages that the test is about."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from debts.dossier.labels import requests_to_lender, standing_note
from debts.dossier.summary import (
    EvidenceHead,
    ExhibitPart,
    LegalPart,
    LenderPart,
    LoanPart,
    MessagePart,
    OwnerPart,
    ProofPart,
    SettlementPart,
    SummaryDocument,
)
from tests.moments import at

DIGEST = hashlib.sha256(b"certificate").hexdigest()


def message(text, number=1, received_at="2024-03-05 10:22"):
    return MessagePart(
        number=number,
        received_at=at(received_at) if received_at else None,
        channel="短信",
        sender="1069000000",
        recipient="本人",
        text=text,
        claim="催收，应还 1,234.56 元",
        verdict="结清后催收",
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        findings=("该消息可能属于结清后催收（A 法律）。",),
    )


def settled_loan():
    certificate = ProofPart("结清证明", date(2024, 1, 12), "招联消费金融股份有限公司", "JQ-08", "结清证明.pdf", DIGEST)
    return LoanPart(
        product="好期贷",
        currency="CNY",
        principal=Decimal("10000.00"),
        contract_number="ZL2023010500017731",
        drawn_on=date(2023, 1, 5),
        terms="12 期，年利率 18%",
        repayments_total=Decimal("11001.60"),
        repayments_count=12,
        settlement=SettlementPart(at("2024-01-10 15:20"), "提前结清", "有结清证明", "", (certificate,)),
    )


def summary(*texts, **changes):
    document = SummaryDocument(
        language="zh-hans",
        made_at=at("2026-11-22 10:00"),
        time_zone="Asia/Shanghai",
        owner=OwnerPart(("张三",), ("13800000000",)),
        lender=LenderPart("招联金融", "招联消费金融股份有限公司", ("好期贷",)),
        note=str(standing_note()),
        app_version="0.1.0",
        rulebook_version="2026-11-22",
        loans=(settled_loan(),),
        messages=tuple(message(text, number) for number, text in enumerate(texts, start=1)),
        legal_basis=(LegalPart("民法典", "第五百五十七条", "A", "法律", "可能违反", "债务已经履行的，债权债务终止。"),),
        requests=requests_to_lender(mainland=True),
        exhibits=(ExhibitPart(1, "结清证明", "2024年1月12日出具", DIGEST),),
        evidence_head=EvidenceHead(128, DIGEST),
    )
    return replace(document, **changes)
