"""What stands between the text and the attachments: 附件说明, 出席, 署名, 成文日期 and 附注."""

from letters.documents.cleaning import clean_line
from letters.documents.heads import written
from letters.documents.markup import paragraph, run, tag
from letters.documents.measures import CHARACTER, LINE, indent, width

ROOM_FOR_SEAL = 3  # lines above the signature: the seal of 42 mm ends within a line of the text


def attachment_note(titles):
    """“附件：1. …”, one line under the text; a name that goes on begins under its first character."""
    titles = [clean_line(title) for title in titles]
    if not titles:
        return ""
    if len(titles) == 1:
        place = {"before": LINE, "left": indent(5), "hanging": indent(3), "keep_next": True}
        return paragraph("AttachmentNote", run(f"附件：{titles[0]}"), **place)
    numbers = 1.5 if len(titles) < 10 else 2
    lines = []
    for number, title in enumerate(titles, 1):
        word = "附件：" if number == 1 else ""
        lines.append(
            paragraph(
                "AttachmentNote",
                run(f"{word}{number}."),
                f"<w:r>{tag('tab')}</w:r>",
                run(title),
                before=LINE if number == 1 else 0,
                left=indent(5 + numbers),
                hanging=indent(numbers + len(word)),
                keep_next=True,
            )
        )
    return "".join(lines)


def attendance(paper):
    """出席, 请假, 列席 of minutes: one line under the text, names that go on under the first name."""
    lists = {"出席": paper.attended, "请假": paper.away, "列席": paper.observers}
    named = [(word, clean_line(names)) for word, names in lists.items() if names.strip()]
    return "".join(
        paragraph(
            "Attendance",
            run(f"{word}：", "Level1Text"),
            run(names),
            before=0 if place else LINE,
            left=indent(5),
            hanging=indent(3),
        )
        for place, (word, names) in enumerate(named)
    )


def signature(paper, keep_next=False):
    """署名 and 成文日期, so placed that the seal fits over them, or as they stand without one."""
    name, day = clean_line(paper.signature or paper.issuer), written(paper.signed_on)
    if not (name and day):
        alone = run(name or day)
        place = {"before": 2 * LINE, "right": indent(4), "keep_next": keep_next}
        return paragraph("Signature", alone, **place) if name or day else ""
    place = sealed if paper.has_seal else unsealed
    above, name_right, day_right = place(width(name), width(day))
    return paragraph("Signature", run(name), before=above * LINE, right=name_right, keep_next=True) + paragraph(
        "Date", run(day), right=day_right, keep_next=keep_next
    )


def sealed(name, day):
    """The date four blanks from the right, the name in the middle above it; a name too long for that moves both."""
    day_right = max(4 * CHARACTER, (name - day) / 2)
    return ROOM_FOR_SEAL, max(day_right + (day - name) / 2, 0), day_right


def unsealed(name, day):
    """The name two blanks from the right, the date begins two blanks right of it; a longer date is the one at two."""
    if day > name:
        return 1, 4 * CHARACTER + day - name, 2 * CHARACTER
    return 1, 2 * CHARACTER, max(name - day, 0)


def remark(text, keep_next=False):
    """附注 in brackets, in the line under the date."""
    text = clean_line(text)
    if not text:
        return ""
    return paragraph(
        "Remark", run(text if text[0] in "（(" and text[-1] in "）)" else f"（{text}）"), keep_next=keep_next
    )
