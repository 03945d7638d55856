"""How well requests of forwarding apps are read: samples held against what a person read in them."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from debts.intake.webhooks import Delivered, HookKind, HookProblem, Posted, fields_of, read_hook, signatures
from debts.intake.webhooks.values import word_of

SAMPLES = Path(__file__).with_name("webhook_samples.toml")
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Expected:
    """What one sample holds; of its text the SHA-256, for the words are other people's."""

    name: str
    kind: HookKind
    text: str
    sender: str
    received_at: datetime
    channel: str


def load_expected() -> list[Expected]:
    """The table of what the samples hold."""
    table = tomllib.loads(SAMPLES.read_text("utf-8"))
    return [Expected(name, HookKind(one.pop("kind")), **one) for name, one in table.items()]


def posted_of(request: Mapping[str, Any]) -> Posted:
    """A sample as it would arrive."""
    headers = {name.lower(): value for name, value in request["headers"].items()}
    return Posted(request["method"], headers.get("content-type", ""), request["body"].encode(), headers=headers)


def fault_of(expected: Expected, sample: Mapping[str, Any]) -> str:
    """What is read otherwise than expected, in a word; nothing where all is right."""
    posted = posted_of(sample["request"])
    try:
        found = read_hook(expected.kind, posted, zone=ZONE)
    except HookProblem as problem:
        return problem.code
    if not isinstance(found, Delivered):
        return found.code
    draft = found.draft
    parts = {
        "text": hashlib.sha256(draft.text.encode()).hexdigest() == expected.text,
        "sender": draft.sender == expected.sender,
        "time": draft.received_at == expected.received_at,
        "channel": draft.channel == expected.channel,
        "signature": is_signed(expected.kind, posted, sample.get("secret") or ""),
    }
    return ", ".join(name for name, is_right in parts.items() if not is_right)


def is_signed(kind: HookKind, posted: Posted, secret: str) -> bool:
    """Whether the signature is right, where the sample has a secret."""
    if not secret:
        return True
    if kind is HookKind.CAPCOM6:
        headers = posted.headers
        return signatures.is_body_sign(secret, posted.body, headers["x-timestamp"], headers["x-signature"])
    fields = fields_of(posted)
    return signatures.is_timed_sign(secret, word_of(fields, ("timestamp",)), word_of(fields, ("sign",)))


def report_webhooks(folder: Path, expected: list[Expected]) -> dict[str, float]:
    """Print each sample and what is wrong with its reading; the share of right ones."""
    faults = {one.name: fault_of(one, json.loads((folder / one.name).read_text("utf-8"))) for one in expected}
    for name, fault in faults.items():
        print(f"  {name:40} {f'WRONG: {fault}' if fault else 'read'}")
    return {"webhooks read": sum(not fault for fault in faults.values()) / max(1, len(faults))}
