"""The calendar that other programs fetch. They cannot sign in, so the address itself is the secret.

Of the secret only the SHA-256 is stored and looked up, so neither the database nor the time that an answer takes tells
anything about it. Whatever is wrong with an address, the answer is that there is no such page.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from debts.actions.tokens import token_digest
from debts.dossier.calendar import calendar_of
from debts.dossier.dues import open_loans
from debts.models import ApiToken, TokenScope
from debts.models.accounts import CALENDARS
from debts.queries import language_of, zone_of


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  the address is all that counts
    """Answer with the calendar of the owner whose secret it is."""
    known = _known(token)
    if known is None:
        raise Http404
    owner, is_named = known.owner, known.scope == TokenScope.CALENDAR_NAMED
    loans = open_loans(owner, timezone.now(), zone_of(owner))
    with translation.override(language_of(owner)):
        content = calendar_of(owner, loans, is_named=is_named)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _known(token: str) -> ApiToken | None:
    """The calendar token in force of an active owner."""
    in_force = ApiToken.objects.filter(scope__in=CALENDARS, revoked_at=None, owner__is_active=True)
    return in_force.select_related("owner__profile").filter(digest=token_digest(token)).first()


urlpatterns = [path("<str:token>.ics", calendar_feed, name="calendar")]
