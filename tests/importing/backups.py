"""Backups of phones for the tests of imports, as SMS Backup & Restore writes them."""

from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

FIRST = datetime(2025, 3, 5, 2, 0, 5, 457_000, UTC)
TEXTS = (
    "【菜鸟驿站】您的包裹已到{n}号店，请凭{n}-1-2领取。",
    "【够花】您的借款已逾期{n}天，当前欠款1404.20元，请立即还清。",
    "【够花】您的还款已成功，感谢您的信任。",
    "验证码{n}，5分钟内有效，请勿泄露。",
)


def row(text, at, sender="10690000", kind=1):
    ms = int(at.timestamp() * 1000)
    return f'<sms address={quoteattr(sender)} date="{ms}" type="{kind}" body={quoteattr(text)} />'


def backup(path, rows):
    body = "\n".join(rows)
    path.write_text(f"<?xml version='1.0' encoding='UTF-8' ?>\n<smses>\n{body}\n</smses>\n", encoding="utf-8")
    return path


def many(path, count):
    """A backup of ``count`` messages, one in ten minutes, of which each tenth was sent and no message of ours."""
    rows = [
        row(TEXTS[n % 4].format(n=n), FIRST + timedelta(minutes=10 * n), kind=2 if n % 10 == 9 else 1)
        for n in range(count)
    ]
    return backup(path, rows)
