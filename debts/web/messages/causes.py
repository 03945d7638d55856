"""Why kept messages were judged anew, in words: 结清时间从 2024-03-10 改到 2024-01-10, 规则库从 2025-01 更新到 2026-11.

What is said is a clause without a full stop, for the beginning of a sentence. A cause that has no words of its own is
said by its kind and number, so that a record of another version still opens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

from debts.dossier.facts import loan_label
from debts.models import Lender, Loan, Profile, User
from debts.models.messages import DecisionKind
from debts.models.settlements import ProofKind
from debts.web.loans.rows import when
from debts.wording import say_amount
from debts.wording.stored import in_words

# No message, file, import or dispute changes an answer about another message; what was learnt is said of its lender.
SILENT = frozenset(
    {
        "message",
        "importbatch",
        "attachment",
        "messagefile",
        "picturetext",
        "lesson",
        "dispute",
        "disputeitem",
        "disputestep",
    }
)
SHOWN = 3
NOUNS: dict[str, Promise] = {
    "loan": pgettext_lazy("cause", "借款"),
    "lender": pgettext_lazy("cause", "机构"),
    "repayment": pgettext_lazy("cause", "还款"),
    "settlement": pgettext_lazy("cause", "结清"),
    "settlementproof": pgettext_lazy("cause", "证明"),
    "assignment": pgettext_lazy("cause", "债权转让"),
    "decision": pgettext_lazy("cause", "您的确认"),
}
ACTIONS: dict[str, Promise] = {
    "recorded": pgettext_lazy("cause", "记入"),
    "corrected": pgettext_lazy("cause", "修改"),
    "taken_back": pgettext_lazy("cause", "撤回"),
    "restored": pgettext_lazy("cause", "恢复"),
    "imported": pgettext_lazy("cause", "导入完"),
    "answered": pgettext_lazy("cause", "回答"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the facts are called that causes point at, by their archive ids, those taken back included."""

    loans: Mapping[str, Loan]
    lenders: Mapping[str, str]

    def loan(self, ref: Any) -> str:
        """The loan as people know it."""
        return loan_label(self.loans[ref]) if ref in self.loans else _("一笔借款")

    def lender(self, ref: Any) -> str:
        """The lender's name."""
        return self.lenders.get(ref, _("一家机构"))


def names_for(owner: User, causes: Iterable[Mapping[str, Any]]) -> Names:
    """The names that these causes need, in two queries."""
    facts = [cause.get("facts", {}) for cause in causes]
    loans = Loan.objects.filter(owner=owner, ref__in=_refs(facts, "loan")).select_related("lender")
    lenders = Lender.objects.filter(owner=owner, ref__in=_refs(facts, "lender"))
    return Names({loan.ref: loan for loan in loans}, dict(lenders.values_list("ref", "name")))


def _refs(facts: Sequence[Mapping[str, Any]], name: str) -> set[str]:
    return {str(one[name]) for one in facts if one.get(name)}


def say_causes(causes: Sequence[Mapping[str, Any]], names: Names) -> list[str]:
    """A clause for each cause that can have changed a verdict; never none."""
    told = [cause for cause in causes if cause.get("type") not in SILENT]
    moved = _replaced_settlement(told)
    if moved:
        told = [cause for cause in told if cause["type"] != "settlement"] + [moved]
    return [_clause(cause, names) for cause in told] or [_("账本有改动")]


def in_short(clauses: Sequence[str]) -> str:
    """The clauses as one, for a sentence; of many only the first are said."""
    shown = _("、").join(clauses[:SHOWN])
    rest = len(clauses) - SHOWN
    more = ngettext("%(shown)s等 %(count)d 项", "%(shown)s等 %(count)d 项", len(clauses))
    return more % {"shown": shown, "count": len(clauses)} if rest > 0 else shown


