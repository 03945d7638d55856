"""Where the pages hang. Every one of them is for a signed-in person: nobody has to remember to say so."""

from types import ModuleType

from django.urls import URLPattern

from debts.web.accounts import View, signed_in
from debts.web.bills import urls as bills
from debts.web.calls import urls as calls
from debts.web.check import urls as check
from debts.web.connections import urls as connections
from debts.web.context import still_there
from debts.web.disputes import urls as disputes
from debts.web.dossiers import urls as dossiers
from debts.web.evidence import urls as evidence
from debts.web.exports import urls as exports
from debts.web.forwarders import urls as forwarders
from debts.web.guests import urls as guests
from debts.web.help import urls as help_pages
from debts.web.imports import urls as imports
from debts.web.lenders import urls as lenders
from debts.web.letters import urls as letters
from debts.web.loans import urls as loans
from debts.web.mailbox import urls as mailbox
from debts.web.messages import urls as messages
from debts.web.overview import urls as overview
from debts.web.planning import urls as planning
from debts.web.proposals import urls as proposals
from debts.web.screenshots import urls as screenshots
from debts.web.search import urls as search
from debts.web.settings import urls as settings
from debts.web.shares import urls as shares
from debts.web.signing.sureness import asks
from debts.web.style import urls as style
from debts.web.webhooks import urls as webhooks


def gated(name: str, view: View) -> View:
    """A page behind the sign-in page; where it gives much away, behind the question who is sitting there as well."""
    return signed_in(asks(name, still_there(view)))


def private(*families: ModuleType) -> list[URLPattern]:
    """The addresses of the page families, each behind the sign-in page; a fact that is gone has no page."""
    return [
        URLPattern(page.pattern, gated(page.name or "", page.callback), page.default_args, page.name)
        for family in families
        for page in family.urlpatterns
    ]


urlpatterns = private(
    overview,
    check,
    screenshots,
    loans,
    bills,
    lenders,
    calls,
    messages,
    search,
    imports,
    proposals,
    mailbox,
    forwarders,
    disputes,
    dossiers,
    letters,
    shares,
    guests,
    evidence,
    planning,
    exports,
    settings,
    help_pages,
    style,
    webhooks,
    connections,
)
