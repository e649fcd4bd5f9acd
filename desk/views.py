from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from desk.forms import AnswerForm, FeedbackForm
from desk.frame import Frame
from desk.home import home_context
from desk.models import Feedback
from desk.search import SHOWN, search
from portal.access import WrongState, require

PAGE = 20


@login_required
def home(request):
    outlook = Frame(request)  # the same one for page and frame, so that nothing is asked twice
    context = home_context(request.user, timezone.localdate(), outlook)
    return render(request, "desk/home.html", {**context, "frame": outlook})


@login_required
def search_page(request):
    words = request.GET.get("q", "")[:60]
    found = [
        {"heading": heading, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "list": name}
        for heading, rows, name in ((heading, list(rows), name) for heading, rows, name in search(request.user, words))
    ]
    return render(request, "desk/search.html", {"words": words, "found": [part for part in found if part["rows"]]})


@login_required
def feedback(request):
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("from", "")[:200]})
    if request.method == "POST":
        require(request.user.committee_id)
        if form.is_valid():
            form.instance.hand_in(by=request.user)
            messages.success(request, "已收到。工委答复后，您会在消息里看到。")
            return redirect("feedback")
    said = Feedback.objects.visible_to(request.user).select_related("by__organization", "answered_by")
    if request.GET.get("open"):
        said = said.open()
    page = Paginator(said, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/feedback.html", {"form": form, "page": page, "answer_form": AnswerForm()})


@login_required
@require_POST
def feedback_answer(request, pk):
    entry = get_object_or_404(Feedback.objects.visible_to(request.user), pk=pk)
    require(request.user.is_staff)
    entry.answered_at = None  # the page offers it only where there is no answer yet
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明答复内容。")
        return redirect("feedback")
    try:
        entry.reply(form.cleaned_data["answer"], by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已答复，并已通知提出人。")
    return redirect("feedback")


def manual(request):
    return render(request, "desk/manual.html")
