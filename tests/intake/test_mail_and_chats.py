"""E-mails, mailboxes, and conversations exported from WhatsApp."""

import base64

import pytest

from tests.intake.reading import read, seen

__all__ = ["read"]

HEAD = """Received: from mx.example.com by mail.example.org; Tue, 5 Mar 2024 10:22:40 +0800
From: =?utf-8?B?6L+c5bGx5raI6YeR?= <notice@example.com>
To: han@example.org
Subject: =?utf-8?B?6YC+5pyf5o+Q6YaS?=
Date: Tue, 5 Mar 2024 02:22:33 +0000
Message-ID: <1@example.com>
MIME-Version: 1.0
"""
PLAIN = f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n您的借款已逾期3天。\n"
SENDER = "远山消金 <notice@example.com>"


def test_a_mail_gives_subject_and_body_and_the_time_of_the_last_server(read):
    [draft] = read(PLAIN)
    assert seen([draft]) == [("2024-03-05 10:22:40", SENDER, "逾期提醒\n您的借款已逾期3天。")]
    assert f"{draft.sent_at:%H:%M:%S}" == "10:22:33"
    assert (draft.channel, draft.id) == ("email", "<1@example.com>")


@pytest.mark.parametrize("zone", ["-0000", "CST", "GMT", "+0800 (CST)"])
def test_a_time_counts_from_the_zone_that_a_server_in_china_means(read, zone):
    hour = "02" if zone in ("-0000", "GMT") else "10"
    mail = f"From: a@x.cn\nTo: b@x.cn\nSubject: x\nDate: Tue, 05 Mar 2024 {hour}:22:33 {zone}\n\n请还款"
    assert seen(read(mail))[0][0] == "2024-03-05 10:22:33"


def test_html_becomes_words_and_nothing_that_acts(read):
    page = "<style>p{}</style><p>您的借款</p><script>alert(1)</script><p>已<b>逾期</b></p><img src='http://t.example'>"
    [draft] = read(f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{page}\n")
    assert draft.text == "逾期提醒\n您的借款\n已逾期"


def test_a_mail_in_gb18030_is_read(read):
    body = base64.b64encode("请于今日还款".encode("gb18030")).decode()
    head = f"{HEAD}Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: base64\n"
    assert read(f"{head}\n{body}\n")[0].text == "逾期提醒\n请于今日还款"


def test_the_plain_form_counts_and_an_attached_text_does_not(read):
    parts = ["text/plain; charset=utf-8\n\n正文", "text/html\n\n<p>other</p>"]
    parts.append("text/plain\nContent-Disposition: attachment; filename=a.txt\n\nattached")
    body = "".join(f"--b\nContent-Type: {part}\n" for part in parts)
    assert read(f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n")[0].text == "逾期提醒\n正文"


def test_a_mailbox_gives_each_mail(read):
    mailbox = f"From a@example.com Tue Mar  5 02:22:33 2024\n{PLAIN}\n>From here on\n\n"
    items = read(mailbox * 2)
    assert [one.text for one in items] == ["逾期提醒\n您的借款已逾期3天。\n\nFrom here on"] * 2
    assert [str(one.place) for one in items] == ["mail 1", "mail 2"]


def test_a_mail_nested_five_hundred_deep_ends(read):
    mail = PLAIN
    for _ in range(500):
        mail = f"{HEAD}Content-Type: message/rfc822\n\n{mail}"
    assert seen(read(mail))[0] in {"mail_broken", ("2024-03-05 10:22:40", SENDER, "逾期提醒")}


def test_an_unknown_encoding_is_said_where_the_bytes_are_no_text_either(read):
    unknown = PLAIN.replace("charset=utf-8", "charset=klingon")
    assert read(unknown)[0].text == "逾期提醒\n您的借款已逾期3天。"
    head, _, _ = unknown.encode().partition("您".encode())
    assert seen(read(head + b"\xff\xfe\x81\x00\xff")) == ["mail_broken"]


NARROW = "朱镕喆您好，请還款"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("; charset=gb2312", "gb18030"),
        ("; charset=x-gbk", "gbk"),
        ("; charset=cp936", "gbk"),
        ("; charset=iso-8859-1", "gb18030"),
        ("; charset=unicode", "utf-8"),
        ("", "utf-8"),
        ("", "gb18030"),
    ],
)
def test_an_encoding_that_is_missing_or_misnamed_is_told_by_the_bytes(read, charset, encoding):
    body = base64.b64encode(NARROW.encode(encoding)).decode()
    head = f"{HEAD}Content-Type: text/plain{charset}\nContent-Transfer-Encoding: base64\n"
    assert read(f"{head}\n{body}\n")[0].text == f"逾期提醒\n{NARROW}"


