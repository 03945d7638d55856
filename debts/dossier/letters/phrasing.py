"""How a letter says things in Chinese: sums, days, rows of numbers, and what the ledger says of messages.

1,833.60 CNY          ->  人民币1,833.60元
2024-03-10 15:20      ->  2024年3月10日 15:20
messages 1, 2, 3, 5   ->  第1至3条、第5条

Letters are Chinese whatever language the pages are in, so these words are no entries of a catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import groupby

from debts.reconciler.types import VerdictCode

CURRENCIES = {"CNY": ("人民币", "元"), "HKD": ("港币", "元"), "TWD": ("新台币", "元")}

# What the ledger says of messages with this verdict; each is a fact of the ledger and no verdict about the law.
POINTS: Mapping[VerdictCode, str] = {
    VerdictCode.AFTER_SETTLEMENT: "收到时，按本人的记录，相应的借款已经结清，消息仍称有欠款或者要求还款。",
    VerdictCode.NOT_OVERDUE: "收到时，按本人的还款记录，没有逾期的款项，消息却称已经逾期。",
    VerdictCode.OVERSTATED: "所称的金额与本人的记录不符。",
    VerdictCode.WRONG_PERSON: "所指的债务人不是本人。",
    VerdictCode.SUSPECTED_FRAUD: "索要款项或者信息的方式不像正规机构，本人怀疑是诈骗。",
}


def say_sum(value: Decimal, currency: str) -> str:
    """A sum as a Chinese letter writes it; a currency without a Chinese name keeps its code."""
    name, unit = CURRENCIES.get(currency, (f"{currency} ", ""))
    return f"{name}{value:,.2f}{unit}"


def say_day(day: date) -> str:
    """A day in full."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_month(day: date) -> str:
    """A month, where the day would tell too much."""
    return f"{day.year}年{day.month}月"


def say_moment(at: datetime | None, zone: tzinfo) -> str:
    """A moment to the minute on the owner's clock."""
    if at is None:
        return "收到时间没有记录"
    local = at.astimezone(zone)
    return f"{say_day(local.date())} {local:%H:%M}"


def say_numbers(numbers: Iterable[int]) -> str:
    """Places in the list of messages, three or more on end as a range."""
    return "、".join(f"第{part}条" for part in _runs(numbers))


def say_numbers_only(numbers: Iterable[int]) -> str:
    """The same without the words around them: 1至3、5."""
    return "、".join(_runs(numbers))


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        row = [number for _, number in run]
        yield from [f"{row[0]}至{row[-1]}"] if len(row) > 2 else map(str, row)  # noqa: PLR2004 -- two are named singly


def say_list(words: Iterable[str]) -> str:
    """Words of a row, each once, with the mark that Chinese puts between them."""
    return "、".join(dict.fromkeys(words))
