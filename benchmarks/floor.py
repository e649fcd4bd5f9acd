"""The least a page could cost: the same rows from one query through the same template engine, nothing else.

No frame, no log-in, no grid, no filters, no clashes: each row once, with the fields and the markup it has in the page.
Written as anybody would write it who has not yet thought about speed.
"""

from django.shortcuts import render

from activities.models import Activity
from assessments.models import Placing
from branches.models import Brand
from branches.views_brands.gallery import PAGE
from portal.quarters import period_of


def floor(request, month):
    period = period_of(month)
    rows = Activity.objects.filter(committee=request.GET["committee"]).between(period.first_day, period.last_day)
    rows = rows.exclude(state=Activity.State.DROPPED).select_related("alliance", "base").order_by("starts_at", "pk")
    return render(request, "benchmarks/floor.html", {"activities": rows})


def gallery_floor(request):
    """The first page of the gallery."""
    rows = Brand.objects.filter(committee=request.GET["committee"], published__isnull=False)
    rows = rows.select_related("published", "organization", "branch").order_by("organization__order_number", "pk")
    return render(request, "benchmarks/gallery_floor.html", {"brands": rows[:PAGE]})


def results_floor(request, version):
    """The table by place, not the means of each criterion under it: those stand in the locked result's JSON only."""
    rows = Placing.objects.filter(result=version).order_by("place", "entry__number")
    rows = rows.select_related("entry__version", "entry__organization", "award")
    return render(request, "benchmarks/results_floor.html", {"placings": rows, "version": version})
