"""The steps of a letter as doors: find what is visible, require, call the verb, say what happened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from letters import permissions, register, reminding
from letters.cautions import cautions
from letters.forms.steps import IssueForm, NumberForm, ReasonForm
from letters.views.common import confirm, do, found

SHOWN_GAPS = 5


@login_required
@require_POST
def letter_submit(request, pk):
    letter = found(request, pk, permissions.can_submit)
    do(request, lambda: letter.submit(by=request.user), "已送审，等待审批。", letter=letter)
    return redirect(letter)


@login_required
@require_POST
def letter_withdraw(request, pk):
    letter = found(request, pk, permissions.can_withdraw)
    do(request, lambda: letter.withdraw(by=request.user), "已撤回，可以修改后再送审。", letter=letter)
    return redirect(letter)


@login_required
@require_POST
def letter_approve(request, pk):
    letter = found(request, pk, permissions.can_approve)
    said = (
        "已审批，下一步填写文号、印发。"
        if permissions.can_issue(request.user, letter)
        else "已审批，请工作人员编号印发。"
    )
    do(request, lambda: letter.approve(by=request.user), said, letter=letter)
    return redirect(letter)


@login_required
def letter_return(request, pk):
    letter = found(request, pk, permissions.can_return)
    return _with_reason(
        request,
        letter,
        lambda reason: letter.return_(by=request.user, reason=reason),
        heading="退回修改",
        what=f"《{letter}》退回起草人修改，改好后重新送审。",
        label="退回原因",
        help_text="写清哪里要改、怎么改，对方照着改。",
        submit="退回修改",
        said="已退回，并已通知起草人。",
    )


@login_required
def letter_void(request, pk):
    letter = found(request, pk, permissions.can_void)
    out = letter.issued_on is not None
    return _with_reason(
        request,
        letter,
        lambda reason: letter.void(by=request.user, reason=reason),
        heading="作废公文",
        what=f"《{letter}》作废后不再办理，记录保留。" + ("已经收到的单位会收到通知。" if out else ""),
        label="作废原因",
        help_text="写入办理轨迹。",
        submit="作废",
        said="已作废，记录保留。",
    )


@login_required
def letter_number(request, pk):
    letter = found(request, pk, permissions.can_set_number)
    form = NumberForm(request.POST if request.method == "POST" else None, initial={"number": letter.number})
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        said = "文号已登记。" if number else "已改为未编号。"
        if do(request, lambda: letter.set_number(number, by=request.user), said):
            return redirect(letter)
        return redirect("letter-number", letter.pk)
    return confirm(
        request,
        letter.get_absolute_url(),
        form,
        heading="填写文号",
        what=f"《{letter}》的发文字号，照办公室给的填写。平台不自编文号；重号、空号在文号登记里指出。",
        consequences=_numbers_so_far(letter),
        submit="登记文号",
    )


@login_required
def letter_issue(request, pk):
    letter = found(request, pk, permissions.can_issue)
    form = IssueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["day"]
        do(request, lambda: letter.issue(day, by=request.user), "已印发，并已通知有账号的党务干部。", letter=letter)
        return redirect(letter)
    units = letter.recipients.count()
    return confirm(
        request,
        letter.get_absolute_url(),
        form,
        heading="印发",
        what=f"《{letter}》印发给 {units} 家单位，各单位在平台上收到通知，签收"
        + (f"，并在 {letter.reply_workdays} 个工作日内回复。" if letter.asks_reply else "。"),
        consequences=cautions(letter, timezone.localdate()),
        submit="印发",
    )


@login_required
@require_POST
def letter_remind(request, pk):
    """催办: every unit that owes a reply, once a day each."""
    letter = found(request, pk, permissions.can_edit)
    parts = letter.recipients.owing_reply()
    made = reminding.remind_by_hand(list(parts), by=request.user, day=timezone.localdate())
    if made:
        messages.success(request, f"已提醒 {len(made)} 家没有回复的单位。")
    else:
        messages.info(request, "没有要提醒的单位：都已回复，或者今天已经提醒过。")
    return redirect(letter)


def _numbers_so_far(letter):
    """What the office may want to look at before it gives the next number; none of it is filled in."""
    year = (letter.signed_on or timezone.localdate()).year
    said = cautions(letter, timezone.localdate()) if letter.number else []
    for series in register.gaps_and_doubles(letter.committee, year).series:
        words = f"{series.prefix}〔{year}〕已登记到 {series.last} 号"
        words += f"，空号 {'、'.join(series.gap_words[:SHOWN_GAPS])}" if series.gaps else ""
        words += (
            f"，重号 {'、'.join(f'{place}号' for place in list(series.doubles)[:SHOWN_GAPS])}" if series.doubles else ""
        )
        said.append(f"{words}。")
    return said


def _with_reason(request, letter, act, *, label, help_text, said, **words):
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label, help_text=help_text)
    if form.is_bound and form.is_valid():
        do(request, lambda: act(form.cleaned_data["reason"]), said, letter=letter)
        return redirect(letter)
    return confirm(request, letter.get_absolute_url(), form, **words)
