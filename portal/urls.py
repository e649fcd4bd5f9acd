"""All pages, app by app. Each app's urls.py names its full paths; the contract of names is in docs/architecture.md."""

from django.contrib import admin
from django.urls import include, path

from portal.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("alliances.urls")),
    path("", include("branches.urls")),
    path("", include("activities.urls")),
    path("", include("desk.urls")),
]
