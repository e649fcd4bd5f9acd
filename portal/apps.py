from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "工作日历"


class CommitteeAdminConfig(AdminConfig):
    """django.contrib.admin with our site; settings name this instead."""

    default_site = "portal.site.CommitteeSite"
