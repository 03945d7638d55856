"""Inboxes of any size for the benchmarks: the same seed gives the same messages.

An ordinary inbox speaks of loans in one message of five; the rest is what phones receive all day.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from debts.finance import LoanTerms, Payment, RepaymentMethod
from debts.reconciler.types import (
    IncomingMessage,
    Ledger,
    LenderFacts,
    LoanFacts,
    ProfileFacts,
    SettlementBasis,
    SettlementFacts,
)

FIRST = datetime(2024, 1, 1, 1, tzinfo=UTC)

DAILY = (
    "您尾号{tail}的储蓄卡{month}月{day}日{hour}时{minute}分POS支出人民币{sum}元，余额{rest}元。【工商银行】",
    "【建设银行】您尾号{tail}的账户{month}月{day}日收入（工资）人民币{rest}元，活期余额{rest}元。",
    "【招商银行】您账户{tail}于{month}月{day}日{hour}:{minute}在财付通快捷支付{sum}元，余额{rest}",
    "【菜鸟驿站】您的包裹已到{street}路{day}号店，请凭{day}-{month}-{tail}前来领取，营业时间9:00至21:00。",
    "【12306】您已购{month}月{day}日G{tail}次列车{day}车{month}F号，{street}站{hour}:{minute}开。",
    "验证码{code}，您正在登录，5分钟内有效，请勿泄露给他人。【{shop}】",
    "【{shop}】尊贵的会员，{month}月{day}日起全场满{tail}减{day}，点击 s.example.cn/{code} 查看，拒收请回复R",
    "【中国移动】尊敬的客户，您本月已使用流量{day}.{month}GB，剩余{tail}MB，话费余额{sum}元。",
    "明天下午{hour}点开会，地点在{street}路办公楼{day}层，带上上周的材料。",
    "妈，我到家了，{street}那边今天下雨，你们出门记得带伞。",
    "【{street}医院】您预约的{month}月{day}日上午{hour}点{minute}分门诊，请提前30分钟取号。",
    "【国家电网】您户号{code}{tail}本月电量{tail}千瓦时，电费{sum}元，请按时缴纳。",
    "【{shop}】您的订单{code}{tail}已发货，预计{month}月{day}日送达，感谢您的支持。",
    "【{street}气象台】{month}月{day}日{hour}时发布大风蓝色预警，请注意防范。",
    "【支付宝】你有一笔{sum}元的支出，付款方式余额宝，商户{shop}。",
    "【交通银行】您尾号{tail}的卡于{month}月{day}日{hour}:{minute}转入{rest}元，交易后余额为{rest}元。",
)
ABOUT_LOANS = (
    "【{name}】您{month}月账单{sum}元，还款日{month}月{day}日，请确保扣款卡余额充足，如已还款请忽略。",
    "【{name}】您的还款{sum}元已成功，感谢您的信任。",
    "【{name}】恭喜您获得{rest}元额度，年化利率低至7.2%，点击领取，拒收请回复R。",
    "【{name}】验证码{code}，您正在申请借款，请勿泄露。",
    "【{name}】您的借款已逾期{day}天，欠款{sum}元，请立即处理，以免影响征信。",
    "【{name}】本期自动扣款成功，扣款金额{sum}元，剩余{month}期。",
    "【{name}】尊敬的客户，您的信用卡{month}月账单已出，本期应还{sum}元，最低还款{tail}元，到期还款日{month}月{day}日。",
)
DEMANDS = (
    "【{name}】您的借款已逾期{day}天，逾期金额{sum}元，多次提醒仍未处理，请于今日18点前还清。",
    "【{name}】{who}，您{month}月{day}日到期的{sum}元至今未还，请尽快还款，以免产生罚息。",
    "【{name}】最后通知：您拖欠的本息{sum}元将移交法务部门，我司拟向人民法院提起诉讼。",
    "【{name}】您的逾期记录将上报个人征信，请速还{sum}元，客服400{tail}{month}{day}。",
    "【{name}】外访人员将于{month}月{day}日上门核实，并联系您的紧急联系人，请立即还款{sum}元。",
    "【{name}】您好，您的贷款（合同号HT{code}{tail}）已逾期{day}天，应还{sum}元（含罚息{tail}元），请联系处理。",
    "【{name}】今日可减免罚息，点击 hk.example.cn/{code} 签署分期协议，先还{sum}元即可。",
    "【{name}】温馨提示：您的账单{sum}元即将于{month}月{day}日到期，请及时还款。",
    "【{name}】代扣失败，请保证尾号{tail}的银行卡余额充足，应还{sum}元。",
    "{who}你在{name}的欠款到底什么时候还，今天再不处理就通知你单位了",
)
RARE = "桐榆槐枫柏杉桦樟楠檀梧柚榛棠梓楸橡栎椴榉"
STREETS = ("中山", "人民", "解放", "建设", "长江", "黄河", "和平", "胜利")
SHOPS = ("京东商城", "盒马", "美团外卖", "永辉超市", "得物", "小米商城")
PERSONS = ("张三", "李女士", "王先生", "张三先生", "您")
BRANDS = (
    "招联金融", "捷信", "拍拍贷", "度小满", "宜人贷", "分期乐", "中银消费", "兴业消费金融", "海尔消费金融", "杭银消费",
)  # fmt: skip


def ordinary(count: int, seed: int = 1) -> list[IncomingMessage]:
    """One message in five speaks of a loan."""
    return list(ordinary_stream(count, seed))


def ordinary_stream(count: int, seed: int = 1) -> Iterator[IncomingMessage]:
    """The same one by one, for more of them than fit in the memory."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark has to be the same every time
    return (_message(n, chance.choice(ABOUT_LOANS if n % 5 == 0 else DAILY), chance) for n in range(count))


