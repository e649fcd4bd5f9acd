"""What stands on a paper, as plain values: the same values always give the same bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Attachment:
    """附件: on a page of its own, with text, a table or both. `landscape` is decided by the table's width when None."""

    title: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    landscape: bool | None = None


@dataclass(frozen=True)
class Footnote:
    """A note at the foot of the page where its mark stands: after the first `place` characters of the body."""

    place: int
    text: str
    url: str = ""


@dataclass(frozen=True)
class Paper:
    """One document. Whatever is empty is left out; nothing is made up, not even a document number.

    form: "head" 红头文件 · "letter" 信函格式 (10.1) · "minutes" 纪要格式 (10.3) · "plain" without any head, for drafts
    body: plain lines; “一、”, “（一）”, “1.” and “（1）” at the start of a line are its four levels of headings
    """

    form: Literal["head", "letter", "minutes", "plain"]
    title: str
    body: str = ""
    issuer: str = ""
    mark: str = ""  # 发文机关标志; empty: issuer + “文件” (head), issuer (letter), issuer + “会议纪要” (minutes)
    number: str = ""  # 发文字号 as the office gave it
    to: str = ""  # 主送, without the colon
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""  # 署名; empty: the issuer
    signed_on: date | None = None
    has_seal: bool = True  # where signature and date stand, so that the seal fits over them
    note: str = ""  # 附注, without brackets: “联系人：示例，电话：000”
    cc: str = ""  # 抄送, without “抄送：” and the full stop
    printed_by: str = ""  # 印发机关
    printed_on: date | None = None
    urgency: str = ""  # 特急, 加急
    attended: str = ""  # 出席, 请假, 列席: only on minutes
    away: str = ""
    observers: str = ""
    footnotes: tuple[Footnote, ...] = ()
