"""An example of what each operation takes. A test sends every one of them."""

from typing import Any

_MESSAGE = {
    "id": "m1",
    "text": "【好期贷】您的借款已逾期3天，应还1,234.56元，请今日还款。",
    "received_at": "2024-03-05T10:22:00+08:00",
    "sender": "1069000000",
    "channel": "sms",
}

EXAMPLES: dict[str, Any] = {
    "check_messages": {"messages": [_MESSAGE]},
    "record_a_lender": {
        "name": "招联消费金融股份有限公司",
        "aliases": ["招联金融", "好期贷"],
        "signatures": ["招联金融"],
    },
    "correct_lender": {"senders": ["1069000000"]},
    "record_a_loan": {
        "lender": "l1",
        "product": "好期贷",
        "principal": "10000.00",
        "drawn_on": "2023-01-05",
        "annual_rate": "0.18",
        "repayment_method": "equal_instalment",
        "term_months": 12,
        "first_due_on": "2023-02-05",
    },
    "correct_loan": {"contract_number": "HQD-2023-01", "card_tail": "1234"},
    "record_a_repayment": {"paid_at": "2023-02-05T09:00:00+08:00", "amount": "916.80", "method": "bank_card"},
    "correct_repayment": {"reference": "20230205090001"},
    "record_settlement": {"settled_at": "2024-01-10T15:20:00+08:00", "basis": "paid_in_full"},
    "correct_settlement": {"confirmed_by": "lender", "note": "客服工号 1024"},
    "record_proof": {"kind": "settlement_certificate", "issued_on": "2024-01-12", "scope": "whole_loan"},
    "correct_proof": {"number": "JQ-08"},
    "record_an_assignment": {"assignee": "某某资产管理有限公司", "notified_on": "2024-02-01"},
    "correct_assignment": {"aliases": ["某某资管"]},
    "create_messages": {"messages": [_MESSAGE]},
    "put_decision": {"kind": "about_loan", "loan": "x1", "reason": "只有这一笔"},
    "open_a_dispute": {"lender": "l1", "title": "结清后仍被催收", "requests": ["confirm", "stop"], "messages": ["m1"]},
    "correct_dispute": {"story": "2024年1月10日已经结清，3月起又收到催收短信。"},
    "close_a_dispute": {"outcome": "granted", "note": "机构书面确认已结清"},
    "add_exhibits": {"messages": ["m1"], "note": "第一条短信"},
    "record_a_step": {"kind": "sent", "channel": "lender", "day": "2024-03-06", "reference": "EMS 1234"},
    "verify_evidence": {"head": None},
    "add_a_webhook": {"address": "https://home.example.org/jieqing"},
    "correct_webhook": {"deadlines": False},
}
