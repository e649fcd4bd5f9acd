"""Grades of a draft: added, changed, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render

from alliances.permissions import is_committee
from assessments.forms.schemes_grades import GradeForm
from assessments.models import Grade
from assessments.schemes import building, trees
from assessments.views.doors import do
from assessments.views.schemes import managed
from portal.access import WrongState, require


@login_required
def grade_create(request, pk):
    scheme = managed(request, pk)
    return _edit(request, Grade(scheme=scheme, order_number=None))


@login_required
def grade_edit(request, pk):
    return _edit(request, _found(request, pk))


def _edit(request, grade):
    scheme = grade.scheme
    if not scheme.is_draft:
        messages.error(request, f"“{scheme}”{scheme.get_state_display()}，不能再修改。要改请沿用为新方案。")
        return redirect(scheme)
    data = request.POST if request.method == "POST" else None
    form = GradeForm(data, instance=grade, branching=trees.branching_of(scheme))
    if request.method == "POST" and form.is_valid():
        try:
            building.save_grade(form.instance, form.chosen_needs, by=request.user)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        except IntegrityError:  # clicked twice
            form.add_error("name", "已有同名等次。")
        else:
            messages.success(request, f"等次“{form.instance}”已保存。")
            return redirect(scheme.get_absolute_url() + "#grades")
    context = {
        "form": form,
        "scheme": scheme,
        "grade": Grade.objects.get(pk=grade.pk) if grade.pk else None,
    }
    return render(request, "assessments/schemes/grade_form.html", context, status=422 if form.is_bound else 200)


@login_required
def grade_delete(request, pk):
    grade = _found(request, pk)
    scheme, name = grade.scheme, str(grade)
    if request.method == "POST":
        do(request, lambda: building.delete_grade(grade, by=request.user), f"已删除等次“{name}”。")
        return redirect(scheme.get_absolute_url() + "#grades")
    context = {
        "heading": "删除等次",
        "what": f"从“{scheme}”里删除等次“{name}”。",
        "submit": "删除",
        "leave": scheme.get_absolute_url() + "#grades",
    }
    return render(request, "confirm.html", context)


def _found(request, pk):
    rows = Grade.objects.visible_to(request.user).select_related("scheme__committee")
    grade = get_object_or_404(rows, pk=pk)
    require(is_committee(request.user, grade.scheme))
    return grade
