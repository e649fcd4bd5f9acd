"""What a person should know before a letter goes out. Cautions, none of them a block."""

from letters import register
from portal.workdays import add_workdays, caveat


def cautions(letter, day):
    """Sentences in Chinese, in the order of their weight."""
    said = []
    if not letter.number:
        said.append("还没有发文字号。需要编号的，请向办公室取号后填写，再印发。")
    else:
        twins = register.same_number(letter)
        said += [f"发文字号“{letter.number}”已用于《{twin}》，请核对。" for twin in twins[:3]]
        said += [f"发文字号：{fault}。" for fault in register.faults_of(letter.number)]
    if letter.asks_reply:
        due = letter.reply_due or add_workdays(day, letter.reply_workdays)
        said += [words for words in [caveat(day, due)] if words]
    return said
