"""Does the wording of an indicator meet the negative list of the rules against formalism? A warning, never a block.

Each entry of NEGATIVE says which words, why they are risky, and how the same thing is measured without harm.
"""

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from assessments.models import Indicator, Scheme
from assessments.schemes.sources import label_of


@dataclass(frozen=True)
class Warning:
    """`word` is what stands in the text; `better` is a wording to use instead."""

    indicator: Indicator
    word: str
    reason: str
    better: str


@dataclass(frozen=True)
class Entry:
    pattern: re.Pattern
    reason: str
    better: str


def _entry(words, reason, better):
    return Entry(re.compile(words), reason, better)


# Words inside other words (“获批示范单位”, “市融媒体中心”) are not meant.
NEGATIVE = (
    _entry(
        r"批示(?!范)|领导(?:同志)?肯定",
        "以领导批示、肯定作为考核依据，属于重“痕”不重“绩”，为基层减负规定不允许。",
        "改为看实际成效，如“解决基层问题（件）”“完成年度任务”。",
    ),
    _entry(
        r"刊发|刊登|登载|(?<!汇)报道|(?<!融)媒体|信息采用|约稿|上稿|发稿",
        "把媒体刊发、信息采用数量作为考核指标，属于明令纠正的做法。",
        "改为看做法是否被其他单位借鉴，如“品牌被借鉴（次）”，或删去。",
    ),
    _entry(
        r"照片|截图|录像|短?视频|影像资料|图片",
        "要求以照片、视频、截图留痕作为考核依据，属于“指尖上的形式主义”。",
        "改为以平台已有的活动总结和成效数字为依据，照片自愿上传、不作要求。",
    ),
    _entry(
        r"笔记|心得体会",
        "检查笔记、心得篇数，重形式轻效果。",
        "改为看学习以后办了什么，如“开展联合主题党日（次）”“解决基层问题（件）”。",
    ),
    _entry(
        r"(?:学习|在线|登录|观看|阅读|收看)(?:时长|时间|总时长|分钟数)|时长排名",
        "以学习时长、在线时长计分，属于明令防治的“指尖上的形式主义”。",
        "改为看应参加的活动参加了没有，如“出勤率（请假不扣）”。",
    ),
    _entry(
        r"点赞|转发|浏览量|阅读量|点击[量率]|评论数|关注[量数]|粉丝",
        "以点赞、转发、浏览量计分，属于明令防治的“指尖上的形式主义”。",
        "删去；要看影响，可用“品牌被借鉴（次）”“服务对象评价”。",
    ),
    _entry(
        r"投票数|得票数|网络投票|微信投票|公众投票|拉票",
        "公众投票可以展示，不能计分，容易变成拉票。",
        "改为评委按标准打分，或述职评议中按组别加权的民主测评。",
    ),
    _entry(
        r"登录[率次]|登录次数|活跃[度率]|日活|上线率",
        "以登录率、活跃度考核，属于强制使用、重留痕。",
        "改为看事情办成没有，如“年度任务按期完成率”。",
    ),
    _entry(
        r"安装率|下载[率量]|注册率|激活率|绑定率|使用率排名",
        "以安装率、注册率考核，属于强制推广使用。",
        "删去；平台用不用得起来，由平台自己负责。",
    ),
    _entry(
        r"会议次数|开会次数|会议召开次数|会议(?:不少于|达到|每多|每开)",
        "以会议次数多少论工作好坏，助长以会议落实会议。",
        "改为看会议定下的事办成没有；必须召开的会议，看“应开的开了没有”。",
    ),
    _entry(
        r"打卡|签到[率次]|签到次数|积分排[名行]|个人排名|党员排名|排行榜|接龙",
        "强制打卡签到、个人积分排名，属于明令防治的“指尖上的形式主义”。",
        "改为组织者在预填名单上改缺席的人，只算单位出勤率，不算到个人。",
    ),
    _entry(
        r"留痕|痕迹|台[账帐](?!.{0,4}闭环)|佐证材料|印证材料|档案盒",
        "要求专门准备台账、佐证材料，同一件事重复填报。",
        "改为直接取平台记录；平台没有的才补充，且只补这一件。",
    ),
    _entry(
        r"定位|行动轨迹|运动轨迹|人脸识别",
        "采集位置、轨迹或人脸作为考核依据，超出必要。",
        "删去；出勤由组织者点名确认。",
    ),
)
TWICE = "“{other}”已用同样的数据（{source}）计分，同一件事计了两次。"
TWICE_BETTER = "合并为一个指标，或改用另一项数据。"


def lint(thing):
    """Of one indicator, or of all of a scheme (there it is seen, too, when the same figure is scored twice)."""
    if isinstance(thing, Scheme):
        return lint_all(list(thing.indicators.all()))
    return _of_wording(thing)


def lint_all(indicators):
    """The same for indicators that somebody has read already."""
    found = [warning for indicator in indicators for warning in _of_wording(indicator)]
    return found + list(_scored_twice(indicators))


def _of_wording(indicator):
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", f"{indicator.name}\n{indicator.standard}"))
    found = [(entry, entry.pattern.search(text)) for entry in NEGATIVE]
    return [Warning(indicator, match[0], entry.reason, entry.better) for entry, match in found if match]


def _scored_twice(indicators):
    """The same source with the same parameters under two leaves."""
    seen = defaultdict(list)
    for indicator in indicators:
        if indicator.source:
            seen[indicator.source, json.dumps(indicator.source_params, sort_keys=True)].append(indicator)
    for (source, _), rows in seen.items():
        for indicator in rows[1:]:
            label = label_of(source)
            yield Warning(indicator, label, TWICE.format(other=rows[0], source=label), TWICE_BETTER)