def _replaced_settlement(causes: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """A settlement that took the place of another one was, for its reader, moved."""
    by_action = {cause["action"]: cause for cause in causes if cause["type"] == "settlement"}
    if set(by_action) != {"taken_back", "recorded"} or any(cause["count"] != 1 for cause in by_action.values()):
        return None
    before, after = by_action["taken_back"]["facts"], by_action["recorded"]["facts"]
    if before.get("loan") != after.get("loan"):
        return None
    moments = {"before": {"settled_at": before["settled_at"]}, "after": {"settled_at": after["settled_at"]}}
    return {"action": "corrected", "type": "settlement", "count": 1, "facts": after, **moments}


def _clause(cause: Mapping[str, Any], names: Names) -> str:
    words = CLAUSES.get((cause["type"], cause["action"]))
    counted = _counted(cause)
    return in_words(lambda one: words(one, names), cause, counted) if words and cause.get("count", 1) == 1 else counted


def _counted(cause: Mapping[str, Any]) -> str:
    """A cause by its kind and number alone: several of one kind, or one that another version kept."""
    noun, action = NOUNS.get(cause["type"], cause["type"]), ACTIONS.get(cause["action"], cause["action"])
    counted = npgettext("cause", "%(action)s %(count)d 项%(noun)s", "%(action)s %(count)d 项%(noun)s", cause["count"])
    return counted % {"action": action, "count": cause["count"], "noun": noun}


def _rulebook(cause: Mapping[str, Any], _names: Names) -> str:
    versions = {"before": cause["before"]["version"], "after": cause["after"]["version"]}
    if not versions["before"]:
        return _("规则库更新到 %(after)s") % versions
    return _("规则库从 %(before)s 更新到 %(after)s") % versions


def _settled(cause: Mapping[str, Any], names: Names) -> str:
    params = {"loan": names.loan(cause["facts"]["loan"]), "when": _moment(cause["facts"]["settled_at"])}
    return _("记下“%(loan)s”于 %(when)s 结清") % params


def _settlement_moved(cause: Mapping[str, Any], names: Names) -> str:
    loan = names.loan(cause["facts"]["loan"])
    if "settled_at" not in cause["after"] or cause["after"] == cause["before"]:
        return _("修改“%(loan)s”的结清记录") % {"loan": loan}
    before, after = (_moment(cause[side]["settled_at"]) for side in ("before", "after"))
    return _("“%(loan)s”的结清时间从 %(before)s 改到 %(after)s") % {"loan": loan, "before": before, "after": after}


def _reopened(cause: Mapping[str, Any], names: Names) -> str:
    return _("撤回“%(loan)s”的结清") % {"loan": names.loan(cause["facts"]["loan"])}


def _paid(cause: Mapping[str, Any], names: Names) -> str:
    return _("记入“%(loan)s” %(when)s 的还款 %(sum)s") % _payment(cause, names)


def _unpaid(cause: Mapping[str, Any], names: Names) -> str:
    return _("撤回“%(loan)s” %(when)s 的还款 %(sum)s") % _payment(cause, names)


def _payment_changed(cause: Mapping[str, Any], names: Names) -> str:
    return _("修改“%(loan)s” %(when)s 的还款") % _payment(cause, names)


def _payment(cause: Mapping[str, Any], names: Names) -> dict[str, str]:
    facts = cause["facts"]
    currency = names.loans[facts["loan"]].currency if facts["loan"] in names.loans else "CNY"
    total = say_amount(Decimal(facts["amount"]), currency)
    return {"loan": names.loan(facts["loan"]), "when": _moment(facts["paid_at"]), "sum": total}


def _proved(cause: Mapping[str, Any], names: Names) -> str:
    return _("给“%(loan)s”添加%(proof)s") % _proof(cause, names)


def _unproved(cause: Mapping[str, Any], names: Names) -> str:
    return _("撤回“%(loan)s”的%(proof)s") % _proof(cause, names)


def _proof(cause: Mapping[str, Any], names: Names) -> dict[str, str]:
    facts = cause["facts"]
    return {"loan": names.loan(facts["loan"]), "proof": str(ProofKind(facts["kind"]).label)}


def _assigned(cause: Mapping[str, Any], names: Names) -> str:
    params = {"loan": names.loan(cause["facts"]["loan"]), "name": cause["facts"]["assignee"]}
    return _("记下“%(loan)s”转让给“%(name)s”") % params


def _new_lender(cause: Mapping[str, Any], _names: Names) -> str:
    return _("添加机构“%(name)s”") % {"name": cause["facts"]["name"]}


def _lender_gone(cause: Mapping[str, Any], _names: Names) -> str:
    return _("撤回机构“%(name)s”") % {"name": cause["facts"]["name"]}


def _lender_changed(cause: Mapping[str, Any], _names: Names) -> str:
    """Names that came and went are named themselves; anything else by its field."""
    before, after, name = cause["before"], cause["after"], cause["facts"]["name"]
    if "name" in after:
        return _("机构“%(before)s”改名为“%(after)s”") % {"before": before["name"], "after": after["name"]}
    lists = [field for field in after if isinstance(after[field], list)]
    come = [one for field in lists for one in after[field] if one not in before[field]]
    gone = [one for field in lists for one in before[field] if one not in after[field]]
    if come and not gone:
        return _("给“%(name)s”添上“%(words)s”") % {"name": name, "words": _("、").join(come)}
    if gone and not come:
        return _("从“%(name)s”去掉“%(words)s”") % {"name": name, "words": _("、").join(gone)}
    return _("修改“%(name)s”的%(fields)s") % {"name": name, "fields": _fields(Lender, after)}


def _new_loan(cause: Mapping[str, Any], names: Names) -> str:
    return _("记下借款“%(loan)s”") % {"loan": _of_loan(cause, names)}


def _loan_gone(cause: Mapping[str, Any], names: Names) -> str:
    return _("撤回借款“%(loan)s”") % {"loan": _of_loan(cause, names)}


def _loan_changed(cause: Mapping[str, Any], names: Names) -> str:
    params = {"loan": _of_loan(cause, names), "fields": _fields(Loan, cause["after"])}
    return _("修改“%(loan)s”的%(fields)s") % params


def _of_loan(cause: Mapping[str, Any], names: Names) -> str:
    return str(cause["facts"]["product"] or names.lender(cause["facts"]["lender"]))


def _decided(cause: Mapping[str, Any], _names: Names) -> str:
    return _("您确认了“%(decision)s”") % {"decision": DecisionKind(cause["facts"]["kind"]).label}


def _undecided(cause: Mapping[str, Any], _names: Names) -> str:
    return _("撤回您的确认“%(decision)s”") % {"decision": DecisionKind(cause["facts"]["kind"]).label}


def _profile(cause: Mapping[str, Any], _names: Names) -> str:
    return (
        _("修改您的%(fields)s") % {"fields": _fields(Profile, cause["after"])} if cause["after"] else _("填写您的资料")
    )


def _fields(model: type[models.Model], changed: Iterable[str]) -> str:
    return _("、").join(str(label) for name in changed if (label := _label(model, name)))


def _label(model: type[models.Model], name: str) -> str:
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _moment(text: str) -> str:
    return when(datetime.fromisoformat(text), get_current_timezone())


CLAUSES: dict[tuple[str, str], Callable[[Mapping[str, Any], Names], str]] = {
    ("rulebook", "upgraded"): _rulebook,
    ("settlement", "recorded"): _settled,
    ("settlement", "corrected"): _settlement_moved,
    ("settlement", "taken_back"): _reopened,
    ("repayment", "recorded"): _paid,
    ("repayment", "corrected"): _payment_changed,
    ("repayment", "taken_back"): _unpaid,
    ("settlementproof", "recorded"): _proved,
    ("settlementproof", "taken_back"): _unproved,
    ("assignment", "recorded"): _assigned,
    ("lender", "recorded"): _new_lender,
    ("lender", "corrected"): _lender_changed,
    ("lender", "taken_back"): _lender_gone,
    ("loan", "recorded"): _new_loan,
    ("loan", "corrected"): _loan_changed,
    ("loan", "taken_back"): _loan_gone,
    ("decision", "recorded"): _decided,
    ("decision", "taken_back"): _undecided,
    ("profile", "recorded"): _profile,
    ("profile", "corrected"): _profile,
}
