"""Subjects of messages: picture messages, iMessages, mails and notifications have them."""

# What phones write as a subject where the sender gave none.
_NO_SUBJECTS = frozenset({"nosubject", "no subject", "(no subject)", "无主题", "(无主题)"})


def with_subject(subject: str, text: str) -> str:
    """A text below its subject, which is part of what was said; a text that begins with it has it already."""
    plain = subject.strip()
    if not plain or plain.lower() in _NO_SUBJECTS or text.startswith(plain):
        return text
    return f"{plain}\n{text}" if text.strip() else plain