def test_western_words_stay_western(read):
    body = "Votre prêt est échu, réglez-le".encode("latin-1")
    head = f"{HEAD}Content-Type: text/plain; charset=iso-8859-1\n\n".encode()
    assert read(head + body)[0].text.endswith("Votre prêt est échu, réglez-le")


WORDS = "逾期还款提醒".encode("gb2312")


@pytest.mark.parametrize(
    "subject",
    [
        "逾期还款提醒".encode(),
        "逾期还款提醒".encode("gb18030"),
        *(
            b"=?gb2312?B?%s?=\r\n =?gb2312?B?%s?=" % (base64.b64encode(WORDS[:cut]), base64.b64encode(WORDS[cut:]))
            for cut in (4, 5)
        ),
    ],
    ids=["raw UTF-8", "raw GB18030", "two words", "a sign in two words"],
)
def test_a_subject_is_read_in_each_way_of_writing_it(read, subject):
    old = b"=?utf-8?B?6YC+5pyf5o+Q6YaS?="
    assert read(PLAIN.encode().replace(old, subject))[0].text == "逾期还款提醒\n您的借款已逾期3天。"


def test_a_mail_of_apple_ends_where_its_size_says(read):
    content = PLAIN.encode()
    notes = b'<?xml version="1.0"?>\n<plist version="1.0"></plist>\n'
    assert seen(read(b"%d      \n" % len(content) + content + notes)) == seen(read(PLAIN))


def test_a_mark_before_the_head_does_not_hide_it(read):
    assert seen(read("\ufeff" + PLAIN)) == seen(read(PLAIN))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"datatype": "SMS", "type": "1"}, ("2024-03-05 10:22:33", "10690001", "您的借款已逾期3天。")),
        ({"datatype": "SMS", "type": "2"}, "sent"),
        ({"datatype": "CALLLOG", "type": "3"}, ("2024-03-05 10:22:33", "10690001", "未接来电")),
    ],
)
def test_what_sms_backup_plus_has_mailed_is_a_message_of_the_phone(read, told, expected):
    row = {"address": "10690001", "date": "1709605353000"} | told
    mail = "".join(f"X-smssync-{name}: {value}\n" for name, value in row.items()) + PLAIN
    assert seen(read(mail)) == [expected]


# --- WhatsApp --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("[2024/3/5 10:22:33] 催收小王: 请还款", "2024-03-05 10:22:33"),
        ("[2024/3/5 下午1:02:03] 催收小王: 请还款", "2024-03-05 13:02:03"),
        ("2024/3/5 上午12:05 - 催收小王: 请还款", "2024-03-05 00:05:00"),
        ("2024/3/5 中午11:45 - 催收小王: 请还款", "2024-03-05 11:45:00"),
        ("25/03/2024, 10:22 - 催收小王: 请还款", "2024-03-25 10:22:00"),
        ("3/25/24, 10:22 PM - 催收小王: 请还款", "2024-03-25 22:22:00"),
        ("\u200e[25.03.24, 10:22:33] 催收小王: 请还款", "2024-03-25 10:22:33"),
        ("3/25/24, 12:22\u202fAM - 催收小王: 请还款", "2024-03-25 00:22:00"),
    ],
)
def test_each_way_of_writing_the_time_is_read(read, line, moment):
    assert seen(read(line)) == [(moment, "催收小王", "请还款")]


def test_the_month_is_found_from_the_whole_conversation(read):
    chat = "04/05/2024, 10:22 - 王: 一\n13/05/2024, 10:22 - 王: 二\n第二行\n"
    assert seen(read(chat)) == [("2024-05-04 10:22:00", "王", "一"), ("2024-05-13 10:22:00", "王", "二\n第二行")]


def test_dates_that_leave_the_month_open_are_read_so_that_the_messages_stay_in_order(read):
    chat = "11/04/2024, 10:22 - 王: 一\n02/05/2024, 10:22 - 王: 二\n"
    assert [one[0] for one in seen(read(chat))] == ["2024-04-11 10:22:00", "2024-05-02 10:22:00"]


def test_what_the_app_remarks_and_media_are_skipped(read):
    chat = "25/03/2024, 10:22 - Messages are encrypted.\n25/03/2024, 10:23 - 王: <Media omitted>\n"
    assert seen(read(chat)) == ["no_text", "no_text"]


