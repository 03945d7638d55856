"""The whole job without a mouse: Tab, Enter, Space, arrows and typing, from the first account to the summary."""

import io
import re
from datetime import date

import pypdf
import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.test_main_job import CERTIFICATE, DEMAND, HEADS, squeezed

FARTHEST = 60
# What has the focus: by what name it is told, and whether a person who looks at the screen can see that it has it.
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const labels = [...(one.labels || [])].map((label) => label.innerText);
  const group = one.closest("fieldset")?.querySelector("legend")?.innerText || "";
  const own = one.getAttribute("aria-label") || labels.join(" ") || (one.matches("body") ? "" : one.innerText) || "";
  const shown = one.labels?.[0] && one.matches("[type=radio], [type=checkbox]") ? one.labels[0] : one;
  const marked = [one, shown].some((each) => {
    const look = getComputedStyle(each);
    return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== "none";
  });
  return {name: `${group} ${own}`.trim(), marked, inSight: box.bottom > 0 && box.top < innerHeight};
}"""


class Keys:
    """Works a page by its keys alone; on the way no stop may be without a name or out of sight."""

    def __init__(self, page):
        self.page = page

    def to(self, words):
        """Go on with Tab until what has the focus is called so."""
        passed = []
        for _step in range(FARTHEST):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            passed.append(focused["name"])
            if re.search(words, focused["name"]):
                assert focused["marked"], f"nobody can see that {focused['name']} has the focus"
                assert focused["inSight"], f"{focused['name']} has the focus out of sight"
                return
        pytest.fail(f"{words} was not reached: {passed}")

    def type(self, words, text):
        self.to(words)
        self.page.keyboard.insert_text(text)

    def type_day(self, words, day):
        """The browser's own field has three parts in the order of its language, and goes on when a part is full."""
        self.to(words)
        for order in ("%Y%m%d", "%m%d%Y", "%d%m%Y"):
            self.page.keyboard.type(f"{day:{order}}")
            if self.page.evaluate("document.activeElement.value") == day.isoformat():
                return
            for _part in range(3):
                self.page.keyboard.press("ArrowLeft")
        pytest.fail("the day cannot be typed")

    def tick(self, words):
        self.to(words)
        self.page.keyboard.press("Space")

    def press(self, words, leads_to):
        """Follow a link or press a button, and wait for the page that it leads to."""
        self.to(words)
        with self.page.expect_navigation(url=re.compile(leads_to)):
            self.page.keyboard.press("Enter")


def test_the_main_job_with_keys_alone(open_page):
    page = open_page(DESKTOP)
    # Listening from the start: the browser is told of a listener without waiting, and a key could be quicker.
    page.on("filechooser", lambda _chooser: None)
    keys = Keys(page)
    page.goto("/")
    make_account(keys)
    record_loan(keys)
    settle(keys)
    add_certificate(keys)
    assert check(keys) == "结清后催收"
    assert squeezed(DEMAND) in squeezed(summary(keys))


def make_account(keys):
    keys.type("用户名", "zhangsan")
    keys.type("密码", "jiu-wan-li-feng-peng")
    keys.type("密码", "jiu-wan-li-feng-peng")
    keys.press("^开第一个账户", r"/$")


def record_loan(keys):
    keys.press("记一笔借款", r"/loans/new/$")
    keys.type("出借机构", "招联金融")
    keys.page.locator("#lender-choices [name=lender_pick]").first.wait_for()
    keys.tick("您说的是哪一家")
    keys.type("借款金额", "10,000")
    keys.press("^保存", r"/loans/\d+/$")


def settle(keys):
    keys.press("记下结清", r"/settlement/")
    keys.to("怎样结清的 按期还清")
    keys.page.keyboard.press("ArrowDown")
    assert keys.page.get_by_label("提前结清").is_checked()
    keys.type_day("结清时间 日期", date(2024, 1, 10))
    keys.press("^保存", r"/loans/\d+/$")


def add_certificate(keys):
    keys.press("添加证明", r"/proofs/")
    keys.press("^结清证明", r"kind=")
    keys.to("^文件")
    with keys.page.expect_file_chooser() as chooser:
        keys.page.keyboard.press("Enter")
    chooser.value.set_files({"name": "结清证明.pdf", "mimeType": "application/pdf", "buffer": CERTIFICATE})
    keys.press("^保存", r"/loans/\d+/$")


def check(keys):
    """Check a demand and keep it; return the tag that it was given."""
    keys.press("查一条消息", r"/check/$")
    keys.type("把消息贴在这里", f"{HEADS[0]}\n{DEMAND}")
    keys.to("^查一下")
    keys.page.keyboard.press("Enter")
    tag = keys.page.locator("article.verdict .tag").first
    tag.wait_for()
    found = tag.inner_text()
    keys.press("存为证据", r"/messages/\d+/$")
    return found


def summary(keys):
    """Download the dispute summary; return the text that can be read out of the PDF."""
    keys.press("看争议摘要", r"/disputes/")
    keys.to("PDF")
    with keys.page.expect_download() as download:
        keys.page.keyboard.press("Enter")
    document = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))
    return "".join(leaf.extract_text() for leaf in document.pages)
