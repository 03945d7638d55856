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
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext_lazy

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

    def currency(self, ref: Any) -> str:
        """The currency of the loan."""
        return self.loans[ref].currency if ref in self.loans else "CNY"


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
    counted = _counted(cause)
    found = SENTENCES.get((cause["type"], cause["action"]))
    if found is None or cause.get("count", 1) != 1:
        return counted
    return in_words(lambda one: str(found(one) if callable(found) else found) % _Filling(one, names), cause, counted)


def _counted(cause: Mapping[str, Any]) -> str:
    """A cause by its kind and number alone: several of one kind, or one that another version kept."""
    noun, action = NOUNS.get(cause["type"], cause["type"]), ACTIONS.get(cause["action"], cause["action"])
    counted = npgettext("cause", "%(action)s %(count)d 项%(noun)s", "%(action)s %(count)d 项%(noun)s", cause["count"])
    return counted % {"action": action, "count": cause["count"], "noun": noun}


class _Filling:
    """What a sentence can fill in about its cause; each is worked out where the sentence asks for it."""

    def __init__(self, cause: Mapping[str, Any], names: Names) -> None:
        self._cause, self._names = cause, names

    def __getitem__(self, name: str) -> str:
        return str(FILLINGS[name](self._cause, self._names))


def _loan(cause: Mapping[str, Any], names: Names) -> str:
    facts = cause["facts"]
    return facts["product"] or names.lender(facts["lender"]) if cause["type"] == "loan" else names.loan(facts["loan"])


def _when(cause: Mapping[str, Any], _names: Names) -> str:
    return _moment(cause["facts"]["paid_at" if cause["type"] == "repayment" else "settled_at"])


def _sum(cause: Mapping[str, Any], names: Names) -> str:
    return say_amount(Decimal(cause["facts"]["amount"]), names.currency(cause["facts"]["loan"]))


def _side(side: str) -> Callable[[Mapping[str, Any], Names], str]:
    def value(cause: Mapping[str, Any], _names: Names) -> str:
        field = CHANGED[cause["type"]]
        return _moment(cause[side][field]) if field == "settled_at" else cause[side][field]

    return value


def _fields(cause: Mapping[str, Any], _names: Names) -> str:
    return _("、").join(filter(None, (_label(MODELS[cause["type"]], name) for name in cause["after"])))


FILLINGS: dict[str, Callable[[Mapping[str, Any], Names], str | Promise]] = {
    "loan": _loan,
    "when": _when,
    "sum": _sum,
    "before": _side("before"),
    "after": _side("after"),
    "fields": _fields,
    "proof": lambda cause, _: ProofKind(cause["facts"]["kind"]).label,
    "decision": lambda cause, _: DecisionKind(cause["facts"]["kind"]).label,
    "name": lambda cause, _: cause["facts"]["assignee" if cause["type"] == "assignment" else "name"],
    "words": lambda cause, _names: _("、").join(next(filter(None, _come_and_gone(cause)))),
}
CHANGED = {"rulebook": "version", "settlement": "settled_at", "lender": "name"}
MODELS: dict[str, type[models.Model]] = {"lender": Lender, "loan": Loan, "profile": Profile}


def _label(model: type[models.Model], name: str) -> str:
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _moment(text: str) -> str:
    return when(datetime.fromisoformat(text), get_current_timezone())


def _come_and_gone(cause: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The names that were put into the lists of a lender, and those that were taken out of them."""
    before, after = cause["before"], cause["after"]
    lists = [field for field in after if isinstance(after[field], list)]
    come = [one for field in lists for one in after[field] if one not in before[field]]
    return come, [one for field in lists for one in before[field] if one not in after[field]]


def _upgraded(cause: Mapping[str, Any]) -> Promise:
    if not cause["before"]["version"]:
        return gettext_lazy("规则库更新到 %(after)s")
    return gettext_lazy("规则库从 %(before)s 更新到 %(after)s")


def _settlement_changed(cause: Mapping[str, Any]) -> Promise:
    if "settled_at" in cause["after"] and cause["after"] != cause["before"]:
        return gettext_lazy("“%(loan)s”的结清时间从 %(before)s 改到 %(after)s")
    return gettext_lazy("修改“%(loan)s”的结清记录")


def _lender_changed(cause: Mapping[str, Any]) -> Promise:
    """Names that came or went are named themselves; anything else by its field."""
    come, gone = _come_and_gone(cause)
    if "name" in cause["after"]:
        return gettext_lazy("机构“%(before)s”改名为“%(after)s”")
    if come and not gone:
        return gettext_lazy("给“%(name)s”添上“%(words)s”")
    if gone and not come:
        return gettext_lazy("从“%(name)s”去掉“%(words)s”")
    return gettext_lazy("修改“%(name)s”的%(fields)s")


def _profile_changed(cause: Mapping[str, Any]) -> Promise:
    return gettext_lazy("修改您的%(fields)s") if cause["after"] else gettext_lazy("填写您的资料")


# What is said of one cause by its kind and what was done, or what chooses the sentence.
SENTENCES: dict[tuple[str, str], Promise | Callable[[Mapping[str, Any]], Promise]] = {
    ("rulebook", "upgraded"): _upgraded,
    ("settlement", "recorded"): gettext_lazy("记下“%(loan)s”于 %(when)s 结清"),
    ("settlement", "corrected"): _settlement_changed,
    ("settlement", "taken_back"): gettext_lazy("撤回“%(loan)s”的结清"),
    ("repayment", "recorded"): gettext_lazy("记入“%(loan)s” %(when)s 的还款 %(sum)s"),
    ("repayment", "corrected"): gettext_lazy("修改“%(loan)s” %(when)s 的还款"),
    ("repayment", "taken_back"): gettext_lazy("撤回“%(loan)s” %(when)s 的还款 %(sum)s"),
    ("settlementproof", "recorded"): gettext_lazy("给“%(loan)s”添加%(proof)s"),
    ("settlementproof", "taken_back"): gettext_lazy("撤回“%(loan)s”的%(proof)s"),
    ("assignment", "recorded"): gettext_lazy("记下“%(loan)s”转让给“%(name)s”"),
    ("lender", "recorded"): gettext_lazy("添加机构“%(name)s”"),
    ("lender", "corrected"): _lender_changed,
    ("lender", "taken_back"): gettext_lazy("撤回机构“%(name)s”"),
    ("loan", "recorded"): gettext_lazy("记下借款“%(loan)s”"),
    ("loan", "corrected"): gettext_lazy("修改“%(loan)s”的%(fields)s"),
    ("loan", "taken_back"): gettext_lazy("撤回借款“%(loan)s”"),
    ("decision", "recorded"): gettext_lazy("您确认了“%(decision)s”"),
    ("decision", "taken_back"): gettext_lazy("撤回您的确认“%(decision)s”"),
    ("profile", "recorded"): _profile_changed,
    ("profile", "corrected"): _profile_changed,
}
