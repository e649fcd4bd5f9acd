"""What every door of a contest does: find what is visible, require, call the verb, say what happened."""

from django.contrib import messages
from django.shortcuts import redirect, render

from assessments.forms.steps import ReasonForm
from portal.access import WrongState


def do(request, act, said):
    """Call the verb; a refusal is shown in its own words. Whether it was done."""
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def with_reason(request, act, *, back, said, label="原因", help_text="", required=True, **words):
    """The page of an act that needs a reason (a refusal leaves the reason on the page)."""
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label, help_text=help_text,
                      required=required)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    status = 422 if form.is_bound else 200
    return render(request, "confirm.html", {"form": form, "leave": back, **words}, status=status)
