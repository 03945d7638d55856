"""Who is addressed, and whose debt it is: 赵宏伟先生, 尊敬的张*, 您的同事吴海涛.

A name counts only where the sentence treats it as one, for most surnames are ordinary words too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from debts.reconciler.normalise import NormalisedText, normalise
from debts.reconciler.types import NameMention
from debts.rulebook import Rulebook
from debts.rulebook.phrases import Naming

MASKS = "*某XxＸ×"
TITLES = ("先生", "女士", "小姐", "同志", "阁下", "君", "太太")
RELATIONS = [
    "同事",
    "朋友",
    "家人",
    "亲属",
    "亲戚",
    "儿子",
    "女儿",
    "丈夫",
    "妻子",
    "老公",
    "老婆",
    "弟弟",
    "妹妹",
    "哥哥",
    "姐姐",
    "父亲",
    "母亲",
    "员工",
    "职工",
    "同学",
    "邻居",
    "客户",
    "债务人",
    "借款人",
    "被告",
    "被申请人",
    "当事人",
    "持卡人",
    "欠款人",
    "户名",
    "认识",
    "转告",
    "转达",
    "督促",
    "通知",
    "告知",
    "劝",
]
LIMIT = 10
CONTEXT = 8


@dataclass(frozen=True, slots=True)
class PeopleMatchers:
    """The patterns in which a name stands, for one set of surnames."""

    addressed: re.Pattern[str]
    debtor: re.Pattern[str]
    naming: Naming


@lru_cache(maxsize=4)
def people_matchers(rulebook: Rulebook) -> PeopleMatchers:
    """Compile the patterns once for each rulebook."""
    naming = rulebook.phrases.naming
    every = re.escape("".join(sorted(naming.surnames))) or "　"
    single = re.escape("".join(sorted(naming.surnames - naming.word_surnames))) or "　"
    compound = "|".join(naming.compound_surnames) or "(?!)"
    mask = re.escape(MASKS)
    given = rf"[\u4e00-\u9fff{mask}]"
    name = rf"(?:(?:{compound}){given}{{0,2}}?|[{single}{mask}]{given}{{1,2}}?)"
    titled = rf"(?:(?:{compound}){given}{{0,2}}?|[{every}{mask}]{given}{{0,2}}?)"
    titles = "|".join(TITLES)
    addressed = re.compile(
        rf"(?P<titled>{titled})(?:{titles})|(?:\A|[】\]〕,。:;!\n]|尊敬的|致|您好|你好)\s{{0,8}}(?P<called>{name})\s*(?=[,:!]\s*(?:您|你|贵)|您的|你的|您好|你好|本人|,您|,你)"
    )
    relation = "|".join(RELATIONS)
    debtor = re.compile(
        rf"(?:{relation})(?:您的|你的)?(?:同事|朋友|家人)?(?:是|为|:)?(?P<debtor>{name})(?:先生|女士|小姐)?(?=[在于的,。:(欠尽本拖逾因未速已至名向,身尽快还吗么?]|\Z)"
        rf"|(?:您是|你是|系|作为)(?P<whose>{name})(?:先生|女士)?(?:的|预留|填写|登记|留存)"
        rf"|(?:\A|[】\]〕,。:;!\n])(?P<subject>{name})(?:先生|女士)?在[^,。]{{1,14}}?(?:欠|借款|贷款|逾期|拖欠|借的|借了|的钱)"
    )
    return PeopleMatchers(addressed, debtor, naming)


def read_people(
    normalised: NormalisedText, matchers: PeopleMatchers
) -> tuple[tuple[NameMention, ...], tuple[NameMention, ...]]:
    """The persons addressed, and the persons named as the debtor."""
    return (
        _named(normalised, matchers.addressed, ("titled", "called"), matchers.naming),
        _named(normalised, matchers.debtor, ("debtor", "whose", "subject"), matchers.naming),
    )


def _named(
    normalised: NormalisedText, pattern: re.Pattern[str], groups: Iterable[str], naming: Naming
) -> tuple[NameMention, ...]:
    found: dict[tuple[int, int], NameMention] = {}
    for hit in pattern.finditer(normalised.text):
        for group in groups:
            if hit[group] and _is_name(normalised.text, hit.start(group), hit[group], naming):
                name = _without_title(hit[group])
                start = hit.start(group)
                found[hit.span(group)] = NameMention(name, normalised.span(start, start + len(name)))
        if len(found) >= LIMIT:
            break
    return tuple(found.values())


def _without_title(name: str) -> str:
    return next((name.removesuffix(title) for title in TITLES if name.endswith(title) and name != title), name)


def _is_name(text: str, start: int, name: str, naming: Naming) -> bool:
    """Not an ordinary word, and not the staff that the text tells to call."""
    given = name.removesuffix(next((title for title in TITLES if name.endswith(title)), ""))[1:]
    if name.startswith(naming.not_names) or all(sign in MASKS for sign in name) or naming.not_in_names & set(given):
        return False
    has_surname = name[0] in naming.surnames or name.startswith(naming.compound_surnames) or name[0] in MASKS
    return has_surname and not text[max(0, start - CONTEXT) : start].endswith(naming.not_before_name)


def agrees(written: str, own: str) -> bool:
    """Whether a name in a text may be this person's: 张*, *三, 张某 and a bare surname agree with 张三."""
    written, own = _plain(written), _plain(own)
    if not own:
        return False
    if written == own or (len(written) <= max(1, len(own) - 1) and own.startswith(written)):
        return True
    shown = [(place, sign) for place, sign in enumerate(written) if sign not in MASKS]
    if len(shown) == len(written):
        return False
    if all(place < len(own) and own[place] == sign for place, sign in shown):
        return True
    from_end = [(len(own) - len(written) + place, sign) for place, sign in shown]
    return all(place >= 0 and own[place] == sign for place, sign in from_end)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return normalise(name).text.strip()
