"""What the client says, in Chinese and English; which of them, the locale tells."""

import os
from collections.abc import Mapping

CHINESE, ENGLISH = "zh-hans", "en"

WORDS: Mapping[str, tuple[str, str]] = {
    "about": (
        "查一条消息、导入备份、导出账本；也能自己开服务。",
        "Check a message, import a backup, export the ledger, or serve one.",
    ),
    "login": ("记下服务器的地址和钥匙", "remember the server's address and a token"),
    "check": ("查消息：写在后面、从文件读、或者从管道读", "check a message: as words, from a file or from a pipe"),
    "import": ("导入一个备份文件", "import a file of messages"),
    "export": ("导出整个账本", "export the whole ledger"),
    "serve": ("在这台机器上开一个账本服务", "serve a ledger from this machine"),
    "manage": ("运行服务器的命令，例如 manage doctor", "run a command of the server, such as: manage doctor"),
    "ask_token": ("钥匙（在网页的设置里建）：", "Token (made in the settings): "),
    "logged_in": ("已记下，账户是 %s，可以：%s。", "Remembered. The account is %s, the token may: %s."),
    "no_login": ("还没有登录。请先运行：jieqing login 地址", "Not logged in yet. Run: jieqing login ADDRESS"),
    "no_text": ("没有要查的内容。", "There is nothing to check."),
    "no_file": ("文件打不开：%s", "The file cannot be opened: %s"),
    "no_server": ("连不上服务器：%s", "The server cannot be reached: %s"),
    "bad_address": ("地址要以 http:// 或 https:// 开头。", "The address has to begin with http:// or https://."),
    "refused": ("服务器没有接受：%s", "The server refused: %s"),
    "imported": (
        "%(new)s 条新的，%(duplicates)s 条已有，%(unreadable)s 条读不了，%(flagged)s 条与账本不符。",
        "%(new)s new, %(duplicates)s known, %(unreadable)s unreadable, %(flagged)s contradict the ledger.",
    ),
    "failed": ("没有读成：%s", "It could not be read: %s"),
    "exported": ("已写到 %s。", "Written to %s."),
}


def language() -> str:
    """The language of the surroundings: English where they say so, else Chinese."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return ENGLISH if said.lower().startswith("en") else CHINESE


def say(key: str) -> str:
    """One of the sentences."""
    chinese, english = WORDS[key]
    return english if language() == ENGLISH else chinese
