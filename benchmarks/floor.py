"""The least a month page could cost: the same activities from one query through the same template engine, nothing else.

No frame, no log-in, no grid, no agenda, no clashes: each activity once, with the fields and the markup it has in the
month. Written as anybody would write it who has not yet thought about speed.
"""

from django.shortcuts import render

from activities.models import Activity
from portal.quarters import period_of


def floor(request, month):
    period = period_of(month)
    rows = Activity.objects.filter(committee=request.GET["committee"]).between(period.first_day, period.last_day)
    rows = rows.exclude(state=Activity.State.DROPPED).select_related("alliance", "base").order_by("starts_at", "pk")
    return render(request, "benchmarks/floor.html", {"activities": rows})
