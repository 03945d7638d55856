"""A ledger as a person would export it, for tests of archives, commands and the API."""

import json

from debts.intake.archive import parse_archive

LEDGER = {
    "format": "jieqing-archive",
    "version": 1,
    "exported_at": "2026-11-22T10:00:00+08:00",
    "profile": {"names": ["顾长青"], "phones": ["13800000000"], "time_zone": "Asia/Shanghai"},
    "lenders": [
        {
            "id": "l1",
            "name": "杭银消费金融股份有限公司",
            "aliases": ["杭银消金"],
            "signatures": ["杭银消金"],
            "senders": [],
        }
    ],
    "loans": [
        {
            "id": "x1",
            "lender": "l1",
            "product": "轻享贷",
            "contract_number": "HY-001",
            "currency": "CNY",
            "region": "CN",
            "principal": "6000.00",
            "drawn_on": "2025-01-31",
            "annual_rate": "0.12",
            "repayment_method": "bullet",
            "term_months": 6,
            "first_due_on": "2025-07-31",
            "card_tail": "0417",
            "phone": "",
            "repayments": [
                {
                    "id": "r1",
                    "paid_at": "2025-07-30T21:15:00+08:00",
                    "amount": "6360.00",
                    "method": "bank_card",
                    "reference": "A-1",
                }
            ],
            "settlement": {"settled_at": "2025-07-30T21:15:00+08:00", "basis": "paid_in_full", "note": "客服确认"},
            "proofs": [
                {
                    "id": "p1",
                    "kind": "settlement_certificate",
                    "issued_on": "2025-08-02",
                    "issuer": "杭银消费金融股份有限公司",
                    "number": "JQ-9",
                    "file": None,
                    "sha256": None,
                }
            ],
            "assignments": [{"assignee": "远山资产管理有限公司", "aliases": ["远山资管"], "notified_on": "2025-09-01"}],
        }
    ],
    "messages": [
        {
            "id": "m1",
            "channel": "sms",
            "received_at": "2025-09-20T10:22:00+08:00",
            "sender": "1069000000",
            "text": "【杭银消金】您的轻享贷已逾期，欠款6360.00元，请立即还款。",
            "recipient": "self",
        }
    ],
    "decisions": [],
    "disputes": [],
    "evidence_log": [],
}


def parsed(ledger):
    """What the reader of archives makes of a ledger."""
    return parse_archive(json.dumps(ledger).encode())
