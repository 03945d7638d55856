"""The words about papers: what is wrong with one, why that matters and what to do; and how to come by a better proof.

Each says what a person can check, and none promises what a lender or an office will do.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from debts.reconciler.endings import Way
from debts.reconciler.proofs import ProofProblemCode

# What is the matter, and what it means and asks for. %(written)s stands on the paper, %(expected)s in the ledger.
PROOF_PROBLEMS: Mapping[ProofProblemCode, tuple[Promise, Promise]] = {
    ProofProblemCode.NOTHING_TO_SHOW: (
        _("只记了有这份材料，没有文件、日期、出具方和编号。"),
        _("别人无从核对，所以还不能算证明。请补上文件，或者至少写上日期、出具方、编号中的一样。"),
    ),
    ProofProblemCode.HOLDER_DIFFERS: (
        _("材料上的姓名是“%(written)s”，和您的“%(expected)s”不是同一个人。"),
        _("别人名下的材料证明不了您的借款，所以没有算作证明。写错了请改；确实是别人的，请向机构要您本人的那一份。"),
    ),
    ProofProblemCode.CONTRACT_DIFFERS: (
        _("材料上的合同号是“%(written)s”，这笔借款记的是“%(expected)s”。"),
        _("它说的可能是另一笔借款，所以没有算作这一笔的证明。请核对两边的号码；如果记错了借款，请记到那一笔下面。"),
    ),
    ProofProblemCode.ONE_INSTALMENT: (
        _("材料只写明某一期已还，没有写明全部结清。"),
        _("一期还清不等于这笔借款结清，所以没有算作证明。请向机构要写明“全部结清”的那一种。"),
    ),
    ProofProblemCode.ISSUER_UNKNOWN: (
        _("出具方“%(written)s”不是账本里这家机构的名字（%(expected)s）。"),
        _(
            "平台往往只是转交，出具的应当是放款机构，债权转让过的是受让方。是同一家请把这个名字补进机构的名称；转让过请记下转让；都不是，请再向放款机构要一份。"
        ),
    ),
    ProofProblemCode.ISSUED_BEFORE_END: (
        _("出具日期 %(written)s 早于账本里的结清日 %(expected)s。"),
        _("证明开在结清之前，对方可能会问。请核对这两个日期；如果其实更早就结清了，请修改结清时间。"),
    ),
    ProofProblemCode.ISSUED_IN_FUTURE: (
        _("出具日期 %(written)s 还没有到。"),
        _("请核对年份和日期。"),
    ),
    ProofProblemCode.SCOPE_NOT_SAID: (
        _("还没有写明这份材料说的是不是全部结清。"),
        _("只有写明全部结清、没有欠款的，才说明整笔借款了结。请对照原件选一下。"),
    ),
    ProofProblemCode.AMOUNT_NOT_FOUND: (
        _("凭证上的 %(written)s 在还款记录里找不到。"),
        _("可能漏记了这笔还款，也可能是付给别的借款的。请核对；漏记的请补上。"),
    ),
    ProofProblemCode.NUMBER_MISSING: (
        _("没有写案号或文书编号。"),
        _("有了编号，别人才能核对这份文书。请照原件补上。"),
    ),
}

# What to get, and how.
WAYS: Mapping[Way, tuple[Promise, Promise]] = {
    Way.SETTLEMENT: (
        _("记下结清的时间"),
        _("现在只有材料或还款，没有记哪天结清。记下之后，才看得出哪些消息是结清以后来的。"),
    ),
    Way.REPAYMENTS: (
        _("把还款记全"),
        _("逐笔记下，或者导入支付宝、微信、银行的账单。足额之后，账本自己就能算出已经还清。"),
    ),
    Way.SCREENSHOT: (
        _("应用里的结清截图"),
        _(
            "在贷款应用的借款记录里找到这一笔，截下写着“已结清”的整个屏幕，连同状态栏的时间。截图单独拿出来说服力有限，最好同时保留原手机。"
        ),
    ),
    Way.BANK_STATEMENT: (
        _("付款银行的流水或支付凭证"),
        _("在付款的银行或支付应用里下载最后几笔还款的流水或电子回单，上面有收款方、金额和时间。"),
    ),
    Way.SERVICE_RECORD: (
        _("客服的书面答复"),
        _(
            "从合同或官方应用里的电话、在线客服去问“这笔借款是否已经全部结清”，留下工单号、聊天记录或邮件。不要用催收消息里的号码。"
        ),
    ),
    Way.CERTIFICATE: (
        _("放款机构的结清证明"),
        _(
            "有的应用里可以自己申请下载，没有的就打官方客服电话，或者寄一封信。要盖章或有可核验的电子签章，写明您的姓名、合同号和“全部结清”。债权转让过的，由受让方出具。"
        ),
    ),
    Way.AGREEMENT: (
        _("协商减免的协议"),
        _("签过的减免协议、确认减免的短信或邮件请一并保存：少付的那部分凭它说明是对方免掉的。"),
    ),
    Way.CREDIT_REPORT: (
        _("显示结清的征信报告"),
        _(
            "本人每年可以免费查两次央行征信报告：征信中心网站、云闪付和不少银行应用可查简版，人民银行网点或自助机可打印逐笔列明的详版。还清后要过一段时间才更新。有些网贷报送的是百行征信或朴道征信，在央行报告里查不到，不说明已经结清，也不说明没有结清。"
        ),
    ),
}
