"""What a person asks of whoever collects: each request can be answered by itself, and none asks for what no law gives.

Not for erasure of everything, for records have to be kept; not for money; not for an answer by a day that no rule sets.
"""

from collections.abc import Iterator

from debts.dossier.letters.case import Case
from debts.dossier.letters.letter import CERTIFICATE_NAMES
from debts.reconciler.standing import MAINLAND, RELEASED
from debts.reconciler.types import VerdictCode
from debts.rulebook import LenderKind


def requests_of(case: Case) -> Iterator[str]:
    """The requests that the case bears out, the gravest first; those that the owner chose stand before any of ours."""
    yield from case.asked or _about_loans(case)
    if case.lender.kind is LenderKind.PLATFORM:
        yield "告知上述借款实际出借机构的全称和联系方式，并将本函转交该机构。"
    if any(one.verdict is VerdictCode.SUSPECTED_FRAUD for one in case.messages):
        yield "核实其中疑似诈骗的消息是否由贵司或者受托机构发出；不是的，请书面告知。"
    if any(one.verdict is VerdictCode.WRONG_PERSON for one in case.messages):
        yield "核实联系对象；所指债务与本人无关的，从联系名单中删除本人的号码。"
    if not case.asked:
        yield from _always(case)


def outcomes_of(case: Case) -> Iterator[str]:
    """What a talk with a mediator could end in: the requests that can be agreed on."""
    yield from _about_loans(case)
    yield "核实后如确有不当联系，由被申请人致歉。"


def certificate_name(case: Case) -> str:
    """What a certificate is called where the loans were made."""
    region = next((loan.region for loan in case.settled), MAINLAND)
    return CERTIFICATE_NAMES.get(region, CERTIFICATE_NAMES[MAINLAND])


def _about_loans(case: Case) -> Iterator[str]:
    return _about_settled(case) if case.settled else _about_open(case)


def _about_settled(case: Case) -> Iterator[str]:
    yield f"书面确认上列借款已经结清，并出具{certificate_name(case)}；借款附有担保或者增信的，一并说明是否已经解除。"
    if any(loan.basis in RELEASED for loan in case.settled):
        yield "减免部分，请书面确认已经免除、不再追索。"
    yield "将内部系统和受托机构的记录更正为已结清，撤回交给催收机构或者受让方的案件，并告知这些机构的名称和联系方式。"
    yield (
        "停止为催收目的使用本人的电话号码和其他个人信息，也不要联系本人的亲友、同事；"
        "依法须保存的资料，请只作存储和必要的安全保护。"
    )
    yield "如认为仍有款项没有结清，请分别列明本金、利息、罚息和费用的金额、计算方法和依据，并附合同和还款明细。"


def _about_open(case: Case) -> Iterator[str]:
    if any(one.verdict is not VerdictCode.WRONG_PERSON for one in case.messages):
        yield "书面说明所称款项对应的合同、债权人和计算方法，并附合同、放款凭证和还款明细。"
        yield "核实之前，请停止与事实不符的催收。"


def _always(case: Case) -> Iterator[str]:
    yield "核对所处理的本人个人信息；不准确的请予更正，已向征信机构报送的信息如与事实不符，请一并更正。"
    yield "说明本人个人信息的来源、使用目的，以及已经提供给哪些接收方，并提供本人信息的副本。"
    if case.messages:
        yield "保存与上列消息有关的通话录音、发送记录和系统日志。"
        yield "核实后如确有不当联系，请予致歉。"
    yield "在规定的期限内书面答复核实情况、处理决定和理由，没有规定期限的请及时答复；不能办理的，请逐项说明理由。"
