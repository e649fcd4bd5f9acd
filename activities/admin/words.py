"""The words a committee keeps: types, forms, measures, bases. What is not used any more is switched off."""

from django.contrib import admin

from activities.models import ActivityForm, ActivityType, Base, Measure
from portal.admin import CommitteeAdmin


class WordAdmin(CommitteeAdmin):
    list_filter = ["is_active"]
    search_fields = ["name"]


@admin.register(ActivityType)
class ActivityTypeAdmin(WordAdmin):
    menu_place = 37
    list_display = ["name", "order_number", "aliases", "is_active"]


@admin.register(ActivityForm)
class ActivityFormAdmin(WordAdmin):
    menu_place = 37
    list_display = ["name", "order_number", "is_active"]


@admin.register(Measure)
class MeasureAdmin(WordAdmin):
    menu_place = 38
    list_display = ["name", "unit", "order_number", "decimals", "is_headline", "is_active"]


@admin.register(Base)
class BaseAdmin(WordAdmin):
    menu_place = 38
    list_display = ["name", "district", "address", "order_number", "is_active"]
    list_filter = ["is_active", "district"]
    search_fields = ["name", "district", "address"]
