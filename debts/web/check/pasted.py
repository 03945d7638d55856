"""From a paste to judged messages. Stores nothing: what a person typed travels with the page and comes back with it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from debts.actions.arrivals import find_kept
from debts.intake.drafts import Draft
from debts.intake.paste import MAX_PASTE_CHARACTERS, MAX_PASTE_MESSAGES, PasteProblem, split_paste
from debts.models import Loan, Message, User
from debts.queries import as_incoming, kept_around, ledger_of, loans_of
from debts.reconciler import judge_messages
from debts.reconciler.deciding import GRAVITY
from debts.reconciler.types import Channel, IncomingMessage, Judgement, Recipient
from debts.rulebook import load_rulebook
from debts.web.check.forms import MAX_SENDER, DetailForm, PasteForm

KEY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Pasted:
    """One message of a paste. ``key`` stays the same while its words do, wherever it stands in the paste."""

    key: str
    draft: Draft
    incoming: IncomingMessage
    details: DetailForm
    kept: Message | None

    @property
    def said(self) -> list[tuple[str, str]]:
        """The inputs beside this message that say something else than the paste: name and value of each."""
        if not self.details.is_bound:
            return []
        names = map(self.details.add_prefix, self.details.changed_data)
        return [(name, self.details.data[name]) for name in names]


@dataclass(frozen=True, slots=True)
class Judged:
    """A message of a paste with what the ledger says about it."""

    pasted: Pasted
    judgement: Judgement


def split(owner: User, form: PasteForm, given: Mapping[str, Any], now: datetime) -> list[Pasted]:
    """Split the paste of a valid form into messages; where it cannot be taken, the form says why and none come back.

    ``given`` holds what was typed beside the messages, each name beginning with the key of its message.
    """
    result = split_paste(form.cleaned_data["paste"], now=now, zone=timezone.get_current_timezone())
    if result.problem:
        form.add_error("paste", _too_much(result.problem))
        return []
    prefixes = {name.partition("-")[0] for name in given}
    rows = [
        (key, draft, _details(key, draft, given if key in prefixes else None, now))
        for key, draft in zip(_keys(result.drafts), result.drafts, strict=True)
    ]
    messages = [_incoming(key, draft, details, form) for key, draft, details in rows]
    return [
        Pasted(key, draft, message, details, kept)
        for (key, draft, details), message, kept in zip(rows, messages, find_kept(owner, messages), strict=True)
    ]


def judge(owner: User, pasted: Sequence[Pasted]) -> tuple[list[Judged], list[Loan]]:
    """Judge the messages of a paste together with what was kept around their times; return the loans read for it."""
    loans = list(loans_of(owner))
    ledger = ledger_of(owner, loans)
    incoming = [_named(row) for row in pasted]
    judgements = judge_messages(ledger, incoming, rulebook=load_rulebook(), earlier=_earlier(owner, pasted))
    return [Judged(row, judgement) for row, judgement in zip(pasted, judgements, strict=True)], loans


def gravest_first(judged: Sequence[Judged]) -> list[Judged]:
    """Messages in the order in which they matter; those that weigh the same stay in the order of the paste."""
    return sorted(judged, key=lambda row: GRAVITY[row.judgement.verdict.code])


def _too_much(problem: PasteProblem) -> str:
    if problem is PasteProblem.TOO_MANY:
        return _("一次最多查 %(limit)d 条，请分几次贴。您贴的内容还在框里。") % {"limit": MAX_PASTE_MESSAGES}
    return _("一次最多贴 %(limit)d 个字，请分几次贴。您贴的内容还在框里。") % {"limit": MAX_PASTE_CHARACTERS}


def _keys(drafts: Sequence[Draft]) -> Iterator[str]:
    """A short hash of each message's words; the same words a second time get a key of their own."""
    seen: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        words = (draft.header, draft.text)
        seen[words] += 1
        yield hashlib.sha256(repr((*words, seen[words])).encode()).hexdigest()[:KEY_LENGTH]


def _details(key: str, draft: Draft, given: Mapping[str, Any] | None, now: datetime) -> DetailForm:
    known = {"received_at": draft.received_at, "sender": draft.sender[:MAX_SENDER]}
    options: dict[str, Any] = {"prefix": key, "now": now, "initial": known, "use_required_attribute": False}
    as_pasted = DetailForm(**options)
    said = _said_otherwise(as_pasted, given) if given else {}
    if not said:
        return as_pasted
    shown = {as_pasted.add_prefix(name): as_pasted[name].value() or "" for name in as_pasted.fields}
    return DetailForm({**shown, **said}, **options)


def _said_otherwise(details: DetailForm, given: Mapping[str, Any]) -> dict[str, str]:
    """What was typed and differs from what the paste itself says. An empty input says nothing."""
    said = {}
    for name, field in details.fields.items():
        typed = str(given.get(details.add_prefix(name), ""))
        if typed.strip() and field.has_changed(details.get_initial_for_field(field, name), typed):
            said[details.add_prefix(name)] = typed
    return said


def _incoming(key: str, draft: Draft, details: DetailForm, form: PasteForm) -> IncomingMessage:
    """Put together what the person said about this message, what the paste tells, and what holds for the batch."""
    said: Mapping[str, Any] = _said(details)
    batch = form.cleaned_data
    return IncomingMessage(
        id=key,
        text=draft.text,
        received_at=said.get("received_at") or draft.received_at or batch["received_at"],
        sender=(said.get("sender") or draft.sender or batch["sender"])[:MAX_SENDER],
        channel=Channel(said.get("channel") or batch["channel"] or draft.channel),
        recipient=Recipient(said.get("recipient") or batch["recipient"] or draft.recipient),
        sent_at=draft.sent_at,
    )


def _said(details: DetailForm) -> Mapping[str, Any]:
    """The parts that could be read; the form itself shows what is wrong with the others."""
    if not details.is_bound:
        return {}
    details.full_clean()
    return details.cleaned_data


def _named(row: Pasted) -> IncomingMessage:
    """A message under the name by which decisions about it are known, once it is kept."""
    return as_incoming(row.kept) if row.kept else row.incoming


def _earlier(owner: User, pasted: Sequence[Pasted]) -> list[IncomingMessage]:
    """Kept calls of about the same days: the rules that count over time count calls, and no instrument counts SMS."""
    moments = [row.incoming.received_at for row in pasted if row.incoming.received_at]
    calls = kept_around(owner, moments).filter(channel=Channel.CALL.value)
    own = {row.kept.pk for row in pasted if row.kept}
    return [as_incoming(call) for call in calls if call.pk not in own]
