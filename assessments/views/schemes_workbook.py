"""A scheme out of a workbook and into one."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def scheme_import(request):
    return render(request, "assessments/schemes/import.html", {})


scheme_template = scheme_export = scheme_import
