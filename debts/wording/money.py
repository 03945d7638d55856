"""Sums of money for people."""

from decimal import Decimal

SYMBOLS = {"CNY": "¥", "HKD": "HK$", "TWD": "NT$", "USD": "US$"}


def say_amount(value: Decimal, currency: str) -> str:
    """A sum with the sign of its currency, such as ¥1,833.60 or HK$7,100.00; the minus stands before the sign."""
    sign = "-" if value < 0 else ""
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{abs(value):,.2f}"
