"""The templates and reply reminders a new committee starts with; all of them rows it may change.
`rows` is the model as a migration knows it, for committees that were there before.

The words are sober and say nothing about what happened: that comes from the case, or a person writes it.
"""

from letters.models import LetterTemplate, ReplyReminderStep
from letters.models.states import FORM_OF, Kind

REPLY_HERE = "请自本函印发次日起{reply_workdays}个工作日内，在市直机关党建联盟工作平台中回复办理情况，可附佐证材料。"

TEMPLATES = (  # kind, about, name, title, body, workdays for the reply
    (
        Kind.NOTICE,
        "",
        "通知",
        "关于{matter}的通知",
        "为做好{matter}工作，现将有关事项通知如下：\n一、\n二、\n三、\n特此通知。",
        None,
    ),
    (
        Kind.PROMPT,
        "",
        "工作提示",
        "关于{matter}的工作提示",
        "现就{matter}提示如下：\n一、\n二、\n请结合实际抓好落实。",
        None,
    ),
    (
        Kind.BULLETIN,
        "",
        "情况通报",
        "关于{matter}情况的通报",
        "现将{period}{matter}情况通报如下：\n一、\n二、\n具体情况见附件。\n特此通报。",
        None,
    ),
    (
        Kind.REMINDER,
        "term",
        "换届提醒函",
        "关于按期换届的提醒函",
        "{subject}本届任期于{until}届满。现就换届工作提醒如下：\n"
        "一、请对照《中国共产党党和国家机关基层组织工作条例》和任期规定，及时研究换届工作，按程序报批。\n"
        "二、确需延期或者提前换届的，请按规定报批，延长期限一般不超过1年。\n"
        f"三、{REPLY_HERE}\n"
        "此函。",
        10,
    ),
    (
        Kind.REMINDER,
        "duty",
        "任务提醒函",
        "关于{matter}的提醒函",
        "按照年度安排，{period}{matter}应于{deadline}前完成。截至{today}，{standing}。现提醒如下：\n"
        "一、请尽快安排；已经开展的，请及时报送总结。\n"
        f"二、{REPLY_HERE}\n"
        "此函。",
        5,
    ),
    (
        Kind.REMINDER,
        "task",
        "重点任务提醒函",
        "关于{matter}的提醒函",
        "{matter}应于{deadline}前完成。截至{today}，{standing}。现提醒如下：\n"
        "一、请对照任务清单抓紧推进；确有困难的，请说明原因和拟完成时间。\n"
        f"二、{REPLY_HERE}\n"
        "此函。",
        5,
    ),
    (
        Kind.REMINDER,
        "assessment",
        "考核提醒函",
        "关于{matter}的提醒函",
        "{period}{matter}结果为{result}。现提醒如下：\n"
        "一、请对照考核结果研究存在的不足，提出改进措施。\n"
        f"二、{REPLY_HERE}\n"
        "此函。",
        10,
    ),
    (
        Kind.REMINDER,
        "",
        "提醒函",
        "关于{matter}的提醒函",
        f"现就{{matter}}提醒如下：\n一、\n二、{REPLY_HERE}\n此函。",
        5,
    ),
    (
        Kind.SUPERVISION,
        "",
        "督办函",
        "关于{matter}的督办函",
        "{previous}要求于{previous_deadline}前回复。截至{today}，尚未收到符合要求的回复。现就{matter}督办如下：\n"
        "一、请主要负责同志研究，明确责任人和完成时限，抓紧办理。\n"
        f"二、{REPLY_HERE}\n"
        "此函。",
        5,
    ),
    (
        Kind.TALK,
        "",
        "约谈通知",
        "关于{matter}的约谈通知",
        "{previous}要求于{previous_deadline}前回复。截至{today}，尚未收到符合要求的回复。"
        "经研究，就{matter}约谈你单位，现将有关事项通知如下：\n"
        "一、约谈时间：【待填：约谈时间】\n"
        "二、约谈地点：【待填：约谈地点】\n"
        "三、参加人员：【待填：参加人员】\n"
        "四、请准备有关情况的书面说明，并自本通知印发次日起{reply_workdays}个工作日内在市直机关党建联盟工作平台中回复。\n"
        "特此通知。",
        3,
    ),
    (
        Kind.MINUTES,
        "",
        "会议纪要",
        "{matter}会议纪要",
        "【待填：会议时间、地点、主持人】\n会议议定事项如下：\n一、\n二、",
        None,
    ),
)
STEPS = (  # name, workdays left (today included; 0 and less: overdue), tell the committee, wording
    ("到期提醒", 2, False, "《{title}》请在{deadline}前回复，还有{left}个工作日。"),
    ("逾期提醒", 0, True, "《{title}》的回复期限是{deadline}，已经超过，请尽快回复。"),
)


def create_templates(committee, rows=LetterTemplate):
    for number, (kind, about, name, title, body, workdays) in enumerate(TEMPLATES, start=1):
        rows.objects.get_or_create(
            committee=committee,
            name=name,
            defaults={
                "order_number": number,
                "kind": kind,
                "about": about,
                "form": FORM_OF[kind],
                "title": title,
                "body": body,
                "reply_workdays": workdays,
            },
        )


def create_reply_reminders(committee, rows=ReplyReminderStep):
    for name, left, tell, wording in STEPS:
        rows.objects.get_or_create(
            committee=committee,
            workdays_left=left,
            defaults={"name": name, "tell_committee": tell, "wording": wording},
        )
