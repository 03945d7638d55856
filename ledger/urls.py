"""Where each part of the site hangs."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("debts.web.entrance")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", include("debts.api.urls")),
    path("calendar/", include("debts.web.planning.feed")),
    path("", include("debts.web.urls")),
]

handler400 = "debts.web.errors.bad_request"
handler403 = "debts.web.errors.forbidden"
handler404 = "debts.web.errors.not_found"
handler500 = "debts.web.errors.server_error"
