"""A message among lines that say what they are, as people write templates of their own.

发件人：10690000
内容：您的借款已逾期
时间：2024-03-05 10:22:33
"""

import re

from debts.rulebook.message_tables import Column, load_message_tables

_LINE = re.compile(r"\s{0,4}[【\[]?(?P<label>[^\s:：【】\[\]]{1,12})[】\]]?\s{0,2}[:：]\s{0,4}(?P<value>[^\n]*)")


def labelled(content: str, sender: str) -> dict[Column, str]:
    """What the lines say, by what they are; empty where any of them is something else, or they name another sender."""
    found: dict[Column, str] = {}
    current: Column | None = None
    for line in content.replace("\r\n", "\n").split("\n"):
        told = _LINE.fullmatch(line)
        role = load_message_tables().column(told["label"]) if told else None
        if told and role and role not in found:
            current, found[role] = role, told["value"].strip()
        elif current is Column.TEXT:
            found[Column.TEXT] += f"\n{line}"
        elif line.strip():
            return {}
    is_whole = (
        Column.TEXT in found and found.get(Column.SENDER) and found[Column.SENDER] in (sender or found[Column.SENDER])
    )
    return {role: value.strip() for role, value in found.items()} if is_whole else {}
