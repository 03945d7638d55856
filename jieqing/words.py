"""What the client says, in the languages of the app; which of them, the locale tells."""

import os
from collections.abc import Mapping

LANGUAGES = CHINESE, TRADITIONAL, ENGLISH = "zh-hans", "zh-hant", "en"
PLACES = ("zh_hant", "zh_tw", "zh_hk", "zh_mo")

# Each in the order of LANGUAGES.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "about": (
        "查一条消息、导入备份、导出账本；也能自己开服务。",
        "查一條訊息、匯入備份、匯出帳本；也能自己開服務。",
        "Check a message, import a backup, export the ledger, or serve one.",
    ),
    "login": (
        "记下服务器的地址和钥匙",
        "記下伺服器的地址和金鑰",
        "remember the server's address and a token",
    ),
    "check": (
        "查消息：写在后面、从文件读、或者从管道读",
        "查訊息：寫在後面、從檔案讀、或者從管線讀",
        "check a message: as words, from a file or from a pipe",
    ),
    "import": (
        "导入一个备份文件",
        "匯入一個備份檔案",
        "import a file of messages",
    ),
    "export": (
        "导出整个账本",
        "匯出整個帳本",
        "export the whole ledger",
    ),
    "serve": (
        "在这台机器上开一个账本服务",
        "在這台機器上開一個帳本服務",
        "serve a ledger from this machine",
    ),
    "manage": (
        "运行服务器的命令，例如 manage doctor",
        "執行伺服器的指令，例如 manage doctor",
        "run a command of the server, such as: manage doctor",
    ),
    "ask_token": (
        "钥匙（在网页的设置里建）：",
        "金鑰（在網頁的設定裡建）：",
        "Token (made in the settings): ",
    ),
    "logged_in": (
        "已记下，账户是 %s，可以：%s。",
        "已記下，帳戶是 %s，可以：%s。",
        "Remembered. The account is %s, the token may: %s.",
    ),
    "no_login": (
        "还没有登录。请先运行：jieqing login 地址",
        "還沒有登入。請先執行：jieqing login 地址",
        "Not logged in yet. Run: jieqing login ADDRESS",
    ),
    "no_text": (
        "没有要查的内容。",
        "沒有要查的內容。",
        "There is nothing to check.",
    ),
    "no_file": (
        "文件打不开：%s",
        "檔案打不開：%s",
        "The file cannot be opened: %s",
    ),
    "no_server": (
        "连不上服务器：%s",
        "連不上伺服器：%s",
        "The server cannot be reached: %s",
    ),
    "bad_address": (
        "地址要以 http:// 或 https:// 开头。",
        "地址要以 http:// 或 https:// 開頭。",
        "The address has to begin with http:// or https://.",
    ),
    "refused": (
        "服务器没有接受：%s",
        "伺服器沒有接受：%s",
        "The server refused: %s",
    ),
    "imported": (
        "%(new)s 条新的，%(duplicates)s 条已有，%(unreadable)s 条读不了，%(flagged)s 条与账本不符。",
        "%(new)s 條新的，%(duplicates)s 條已有，%(unreadable)s 條讀不了，%(flagged)s 條與帳本不符。",
        "%(new)s new, %(duplicates)s known, %(unreadable)s unreadable, %(flagged)s contradict the ledger.",
    ),
    "failed": (
        "没有读成：%s",
        "沒有讀成：%s",
        "It could not be read: %s",
    ),
    "exported": (
        "已写到 %s。",
        "已寫到 %s。",
        "Written to %s.",
    ),
}


def language() -> str:
    """The language of the surroundings: English or traditional Chinese where they say so, else simplified Chinese."""
    named = (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name))
    said = next(named, "").lower()
    if said.startswith("en"):
        return ENGLISH
    return TRADITIONAL if said.startswith(PLACES) else CHINESE


def say(key: str) -> str:
    """One of the sentences."""
    return WORDS[key][LANGUAGES.index(language())]
