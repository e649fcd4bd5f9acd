"""The result of a review meeting as the table of a 通报."""

from portal.workbooks import write_table


def workbook(meeting, found, day):
    """`found`: [SpeakerResult]. What is hidden on the page is hidden here."""
    groups = [group.group for group in found[0].groups] if found else []
    columns = [
        "述职单位",
        "述职方式",
        *(f"{group}均分（{group.weight.normalize():f}%）" for group in groups),
        "得分",
        "备注",
    ]
    rows = []
    for result in found:
        means = ["—" if group.mean is None else group.mean for group in result.groups]
        note = "部分投票组票数少，不显示均分" if any(group.is_hidden for group in result.groups) else ""
        total = "—" if result.total is None else result.total
        rows.append([str(result.speaker), result.speaker.get_form_display(), *means, total, note])
    return write_table(f"{meeting.title}测评结果", columns, rows, unit=meeting.committee.name, as_of=day)
