"""What a person should know before a letter goes out. Cautions, none of them a block."""

from accounts.models import User
from letters import register
from letters.models import LetterStep
from letters.models.states import UNISSUED
from portal.workdays import add_workdays, caveat


def cautions(letter, day):
    """Sentences in Chinese, in the order of their weight."""
    said = []
    if letter.state in UNISSUED and is_settled(letter):
        said.append("这件事已经办结，依据见办理轨迹；不必再发的，请作废。")
    if not letter.number:
        said.append("还没有发文字号。需要编号的，请向办公室取号后填写，再印发。")
    else:
        twins = register.same_number(letter)
        said += [f"发文字号“{letter.number}”已用于《{twin}》，请核对。" for twin in twins[:3]]
        said += [f"发文字号：{fault}。" for fault in register.faults_of(letter.number)]
    if silent := _without_officer(letter):
        said.append(f"{silent}还没有可登录的党务干部账号，收不到通知，请另行送达，由工委代录签收。")
    if letter.asks_reply:
        due = letter.reply_due or add_workdays(day, letter.reply_workdays)
        said += [words for words in [caveat(day, due)] if words]
    return said


def is_settled(letter):
    """Was the matter closed before the letter went out?"""
    return bool(letter.case) and letter.steps.filter(verb=LetterStep.Verb.SETTLED).exists()


def _without_officer(letter):
    """The addressees nobody can answer for, in words: at most five names."""
    officers = User.objects.active().filter(committee=letter.committee_id, post=User.Post.OFFICER)
    names = [str(one) for one in letter.organizations.exclude(pk__in=officers.values("organization"))]
    more = f"等{len(names)}个单位" if len(names) > 5 else ""
    return "、".join(names[:5]) + more
