"""Papers that the tests write: one of each form, with everything that a letter can have."""

from datetime import date

from letters.documents.paper import Attachment, Footnote, Paper

DAY = date(2026, 11, 3)
BODY = """为进一步规范两新组织党组织换届选举工作，现将有关事项通知如下：
一、换届范围
任期在2026年12月31日前届满的党组织，均应按期换届。“按期”指任期届满之日前完成选举并报批。
二、工作要求
（一）加强组织领导。各单位党组织书记为第一责任人。
（二）严格程序
1.提前六个月向上级党组织请示。
（1）请示应当写明委员名额、候选人名额和选举办法。
特此通知。"""
COLUMNS = ("序号", "联盟", "单位", "状态")
ROWS = tuple((str(n), f"第{n % 7 + 1}联盟", f"示例单位{n}党支部", "应换届未换届") for n in range(1, 91))
WIDE_COLUMNS = tuple(f"第{n}项活动指标" for n in range(1, 11))
WIDE_ROWS = tuple(tuple(f"{row}之{column}" for column in range(1, 11)) for row in range(1, 41))


def head(**fields):
    """A 通知 with two attachments in the form with a red head."""
    values = {
        "title": "关于做好2026年两新组织党组织换届工作的通知",
        "body": BODY,
        "issuer": "中共示例区委两新组织工作委员会",
        "number": "示两新工委〔2026〕5号",
        "to": "各联盟片长单位党组织",
        "attachments": (Attachment("应换届党组织名册", columns=COLUMNS, rows=ROWS), Attachment("参考格式", "一、请示")),
        "signed_on": DAY,
        "note": "联系人：示例，电话：000-00000000",
        "cc": "示例区委组织部，示例区委社会工作部",
        "printed_by": "中共示例区委两新组织工作委员会办公室",
        "printed_on": DAY,
    }
    return Paper("head", **{**values, **fields})


def letter(**fields):
    """A 督办函 of one page in the letter form."""
    values = {
        "title": "关于示例科技有限公司党支部委员会任期届满未按期换届有关问题的督办函",
        "body": "你单位党支部委员会任期已于2026年9月30日届满，至今未完成换届。\n此函。",
        "issuer": "示例区两新工委",
        "number": "示两新工委函〔2026〕12号",
        "to": "示例科技有限公司党支部",
        "signed_on": DAY,
        "note": "联系人：示例，电话：000-00000000",
        "cc": "示例联盟片长单位党组织",
    }
    return Paper("letter", **{**values, **fields})


def bulletin(**fields):
    """A 通报 whose table is too wide for an upright page."""
    values = {
        "title": "关于2026年第三季度联合主题党日活动开展情况的通报",
        "body": "现将有关情况通报如下：",
        "issuer": "示例区两新工委",
        "number": "示两新工委〔2026〕6号",
        "to": "各联盟",
        "attachments": (Attachment("各联盟活动情况表", columns=WIDE_COLUMNS, rows=WIDE_ROWS),),
        "signed_on": DAY,
        "has_seal": False,
        "cc": "示例区委组织部",
        "printed_by": "示例区两新工委办公室",
        "printed_on": DAY,
    }
    return Paper("head", **{**values, **fields})


def minutes(**fields):
    values = {
        "title": "第三季度联席会议纪要",
        "body": "2026年11月3日，示例联盟召开联席会议。\n会议议定：按期换届。",
        "issuer": "示例联盟",
        "number": "第3期",
        "signed_on": DAY,
        "attended": "示例甲、示例乙",
        "away": "示例丙",
    }
    return Paper("minutes", **{**values, **fields})


def draft(**fields):
    """A report draft whose two figures have footnotes."""
    body = "截至7月底，组织开展13场次的联合主题党日，助农消费28万余元。"
    notes = (
        Footnote(body.index("的联合"), "场次：13", "http://127.0.0.1:8000/statistics/snapshots/1/?key=held&day=1"),
        Footnote(body.index("。"), "助农消费：283600元", "/statistics/snapshots/1/"),
    )
    return Paper("plain", **{"title": "上半年工作报告", "body": body, "footnotes": notes, **fields})


def lines(count, sign="示"):
    """A draft without a title whose body is one paragraph of exactly so many full lines: two blanks, then text."""
    return Paper("plain", "", sign * (28 * count - 2))


FORMS = {"head": head, "letter": letter, "bulletin": bulletin, "minutes": minutes, "draft": draft}
