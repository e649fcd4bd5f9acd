"""登记事项: what stands beside a letter, label and value."""

from letters import permissions


def facts(letter, parts, user):
    inside = permissions.sees_all_parts(user, letter)
    rows = [
        _row("文种", letter.get_kind_display()),
        _row("发文字号", letter.number),
        _row("成文日期", day_words(letter.signed_on)),
        _row("印发日期", day_words(letter.issued_on)),
        _row("回复", _reply(letter, parts, inside)),
    ]
    if letter.contact:
        rows.append(_row("联系", letter.contact))
    if not inside:
        return rows
    rows.append(_row("起草", letter.created_by.name if letter.created_by else "系统"))
    if letter.case:
        rows.append(_row("事由", "查看", letter.case_url) if letter.case_url else _row("事由", letter.case))
    if letter.follows:
        rows.append(_row("前一份", letter.follows.title, letter.follows.get_absolute_url()))
    rows += [_row("后一份", one.title, one.get_absolute_url()) for one in letter.followed_by.all()]
    if letter.batch:
        rows.append(_row("批次", letter.batch.title, letter.batch.get_absolute_url()))
    return rows


def _reply(letter, parts, inside):
    if not letter.asks_reply:
        return "不要求回复"
    due = letter.reply_due if inside or not parts else parts[0].due_on
    words = f"{letter.reply_workdays} 个工作日内"
    return f"{words}，{day_words(due)}前" if due else f"{words}，自印发次日起"


def _row(label, value, href=""):
    return {"label": label, "value": value, "href": href}


def day_words(day):
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
