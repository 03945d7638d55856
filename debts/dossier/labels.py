"""The words of the summary's own form: headings, table heads, standing sentences.

All are looked up in the language that is active, so call these functions inside ``translation.override(…)``.
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from debts.disputes.types import Request
from debts.dossier.pictures import PictureProblem


def summary_labels() -> dict[str, str]:
    """Every label that the summary's template prints, by the name that it uses there."""
    return _frame() | _parties() | _loans() | _messages() | _ending() | _papers()


def standing_note() -> str:
    """What every export has to say about itself."""
    return _(
        "本材料由用户自行整理生成，仅供与机构沟通和投诉使用，不构成法律意见；"
        "法律条文以官方公布文本为准，请在提交前核对并按需咨询律师。"
    )


def requests_to_lender(*, mainland: bool) -> tuple[str, ...]:
    """What a person whose loan is settled can ask of the lender: each request can be answered by itself.

    For loans of Hong Kong or Taiwan alone, not of the ``mainland``, the requests stand and its law is not cited.
    """
    return tuple(say_request(request, mainland=mainland) for request in Request)


def say_request(request: Request, *, mainland: bool) -> str:
    """One request in words, with the mainland's law where that applies."""
    words, law = _requests()[request]
    return _("%(request)s%(law)s") % {"request": words, "law": law} if law and mainland else words


def say_picture_problem(problem: PictureProblem) -> str:
    """Why a file is not printed, and where it can be seen all the same."""
    return {
        PictureProblem.BROKEN: _("这张图片打不开，可能已经损坏，所以没有印出来。原件照原样保存，哈希值在上面。"),
        PictureProblem.UNSUPPORTED: _("这种图片格式这里显示不了，所以没有印出来。请看原件。"),
        PictureProblem.TOO_LARGE: _("这张图片太大，没有印出来。请看原件。"),
        PictureProblem.TOO_MANY: _("图片太多，这一张没有印出来。请看证据包里的原件。"),
        PictureProblem.GONE: _("这个文件在磁盘上找不到了。请从备份恢复，并核对存证。"),
    }[problem]


def _requests() -> dict[Request, tuple[str, str]]:
    return {
        Request.CONFIRM: (_("书面确认上列已结清借款的结清状态，并出具结清证明。"), ""),
        Request.CLOSE_CASE: (
            _("将内部系统和外包系统中的状态更新为已结清，向所有催收方和受让方撤回案件，并告知其名称。"),
            "",
        ),
        Request.STOP: (
            _("停止为催收目的使用本人及本人联系人的电话号码和其他个人信息。"),
            _("参见《个人信息保护法》第四十四条、第四十七条。"),
        ),
        Request.CORRECT: (
            _("核对并更正与事实不符的个人信息和信用记录。"),
            _("参见《个人信息保护法》第四十六条。"),
        ),
        Request.DISCLOSE: (
            _("说明所用个人信息的来源，以及已向哪些接收方提供。"),
            _("参见《个人信息保护法》第四十五条、第四十八条。"),
        ),
        Request.PRESERVE: (_("保存与上述消息有关的通话录音、短信发送记录和系统日志。"), ""),
        Request.APOLOGISE: (_("如核实确有不当联系，请予致歉。"), ""),
        Request.ANSWER: (_("在规定的期限内书面答复，并说明理由。"), ""),
    }


def _frame() -> dict[str, str]:
    return {
        "title": _("催收争议摘要"),
        "page": _("第 {page} 页 / 共 {pages} 页"),
        "section": _("{number}、{title}"),
        "section_numbering": pgettext("numbering", "一"),
        "made_at": _("制作时间"),
        "made_on": _("制作于"),
        "time_zone": _("所用时区"),
        "loans_listed": _("列入借款"),
        "messages_listed": _("列入消息"),
        "period": _("消息起止"),
        "colon": pgettext("after a label", "："),
    }


def _parties() -> dict[str, str]:
    return {
        "parties": _("当事人"),
        "owner": pgettext("party", "本人"),
        "owner_phones": _("本人电话"),
        "lender": _("出借机构"),
        "legal_name": _("机构全称"),
        "also_known_as": _("其他名称"),
    }


