"""List filters that ask for today: who is there, who sits where."""

from django.contrib import admin
from django.utils import timezone

from alliances.models import Alliance, Seat


class StandsToday(admin.SimpleListFilter):
    """For rows with `on(day)`."""

    title = "在册"
    parameter_name = "today"

    def lookups(self, request, model_admin):
        return [("yes", "现有"), ("no", "已终止或未开始")]

    def queryset(self, request, queryset):
        standing = queryset.model.objects.on(timezone.localdate())
        if self.value() == "yes":
            return queryset.filter(pk__in=standing)
        return queryset.exclude(pk__in=standing) if self.value() == "no" else queryset


class SeatedToday(admin.SimpleListFilter):
    """Organizations by the alliance of today."""

    title = "所在联盟"
    parameter_name = "alliance"

    def lookups(self, request, model_admin):
        today = timezone.localdate()
        rows = [(str(row.pk), str(row)) for row in Alliance.objects.visible_to(request.user).on(today)]
        return [*rows, ("none", "未编组")]

    def queryset(self, request, queryset):
        seats = Seat.objects.on(timezone.localdate())
        if self.value() == "none":
            return queryset.exclude(seats__in=seats)
        if self.value() not in [key for key, _ in self.lookup_choices]:
            return queryset
        return queryset.filter(pk__in=seats.filter(alliance=self.value()).values("organization"))
