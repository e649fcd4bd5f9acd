"""The browser admin as one place, 基础数据: in the order of use, with the portal's own doors."""

from django.contrib.admin import AdminSite
from django.shortcuts import redirect

LAST = 1000


class CommitteeSite(AdminSite):
    site_header = "市直机关党建联盟工作平台 · 基础数据"
    site_title = "市直机关党建联盟工作平台"
    index_title = "基础数据"
    site_url = "/"

    def get_app_list(self, request, app_label=None):
        """By the `menu_place` of each model's admin; an app stands where its first model stands. What has none is not
        the committee's business (groups, mail addresses) and is left out."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            known = [model for model in app["models"] if self._place(model) < LAST]
            app["models"] = sorted(known, key=self._place)
        return sorted((app for app in apps if app["models"]), key=lambda app: self._place(app["models"][0]))

    def _place(self, model):
        return getattr(self._registry[model["model"]], "menu_place", LAST)

    def password_change(self, request, extra_context=None):
        """One page for everybody: it also ends the one-time code."""
        return redirect("password-change")
