"""Stars of branches, to search and export; they are granted from a finished star rating."""

from django.contrib import admin

from branches.models import Star
from portal.admin import CommitteeAdmin, ViewOnly


@admin.register(Star)
class StarAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 20
    list_display = ["branch", "year", "stars", "document_number", "granted_on", "withdrawn_on"]
    list_select_related = ["branch__organization"]
    list_filter = ["year", "stars"]
    search_fields = ["branch__search_key", "branch__organization__search_key", "document_number"]
    fields = [
        "branch",
        "year",
        "stars",
        "document_number",
        "granted_on",
        "granted_by",
        "recorded_at",
        "withdrawn_on",
        "withdrawn_reason",
        "withdrawn_by",
    ]
