"""Where each part of the site hangs."""

from django.urls import include, path

from debts.api.hooks import hook
from ledger.health import healthz, metrics, readyz

urlpatterns = [
    path("accounts/", include("debts.web.entrance")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", include("debts.api.urls")),
    path("calendar/", include("debts.web.planning.feed")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("shared/", include("debts.web.shares.visitors")),
    path("hooks/<str:kind>/<str:hook_id>/", hook, name="hook"),
    path("", include("debts.web.phone")),
    path("", include("debts.web.urls")),
]

handler400 = "debts.web.errors.bad_request"
handler403 = "debts.web.errors.forbidden"
handler404 = "debts.web.errors.not_found"
handler500 = "debts.web.errors.server_error"
