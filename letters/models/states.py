"""What letters are, the states a letter and each unit's part of it pass through, and how each is shown."""

from django.db import models


class Kind(models.TextChoices):
    NOTICE = "notice", "通知"
    PROMPT = "prompt", "工作提示"
    BULLETIN = "bulletin", "通报"
    REMINDER = "reminder", "提醒函"
    SUPERVISION = "supervision", "督办函"
    MINUTES = "minutes", "会议纪要"
    TALK = "talk", "约谈通知"


class Form(models.TextChoices):
    HEAD = "head", "红头文件"
    LETTER = "letter", "信函格式"
    MINUTES = "minutes", "纪要格式"


FORM_OF = {
    Kind.NOTICE: Form.HEAD,
    Kind.PROMPT: Form.LETTER,
    Kind.BULLETIN: Form.HEAD,
    Kind.REMINDER: Form.LETTER,
    Kind.SUPERVISION: Form.LETTER,
    Kind.MINUTES: Form.MINUTES,
    Kind.TALK: Form.LETTER,
}
LADDER = (Kind.REMINDER, Kind.SUPERVISION, Kind.TALK)  # each only after the one before it


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "待印发"
    ISSUED = "issued", "已印发"
    CLOSED = "closed", "已办结"
    VOID = "void", "作废"


KINDS = {  # the mark before the word (look: done now set wait late idle)
    State.DRAFT: "idle",
    State.SUBMITTED: "now",
    State.APPROVED: "now",
    State.ISSUED: "set",
    State.CLOSED: "done",
    State.VOID: "idle",
}
UNISSUED = (State.DRAFT, State.SUBMITTED, State.APPROVED)
OUT = (State.ISSUED, State.CLOSED)


class RecipientState(models.TextChoices):
    WAITING = "waiting", "待签收"
    RECEIVED = "received", "已签收"
    REPLIED = "replied", "已回复"
    RETURNED = "returned", "回复退回"
    CLOSED = "closed", "已办结"


RECIPIENT_KINDS = {
    RecipientState.WAITING: "wait",
    RecipientState.RECEIVED: "set",
    RecipientState.REPLIED: "now",
    RecipientState.RETURNED: "wait",
    RecipientState.CLOSED: "done",
}
OWING = (RecipientState.WAITING, RecipientState.RECEIVED, RecipientState.RETURNED)  # the unit has to do something
