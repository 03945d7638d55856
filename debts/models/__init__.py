"""What is stored: facts with their source, what was read out of them, and the log of every write."""

from debts.models.accounts import ApiToken, ClosedAccount, Profile, SharedCount, SignIn, StoredAnswer, TokenScope, User
from debts.models.changes import Change, ChangedVerdict, Footing, Ground
from debts.models.disputes import Dispute, DisputeItem, DisputeStep
from debts.models.dossiers import DossierExport, DossierForm
from debts.models.evidence import EvidenceEntry, StampedHead
from debts.models.exhibits import MessageFile
from debts.models.forwarders import (
    Alert,
    AlertSettings,
    Delivery,
    DeliveryOutcome,
    Forwarder,
    ForwarderKind,
    HookRefusal,
)
from debts.models.guests import Guest, GuestRole
from debts.models.lenders import Lender
from debts.models.lessons import Lesson, LessonKind
from debts.models.loans import Loan, Repayment
from debts.models.mailboxes import Mailbox, MailboxProblem
from debts.models.messages import BatchState, Decision, Finding, ImportBatch, Message, Verdict
from debts.models.pictures import PictureInHand, PictureText
from debts.models.reminders import DeadlineStage, SentDeadline, SentReminder
from debts.models.settlements import Assignment, Attachment, Settlement, SettlementProof
from debts.models.shares import Share, ShareVisit, VisitKind
from debts.models.sources import Sitting, Source, ToldKind
from debts.models.twins import Twin, TwinAnswer
from debts.models.webhooks import Webhook, WebhookCall, WebhookEvent, WebhookProblem

__all__ = [
    "Alert",
    "AlertSettings",
    "ApiToken",
    "Assignment",
    "Attachment",
    "BatchState",
    "Change",
    "ChangedVerdict",
    "ClosedAccount",
    "DeadlineStage",
    "Decision",
    "Delivery",
    "DeliveryOutcome",
    "Dispute",
    "DisputeItem",
    "DisputeStep",
    "DossierExport",
    "DossierForm",
    "EvidenceEntry",
    "Finding",
    "Footing",
    "Forwarder",
    "ForwarderKind",
    "Ground",
    "Guest",
    "GuestRole",
    "HookRefusal",
    "ImportBatch",
    "Lender",
    "Lesson",
    "LessonKind",
    "Loan",
    "Mailbox",
    "MailboxProblem",
    "Message",
    "MessageFile",
    "PictureInHand",
    "PictureText",
    "Profile",
    "Repayment",
    "SentDeadline",
    "SentReminder",
    "Settlement",
    "SettlementProof",
    "Share",
    "ShareVisit",
    "SharedCount",
    "SignIn",
    "Sitting",
    "Source",
    "StampedHead",
    "StoredAnswer",
    "TokenScope",
    "ToldKind",
    "Twin",
    "TwinAnswer",
    "User",
    "Verdict",
    "VisitKind",
    "Webhook",
    "WebhookCall",
    "WebhookEvent",
    "WebhookProblem",
]
