"""The whole job as its user does it: from the first account to the summary in the hand."""

import io
import re

import pypdf

DEMAND = "【招联金融】您的好期贷已逾期12天，当前欠款916.80元，请立即还款。\n# *不是* $命令$"
REMINDER = "【省呗】您的借款已逾期，请尽快还款，避免产生更多费用。"
ADVERT = "【安逸花】邀您体验低息备用金，最高20万，三分钟到账。拒收请回复R"
HEADS = ["2024-03-05 10:22 1069000101", "2024-03-06 09:00 1069000102", "2024-03-07 12:00 1069000103"]
PASTE = "\n\n".join(f"{head}\n{text}" for head, text in zip(HEADS, [DEMAND, REMINDER, ADVERT], strict=True))
CERTIFICATE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_from_the_first_account_to_the_summary(any_page):
    page = any_page
    make_first_account(page)
    record_loan(page, lender="招联金融", product="好期贷")
    record_repayment(page, "10916.80")
    settle_with_certificate(page)
    record_loan(page, lender="省呗", product="省呗")
    assert check(page) == {"结清后催收": DEMAND, "与账本一致": REMINDER, "非催收消息": ADVERT}
    keep_all(page)
    assert squeezed(DEMAND) in squeezed(summary(page))


def make_first_account(page):
    page.goto("/")
    page.get_by_label("用户名").fill("zhangsan")
    for field in page.locator("main input[type=password]").all():
        field.fill("jiu-wan-li-feng-peng")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")


def save(page):
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/loans/\d+/$"))


def record_loan(page, *, lender, product):
    page.goto("/loans/new/")
    page.get_by_label("出借机构").fill(lender)
    page.get_by_label("借款金额").fill("10,000")
    for summary_line in page.locator("main details > summary").all():
        summary_line.click()
    page.get_by_label("产品").fill(product)
    page.get_by_label("借款日期").fill("2023-01-05")
    page.get_by_label("期数").fill("12")
    page.get_by_label("利率（%）").fill("18")
    page.locator("select[name=repayment_method]").select_option("equal_instalment")
    save(page)


def record_repayment(page, amount):
    page.get_by_role("link", name="记一笔还款").first.click()
    page.get_by_label("还款金额").fill(amount)
    page.locator("input[name=paid_at_date]").fill("2024-01-10")
    save(page)


def settle_with_certificate(page):
    page.get_by_role("link", name="记下结清").first.click()
    page.locator("input[name=settled_at_date]").fill("2024-01-10")
    page.get_by_label("提前结清").check()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="回到借款").click()
    page.get_by_role("link", name="添加证明").first.click()
    page.get_by_role("link", name="结清证明").first.click()
    file = {"name": "结清证明.pdf", "mimeType": "application/pdf", "buffer": CERTIFICATE}
    page.locator("input[type=file]:not([data-camera])").set_input_files(file)
    save(page)


def check(page):
    """Paste three messages; return which tag each of them was given."""
    page.goto("/check/")
    page.get_by_label("把消息贴在这里").fill(PASTE)
    page.get_by_role("button", name="查一下").click()
    page.locator("article.verdict").nth(2).wait_for()
    page.wait_for_load_state()  # until its stylesheet is there, a page without scripts shows line breaks as blanks
    answers = {}
    for card in page.locator("article.verdict").all():
        text = card.locator(".words").inner_text()
        answers[card.locator(".tag").first.inner_text()] = text
    return answers


def keep_all(page):
    page.get_by_role("button", name="全部存为证据").click()
    page.wait_for_url("**/messages/")


def summary(page):
    """Download the dispute summary of the flagged loan; return the text that can be read out of the PDF."""
    page.goto("/disputes/")
    page.locator("main a[href^='/disputes/loans/']").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 PDF").click()
    document = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))
    return "".join(leaf.extract_text() for leaf in document.pages)


def squeezed(text):
    """A text without its blanks: a PDF breaks lines where the page ends."""
    return re.sub(r"\s+", "", text)
