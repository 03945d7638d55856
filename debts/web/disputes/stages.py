"""The pages of the guided path: what happened, the likely cause, letters, where to send them, answers, the outcome."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from debts.access import Access
from debts.disputes.course import Stage, escalation
from debts.disputes.diagnosis import diagnose
from debts.disputes.roles import Deed
from debts.dossier.casefile import requests_of
from debts.dossier.casework import alarms_of, symptoms_of
from debts.dossier.deadline_calendar import deadline_calendar
from debts.models import Message, SettlementProof
from debts.queries import profile_of
from debts.rulebook import load_rulebook
from debts.web.disputes.access import of_dispute
from debts.web.disputes.cases import (
    EXHIBITS_ON_A_PAGE,
    OFFERED,
    Case,
    candidates,
    case_of,
    exhibits_shown,
    proofs_left,
)
from debts.web.disputes.forms import ExhibitForm, OutcomeForm
from debts.web.disputes.words import card_of, cards_of, letter_to_write, log_of, told_causes, told_matter
from debts.web.pages import OwnRequest
from debts.wording.disputes import CAUTIONS


@require_safe
@of_dispute(Deed.READ)
def dispute(_request: OwnRequest, access: Access) -> HttpResponse:
    """Go on where the dispute stands."""
    case = case_of(access)
    return redirect(case.url(case.reached))


@require_safe
@of_dispute(Deed.READ)
def dispute_what(request: OwnRequest, access: Access) -> HttpResponse:
    """Show what the dispute is about, its exhibits, and what could become one."""
    return what_page(request, case_of(access), ExhibitForm())


def what_page(request: OwnRequest, case: Case, form: ExhibitForm) -> HttpResponse:
    """The first stage, with a form that may have something wrong in it."""
    is_owner = case.access.may_keep  # nobody else chooses among the messages of the inbox
    left = candidates(case.dispute.lender, case.dispute.loan, case.dispute) if is_owner else Message.objects.none()
    pages = Paginator(exhibits_shown(case.dispute), EXHIBITS_ON_A_PAGE)
    pages.count = case.exhibits  # known already
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "left": left[:OFFERED],
        "left_count": left.count(),
        "proofs": proofs_left(case.dispute) if is_owner else (),
        "form": form,
        "requests": requests_of(case.dispute, mainland=case.is_mainland),
    }
    return stage_page(request, case, Stage.WHAT, **context)


@require_safe
@of_dispute(Deed.READ)
def dispute_cause(request: OwnRequest, access: Access) -> HttpResponse:
    """Show what probably went wrong, and the next step for each cause."""
    case = case_of(access)
    causes = told_causes(diagnose(symptoms_of(case.dispute)))
    return stage_page(request, case, Stage.CAUSE, causes=causes)


@require_safe
@of_dispute(Deed.READ)
def dispute_letter(request: OwnRequest, access: Access) -> HttpResponse:
    """Show what to prepare, and what is missing."""
    case = case_of(access)
    about = {"loan": case.dispute.loan} if case.dispute.loan else {"loan__lender": case.dispute.lender}
    context = {
        "following_letter": letter_to_write(case, alarms_of(case.dispute)),
        "has_name": bool(profile_of(access.owner).names),
        "has_proof": SettlementProof.objects.of(access.owner).filter(**about).exists(),
        "requests": requests_of(case.dispute, mainland=case.is_mainland),
        "cautions": CAUTIONS,
    }
    return stage_page(request, case, Stage.LETTER, **context)


@require_safe
@of_dispute(Deed.READ)
def dispute_sent(request: OwnRequest, access: Access) -> HttpResponse:
    """Show the channels, each with what it takes, how, by when and what to mind."""
    case = case_of(access)
    groups = cards_of(case, alarms_of(case.dispute)) if case.is_mainland else []
    return stage_page(request, case, Stage.SENT, groups=groups, cautions=CAUTIONS)


@require_safe
@of_dispute(Deed.READ)
def dispute_answer(request: OwnRequest, access: Access) -> HttpResponse:
    """Show what is awaited until when, what came back, and where to turn where it does not."""
    case = case_of(access)
    channel = escalation(load_rulebook(), case.kind, case.matters) if case.is_mainland else None
    context = {
        "matters": [told_matter(matter, case) for matter in reversed(case.matters)],
        "escalation": card_of(channel, case) if channel else None,
        "log": log_of(case),
        "has_dates": any(one.limit.is_statutory for matter in case.matters for one in matter.deadlines),
    }
    return stage_page(request, case, Stage.ANSWER, **context)


@require_safe
@of_dispute(Deed.READ)
def dispute_calendar(_request: OwnRequest, access: Access) -> HttpResponse:
    """Hand out the deadlines that still run as a calendar file."""
    now = timezone.localtime()
    case = case_of(access, now)
    response = HttpResponse(
        deadline_calendar(case.dispute, case.matters, now), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="jieqing-deadlines-{case.dispute.pk}.ics"'
    return response


@require_safe
@of_dispute(Deed.READ)
def dispute_outcome(request: OwnRequest, access: Access) -> HttpResponse:
    """Show how the dispute ended, or ask."""
    return outcome_page(request, case_of(access), OutcomeForm())


def outcome_page(request: OwnRequest, case: Case, form: OutcomeForm) -> HttpResponse:
    """The last stage, with a form that may have something wrong in it."""
    awaited = sum(matter.is_open for matter in case.matters)
    return stage_page(request, case, Stage.OUTCOME, form=form, awaited=awaited)


def stage_page(request: OwnRequest, case: Case, here: Stage, **context: Any) -> HttpResponse:
    """A page of the path: its template bears the name of the stage."""
    given = {"case": case, "access": case.access, "dispute": case.dispute, "path": case.path(here), "here": here.value}
    order = list(Stage)
    place = order.index(here)
    following = case.url(order[place + 1]) if place + 1 < len(order) else ""
    return render(request, f"disputes/stage_{here.value}.html", {**given, "following": following, **context})