def demands(count: int, seed: int = 2) -> list[IncomingMessage]:
    """Every message demands a debt."""
    chance = random.Random(seed)  # noqa: S311 - the same
    return [_message(n, chance.choice(DEMANDS), chance) for n in range(count)]


def unlike(count: int, seed: int = 4) -> list[IncomingMessage]:
    """An ordinary inbox in which no two messages share a template: each ends with some words of its own."""
    chance = random.Random(seed)  # noqa: S311 - the same
    return [replace(one, text=one.text + "".join(chance.choices(RARE, k=6))) for one in ordinary(count, seed)]


def ledger(loans: int, seed: int = 3) -> Ledger:
    """Loans of the common lenders and of invented ones, a third of them settled."""
    chance = random.Random(seed)  # noqa: S311 - the same
    lenders = tuple(
        LenderFacts(f"l{n}", name, (name,), (name,))
        for n, name in enumerate((*BRANDS, *(f"甲乙{n}消费金融" for n in range(max(0, loans // 2 - len(BRANDS))))))
    )
    return Ledger(
        ProfileFacts(("张三",), ("13800000000",)),
        lenders,
        tuple(_loan(n, lenders[n % len(lenders)], chance) for n in range(loans)),
    )


def _loan(number: int, lender: LenderFacts, chance: random.Random) -> LoanFacts:
    drawn = date(2022, 1, 5) + timedelta(days=chance.randrange(700))
    terms = LoanTerms(
        Decimal(chance.randrange(1, 50) * 1000),
        drawn,
        Decimal("0.18"),
        RepaymentMethod.EQUAL_INSTALMENT,
        12,
        drawn + timedelta(days=31),
    )
    end = datetime(2024, 6, 1, 4, tzinfo=UTC)
    return LoanFacts(
        f"x{number:04}", lender.id, terms, f"产品{number}", f"HT{number:06}", card_tail=f"{number % 10000:04}",
        repayments=tuple(Payment(end - timedelta(days=30 * n), Decimal("916.80"), f"r{n}") for n in range(6)),
        settlement=SettlementFacts(end, SettlementBasis.PAID_IN_FULL) if number % 3 == 0 else None,
    )  # fmt: skip


def _message(number: int, template: str, chance: random.Random) -> IncomingMessage:
    text = template.format(
        name=chance.choice(BRANDS),
        who=chance.choice(PERSONS),
        shop=chance.choice(SHOPS),
        street=chance.choice(STREETS),
        month=chance.randrange(1, 13),
        day=chance.randrange(1, 29),
        hour=chance.randrange(8, 20),
        minute=chance.randrange(10, 60),
        tail=chance.randrange(1000, 9999),
        code=chance.randrange(100000, 999999),
        sum=f"{chance.randrange(100, 900000) / 100:.2f}",
        rest=f"{chance.randrange(1000, 9000)}.{chance.randrange(10, 99)}",
    )
    return IncomingMessage(f"m{number}", text, FIRST + timedelta(minutes=47 * number), "106900000000")


def texts_of(messages: Sequence[IncomingMessage]) -> list[str]:
    """What the messages say."""
    return [message.text for message in messages]