def _loans() -> dict[str, str]:
    return {
        "loans": _("借款与结清"),
        "no_loans": _("未列入借款。"),
        "seal": pgettext("seal", "已结清"),
        "contract_number": _("合同编号"),
        "card_tail": _("银行卡尾号"),
        "principal": _("借款本金"),
        "drawn_on": _("放款日期"),
        "terms": _("借款约定"),
        "repayments": _("已记录还款"),
        "settled_at": _("结清时间"),
        "basis": _("结清方式"),
        "settlement_note": _("结清说明"),
        "proof_level": _("证明程度"),
        "not_settled": _("结清情况"),
        "not_settled_text": _("账本中没有结清记录。"),
        "proof": _("证明材料"),
        "issued_on": _("出具日期"),
        "issuer": _("出具方"),
        "proof_number": _("编号"),
        "file": _("文件"),
    }


def _messages() -> dict[str, str]:
    return {
        "story": _("事情的经过"),
        "messages": _("争议消息"),
        "no_messages": _("没有列入的消息。"),
        "number": _("序号"),
        "received_at": _("收到时间"),
        "channel": _("渠道"),
        "sender": _("发送方"),
        "recipient": _("收信人"),
        "claim": _("消息所称"),
        "verdict": _("账本判定"),
        "original": _("消息原文"),
        "no_text": _("（没有文字）"),
        "findings": _("行为提示"),
        "fingerprint": "SHA-256",
        "codes": _(
            "原文逐字照录。带底色的 U+ 编号代表无法印出、看不见或与其他字同形的字符，其原样见本文件所附的 JSON。"
        ),
        "codes_elsewhere": _(
            "原文逐字照录。带底色的 U+ 编号代表无法印出、看不见或与其他字同形的字符，其原样见同一份材料导出的 JSON。"
        ),
    }


def _ending() -> dict[str, str]:
    return {
        "legal_basis": _("依据"),
        "instrument": _("依据条文"),
        "rank": _("效力级别"),
        "summary": _("内容摘要"),
        "wording": _("与本争议的关系"),
        "requests": _("请求事项"),
        "requests_lead": _("请贵机构核实并书面答复："),
        "exhibits": _("证据清单"),
        "exhibit": _("证据"),
        "evidence": _("存证与说明"),
        "log_sequence": _("存证日志末条"),
        "log_digest": _("末条哈希值"),
        "hash_meaning": _("哈希值只说明记录此后未被改动，不说明内容本身是否属实。"),
        "app_version": _("程序版本"),
        "rulebook_version": _("规则库版本"),
        "statement": _("以上内容由本人根据留存的记录如实整理。"),
        "signature": _("签名"),
        "signed_on": _("日期"),
    }


def _papers() -> dict[str, str]:
    return {
        "files": _("证据原件"),
        "files_lead": _(
            "下面按证据编号列出每个文件。图片另起一页，页眉写有证据编号；印出来的是缩小的副本，原件没有改动。"
        ),
        "exhibit_number": _("证据 {number}"),
        "exhibit_piece": _("第 {piece} 张 / 共 {pieces} 张"),
        "file_name": _("文件名"),
        "attached": _("附在 PDF 里的原件"),
        "not_pictured": _("这个文件不是图片，没有印出来。请看原件。"),
        "redactions": _("遮盖说明"),
        "redactions_lead": _(
            "以下内容由本人遮盖，遮盖处写作〔已遮盖〕。没有遮盖的全文由本人保存，需要时可以出示核对。"
        ),
        "redaction_kind": _("遮盖的内容"),
        "redaction_count": _("处数"),
        "redaction_places": _("所在部分"),
        "original_hash": _("未遮盖全文的哈希值"),
        "data_hash": _("本材料数据的哈希值"),
        "data_hash_meaning": _(
            "二维码里就是这个哈希值，它是本材料全部文字数据（JSON）的 SHA-256。"
            "一个文件写不下它自己的哈希值，所以算的是数据：PDF 所附的 JSON 文件，算出来应当与此相同。"
        ),
        "qr": _("二维码：本材料数据的哈希值"),
    }
