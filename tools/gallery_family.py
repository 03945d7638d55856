"""The household of the gallery: a sister whom its owner lets help, and who lets the owner see two disputes of hers."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from debts.access import guests_of
from debts.actions import (
    Route,
    WriteContext,
    let_in,
    let_out,
    open_dispute,
    receive_messages,
    record_lender,
    record_loan,
    record_step,
    set_profile,
    settle,
)
from debts.models import Dispute, Guest, GuestRole, Message, User
from debts.reconciler.types import IncomingMessage

# Her disputes by what the owner of the gallery is to them.
TITLES = {GuestRole.READER: "姐姐的借款还清了还在催", GuestRole.EDITOR: "说要联系她的同事"}
TEXTS = {
    GuestRole.READER: "【捷信金融】您的借款已逾期12天，请尽快还款860.00元。",
    GuestRole.EDITOR: "【捷信金融】您已逾期15天仍未处理，我司将联系您的单位和同事。",
}
STORY = "春天就还清了，夏天又开始发短信。"


def fill_family(owner: User, now: datetime) -> None:
    """To a filled gallery add a sister who helps with its dispute, a brother who no longer does, and her disputes."""
    ctx, dispute = WriteContext(owner, Route.WEB, now), Dispute.objects.of(owner).latest("pk")
    sister, brother = (User.objects.create_user(f"{owner.get_username()}-{who}") for who in ("jiejie", "gege"))
    before = WriteContext(owner, Route.WEB, now - timedelta(days=8))
    let_out(ctx, let_in(before, dispute, brother, GuestRole.READER, may_export=True))
    guest = let_in(before, dispute, sister, GuestRole.EDITOR)
    helping = WriteContext(owner, Route.WEB, now - timedelta(days=3), guest=guest)
    record_step(helping, dispute, kind="note", day=helping.now.date(), text="客服来电，说五个工作日内核实。")
    _hers(WriteContext(sister, Route.WEB, now), owner)


def _hers(ctx: WriteContext, reader: User) -> None:
    set_profile(ctx, names=["许小河"], phones=["13900000001"])
    lender = record_lender(ctx, name="捷信消费金融有限公司", aliases=["捷信金融"], signatures=["捷信金融"])
    drawn_on = (ctx.now - timedelta(days=500)).date()
    loan = record_loan(
        ctx, lender=lender, product="消费贷", principal=Decimal(8000), drawn_on=drawn_on, repayment_method="free"
    )
    settle(ctx, loan, settled_at=ctx.now - timedelta(days=200), basis="paid_in_full")
    for role, title in TITLES.items():
        came = _came(ctx, TEXTS[role], ctx.now - timedelta(days=30))
        dispute = open_dispute(ctx, lender, loan=loan, title=title, story=STORY, things=came)
        let_in(ctx, dispute, reader, role)
        if role is GuestRole.READER:
            record_step(ctx, dispute, kind="sent", channel="lender", day=(ctx.now - timedelta(days=6)).date())


def _came(ctx: WriteContext, text: str, at: datetime) -> tuple[Message, ...]:
    return receive_messages(ctx, [IncomingMessage("", text, at, "1069000077")], source="paste").rows


def family_pages(owner: User) -> dict[str, str]:
    """The pages about guests, and the pages of others' disputes as a guest sees them, by name."""
    let = Guest.objects.of(owner).latest("pk")
    found = {"dispute_guests": reverse("dispute_guests", args=[let.dispute_id])}
    found |= {"guest_remove": reverse("guest_remove", args=[let.pk])}
    for guest in guests_of(owner):
        found |= _seen_by(guest)
    return found


def _seen_by(guest: Guest) -> dict[str, str]:
    names = ["dispute_what", "dispute_cause", "dispute_letter", "dispute_sent", "dispute_answer", "dispute_outcome"]
    if guest.role == GuestRole.EDITOR:
        names += ["dispute_edit", "dispute_step_new", "dispute_export", "letters_of_dispute"]
    found = {f"{guest.role}-{name}": reverse(name, args=[guest.dispute_id]) for name in names}
    found |= {f"{guest.role}-dispute_exhibit": reverse("dispute_exhibit", args=[guest.dispute_id, 1])}
    return {**found, f"{guest.role}-leave": reverse("guest_remove", args=[guest.pk])}