@pytest.mark.parametrize(
    "text",
    [
        "\u200eimage omitted",
        "\u200e图像已省略",
        "\u200e圖片已略去",
        "<省略多媒体文件>",
        "<忽略多媒體檔>",
        "\u200evideo omitted",
        "This message was deleted",
        "此消息已删除",
        "IMG-20240305-WA0001.jpg (file attached)",
        "\u200e<attached: 00000012-PHOTO.jpg>",
        "\u200e消息和通话已进行端到端加密。对话之外的任何人都无法读取。",
    ],
)
def test_what_the_app_writes_in_place_of_words_is_skipped(read, text):
    assert seen(read(f"[2024/3/5 10:22:33] 王: {text}")) == ["no_text"]


@pytest.mark.parametrize(
    ("line", "sender", "text"),
    [
        ("\u202a+86\u00a0170\u00a00000\u00a00000\u202c: 请还款", "+86 170 0000 0000", "请还款"),
        ("~\u202f远山: 请还款", "远山", "请还款"),
        ("王: 请还款 \u200e<This message was edited>", "王", "请还款"),
        ("王: 账单.pdf (文件附件)\n请还款", "王", "请还款"),
        ("王: 请看 image omitted 一词", "王", "请看 image omitted 一词"),
    ],
)
def test_names_and_words_are_without_what_the_app_adds(read, line, sender, text):
    assert seen(read(f"[2024/3/5 10:22:33] {line}")) == [("2024-03-05 10:22:33", sender, text)]


def attached(*parts):
    body = "".join(f"--b\nContent-Type: {part}\n" for part in ("text/plain; charset=utf-8\n\n正文", *parts))
    return f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n"


def test_files_that_are_attached_come_along_under_their_own_names(read):
    named = 'Content-Disposition: attachment; filename="../../a.pdf"'
    pdf = f"application/pdf\nContent-Transfer-Encoding: base64\n{named}\n\nJVBERi0x"
    unnamed = "text/html\nContent-Disposition: attachment\n\n<p>x</p>"
    [draft] = read(attached(pdf, unnamed))
    assert [(file.name, file.content) for file in draft.files] == [("a.pdf", b"%PDF-1"), ("attachment", b"<p>x</p>")]
    assert draft.text == "逾期提醒\n正文"


def test_no_more_than_a_hundred_files_are_taken_from_one_mail(read):
    draft, told = read(attached(*["text/plain\nContent-Disposition: attachment; filename=a\n\nx"] * 150))
    assert len(draft.files) == 100
    assert str(told) == "mail 1: many_files (50)"


PAY = "请还款".encode()


def mailed(head, body=PAY):
    return f"From: a@x.cn\nDate: Tue, 05 Mar 2024 10:22:33 +0800\n{head}\n\n".encode("utf-8", "surrogateescape") + body


def as_sent(text, encoding):
    return text.encode(encoding).decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(("subject", "encoding"), [("繳款", "big5"), ("账单", "gbk")])
def test_a_raw_subject_is_read_by_the_encoding_that_the_mail_names_for_its_text(read, subject, encoding):
    head = f"Subject: {as_sent(subject, encoding)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset={encoding}"
    (mail,) = read(mailed(head, "您好".encode(encoding)))
    assert mail.text == f"{subject}\n您好"


def test_an_encoded_subject_with_signs_beyond_its_encoding_is_read(read):
    coded = base64.b64encode("請還款".encode("gbk")).decode()
    (mail,) = read(mailed(f"Subject: =?gb2312?B?{coded}?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"))
    assert mail.text == "請還款\n请还款"


def test_cells_of_a_table_in_a_mail_stay_apart_and_a_cut_base64_is_read_as_far_as_it_goes(read):
    head = "Subject: x\nMIME-Version: 1.0\nContent-Type: text/{}; charset=utf-8"
    (table,) = read(mailed(head.format("html"), b"<table><tr><td>3</td><td>2</td></tr></table>"))
    coded = base64.b64encode("请还款".encode())[:9]
    (cut,) = read(mailed(head.format("plain") + "\nContent-Transfer-Encoding: base64", coded))
    assert (table.text, cut.text) == ("x\n3 2", "x\n请还")


@pytest.mark.parametrize(
    "words", ["<Medien ausgeschlossen>", "imagen omitida", "imagem ocultada", "Mensagem apagada", "null"]
)
def test_what_whatsapp_writes_for_pictures_in_other_languages_is_no_message(read, words):
    assert seen(read(f"[05.03.24, 10:22:33] 小王: 您好\n[06.03.24, 10:22:33] 小王: \u200e{words}\n"))[1] == "no_text"
