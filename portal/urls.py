"""All pages, app by app. Each app's urls.py names its full paths; the contract of names is in docs/architecture.md."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from portal.health.views import healthz

# The admin's own log-in form knows no lockout: everybody comes through ours.
admin.site.login = secure_admin_login(admin.site.login)
handler500 = "portal.failures.failed"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/mark.svg")), name="favicon"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("alliances.urls_officers")),
    path("", include("alliances.urls")),
    path("", include("letters.urls")),
    path("", include("branches.urls")),
    path("", include("branches.urls_terms")),
    path("", include("branches.urls_brands")),
    path("", include("activities.urls")),
    path("", include("assessments.urls")),
    path("", include("desk.urls")),
]
