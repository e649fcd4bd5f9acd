"""What the doors of letters share: find what is visible, call the verb, say what happened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from letters.models import Letter, Recipient
from portal.access import WrongState, require
from portal.sending import CONTENT_TYPES


def letters(request):
    return Letter.objects.visible_to(request.user).select_related(
        "committee", "created_by", "batch", "follows", "template"
    )


def found(request, pk, may=None):
    """The letter, if this person sees it and may do that with it."""
    letter = get_object_or_404(letters(request), pk=pk)
    require(may is None or may(request.user, letter))
    return letter


def found_part(request, pk, may):
    """One unit's part of a letter."""
    parts = Recipient.objects.visible_to(request.user).select_related("letter__committee", "organization__committee")
    part = get_object_or_404(parts, pk=pk)
    require(may(request.user, part))
    return part


def do(request, act, said, *, letter=None):
    """Call the verb; a refusal is shown in its own words. Nobody decides on what changed since the page was opened."""
    if letter is not None and request.GET.get("seen", str(letter.revision)) != str(letter.revision):
        messages.warning(request, "这份公文刚有变动，请看过最新内容再办理。")
        return False
    try:
        act()
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def confirm(request, leave, form=None, **words):
    """A page of its own for what should not happen by one click."""
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "confirm.html", {"form": form, "leave": leave, **words}, status=status)


def docx_response(name, data):
    response = HttpResponse(data, content_type=CONTENT_TYPES[".docx"])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
