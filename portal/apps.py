from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "工作日历"

    def ready(self):
        import_module("portal.background")  # it connects itself, and needs the models


class CommitteeAdminConfig(AdminConfig):
    """django.contrib.admin with our site; settings name this instead."""

    default_site = "portal.site.CommitteeSite"
