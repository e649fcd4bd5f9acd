"""Letters in every state around the day of loading: a notice that units are receiving, a reminder nobody answered,
replies to check, drafts, and a batch that waits for its numbers. They walk through the same verbs as everybody's."""

from datetime import datetime, time

from django.utils import timezone

from alliances.models import Alliance, Organization
from branches.models import Term
from branches.terms.cases import draft_letter
from letters import batches, defaults, drafting
from letters.cases import Case
from letters.models import Letter, LetterTemplate, Recipient
from portal.workdays import add_workdays

OFFICE = "黄直工"  # as the office writes its numbers
CONTACT = "联系人：示例工作人员，电话：0559-0000000"


def create_letters(committee, people, day):
    """What there is, in words."""
    defaults.create_templates(committee)
    defaults.create_reply_reminders(committee)
    desk = _Desk(committee, people, day)
    for letter in (desk.notice, desk.bulletin, desk.answered, desk.sent_back, desk.overdue):
        letter()
    for letter in (desk.waiting_for_number, desk.waiting_for_approval, desk.draft, desk.void):
        letter()
    batch = desk.batch()
    return f"公文 {Letter.objects.filter(committee=committee).count()} 件，其中批量“{batch}” {batch.letters.count()} 件"


class _Desk:
    def __init__(self, committee, people, day):
        self.committee, self.people, self.day = committee, people, day
        self.staff = people["staff"]
        self.units = list(
            Organization.objects.filter(committee=committee).on(day).units().order_by("order_number", "pk")
        )
        self.named = {unit.short_name: unit for unit in self.units}
        self.alliance = Alliance.objects.get(committee=committee, name="文化园党建联盟")
        self.members = [unit for unit in self.units if unit.seats.on(day).filter(alliance=self.alliance).exists()]

    def notice(self):
        letter = self._write(
            "notice",
            f"关于做好{self.day.year}年第四季度联合主题党日工作的通知",
            "根据年度工作安排，现就做好第四季度联合主题党日有关工作通知如下：\n"
            "一、时间安排\n各党建联盟在本季度内开展一次联合主题党日，具体时间由片长单位商成员单位确定。\n"
            "二、活动内容\n（一）落实规定动作。组织集中学习，开展交流研讨。\n"
            "（二）用好自选动作。结合联盟实际，开展微宣讲、志愿服务等活动。\n"
            "三、有关要求\n1.严格执行中央八项规定精神，厉行节约。\n2.活动结束后及时填写总结，数字从点名和成效带出，不另报送。\n特此通知。",
            self.units,
            to="各党建联盟片长单位、成员单位党组织",
            cc="市委组织部，市委宣传部",
        )
        self._issue(letter, 6, 31)
        self._received(letter, skip=("市委党校", "市邮政管理局"), most=52)

    def bulletin(self):
        leads = [unit for unit in self.units if unit.seats.on(self.day).leading().exists()]
        letter = self._write(
            "bulletin",
            "关于第三季度联合主题党日开展情况的通报",
            "现将第三季度各党建联盟联合主题党日开展情况通报如下：\n"
            "一、总体情况\n各联盟均已按计划安排。\n二、有关要求\n请对照附件核对本联盟情况，有出入的告知工委。\n特此通报。",
            leads,
            tables=[
                {
                    "title": "第三季度联合主题党日开展情况表（示例）",
                    "columns": ["序号", "联盟", "片长单位", "应开展（场次）"],
                    "rows": [
                        [str(number), unit.seats.on(self.day).leading().get().alliance.short_name, str(unit), "1"]
                        for number, unit in enumerate(leads, start=1)
                    ],
                }
            ],
        )
        self._issue(letter, 20, 29)
        self._received(letter)

    def answered(self):
        """A reply waits for the committee."""
        letter = self._remind("关于报送党员教育培训计划的提醒函", self.named["市邮政管理局"], 3, 32)
        part = letter.recipients.get()
        part.receive(by=self.people["deputy"])
        part.reply("培训计划已于本周经支部委员会研究通过，按月实施，计划表见支部会议记录。", by=self.people["deputy"])

    def sent_back(self):
        letter = self._remind("关于完善品牌创建方案的提醒函", self.named["市委宣传部"], 4, 32)
        part = letter.recipients.get()
        part.reply("方案已修改。", by=self.people["lead"])
        part.return_reply("请写明修改了哪几处、何时完成，并附修改后的方案。", by=self.staff)

    def overdue(self):
        """The 提醒函 of a term that is over; nobody answered it, so a 督办函 may follow if a person decides so."""
        due = Term.objects.filter(committee=self.committee).overdue(self.day).standing(self.day).with_names()
        term = due.filter(organization=self.people["unit"].organization).first() or due.first()
        if term is None:
            letter = self._remind("关于按期换届的提醒函", self.people["unit"].organization, 12, 30)
        else:
            letter = draft_letter(term, by=self.staff, day=self.day)
            self._issue(letter, 18, 30)
        self._received(letter)

    def waiting_for_number(self):
        letter = self._write(
            "prompt",
            f"关于{self.day.year}年{self.day.month}月主题党日的工作提示",
            "现就本月主题党日提示如下：\n一、规定动作\n集中学习、交纳党费、民主议事。\n二、自选动作\n结合实际安排，不作统一要求。",
            self.members,
        )
        letter.submit(by=self.staff)
        letter.approve(by=self.staff)

    def waiting_for_approval(self):
        letter = self._write(
            "notice",
            "关于报送年度述职评议安排的通知",
            "现就报送年度述职评议安排通知如下：\n一、请于回复期限前在平台上回复本单位时间安排。\n二、不要求另附书面材料。\n特此通知。",
            self.members,
            reply_workdays=5,
        )
        letter.submit(by=self.staff)

    def draft(self):
        self._write(
            "minutes",
            "文化园党建联盟工作推进会会议纪要",
            "【待填：会议时间、地点、主持人】\n会议议定事项如下：\n一、第四季度联合主题党日由市委宣传部牵头。\n二、品牌互鉴名单由各单位推荐。",
            self.members,
        )

    def void(self):
        letter = self._write("notice", "关于召开片会的通知（重复）", "与另一份重复。", self.members[:3])
        letter.void(by=self.staff, reason="与已拟的会议通知重复。")

    def batch(self):
        template = LetterTemplate.objects.get(committee=self.committee, name="提醒函")
        template.body = (
            "现就{matter}提醒如下：\n一、请对照年度安排，抓紧完成未完成的事项。\n二、"
            + template.body.rpartition("\n二、")[2]
        )
        words = {"alliance": self.alliance.name, "deadline": f"{self.day.year}年12月31日"}
        cases = [Case("", unit, f"做好{self.day.year}年度收尾工作", words) for unit in self.members]
        batch = drafting.draft_many("reminder", cases, self.staff, template=template, key="sample-year-end")
        batches.submit_all(batch, by=self.staff)
        batches.approve_all(batch, by=self.staff)
        return batch

    def _remind(self, title, unit, workdays_ago, number):
        letter = self._write(
            "reminder",
            title,
            "现就有关事项提醒如下：\n一、请尽快研究，明确责任人和完成时间。\n"
            "二、请自本函印发次日起5个工作日内，在平台上回复办理情况，可附佐证材料。\n此函。",
            [unit],
            reply_workdays=5,
        )
        self._issue(letter, workdays_ago, number)
        return letter

    def _write(self, kind, title, body, organizations, **fields):
        words = {"kind": kind, "title": title, "body": body, "contact": CONTACT, **fields}
        return drafting.create(self.committee, by=self.staff, organizations=organizations, **words)

    def _issue(self, letter, workdays_ago, number):
        then = add_workdays(self.day, -workdays_ago)
        letter.signed_on = then
        letter.edit(by=self.staff, revision=letter.revision)
        letter.submit(by=self.staff)
        letter.approve(by=self.staff)
        letter.set_number(f"{OFFICE}〔{then.year}〕{number}号", by=self.staff)
        letter.issue(then, by=self.staff)

    def _received(self, letter, skip=(), most=None):
        """The next morning, by the unit's officer or, where none has an account, by staff."""
        morning = timezone.make_aware(datetime.combine(add_workdays(letter.issued_on, 1), time(9)))
        officers = {user.organization_id: user for user in self.people.values() if user.is_officer}
        parts = list(letter.recipients.select_related("organization").order_by("organization__order_number"))
        parts = [part for part in parts if part.organization.short_name not in skip]
        for part in parts[:most]:
            part.receive(by=officers.get(part.organization_id, self.staff))
        Recipient.objects.filter(letter=letter, received_at__isnull=False).update(received_at=morning)
