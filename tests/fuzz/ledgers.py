"""A ledger with a loan of every kind, for texts that mean nothing."""

from tests.scenarios.ledgers import ledger_from

LEDGER = ledger_from(
    """owner 张三
lender l1 招联消费金融股份有限公司 / 招联金融, 好期贷 / 招联金融
lender l2 马上消费金融股份有限公司 / 马上消费, 安逸花 / 马上消费
lender l3 亞洲聯合財務有限公司 / UA亞聯財 / UA亞聯財
loan x1 l1 好期贷 10000 2025-01-05 0.18 equal_instalment 12 2025-02-05 paid=6 settled=2025-08-01T10:00 contract=HT000001
loan x2 l1 信用付 5000 2025-06-05 0.18 equal_instalment 6 2025-07-05 paid=1 contract=HT000002
loan x3 l2 安逸花 8000 2024-06-05 0.24 bullet 12 2025-06-05 assigned=广信资产管理有限公司@2025-08-01
loan x4 l3 - 24000 2025-01-08 0.18 equal_instalment 12 2025-02-08 region=HK"""
)
