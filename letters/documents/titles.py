"""A long title becomes lines of like length that break where the sense does (词意完整、排列对称)."""

import math
import re
from functools import lru_cache
from itertools import accumulate, pairwise

from letters.documents.measures import characters

PER_LINE = 20  # characters of size 2 that fit into 156 mm

# Never torn apart. Where a title has other words, a break may fall into one; the office sees it and may put a line end.
WORDS = [
    "通知",
    "通报",
    "工作提示",
    "提示",
    "提醒函",
    "督办函",
    "督办",
    "提醒",
    "约谈",
    "会议纪要",
    "纪要",
    "公告",
    "通告",
    "请示",
    "批复",
    "报告",
    "意见",
    "决定",
    "方案",
    "办法",
    "规定",
    "细则",
    "中国共产党",
    "中共",
    "党中央",
    "市委",
    "区委",
    "县委",
    "省委",
    "工作委员会",
    "工委",
    "委员会",
    "党委",
    "党总支",
    "党支部",
    "总支部",
    "支部",
    "党组织",
    "党小组",
    "党员",
    "党建",
    "联盟",
    "片长单位",
    "成员单位",
    "单位",
    "基层",
    "企业",
    "有限公司",
    "股份",
    "集团",
    "商会",
    "协会",
    "社会组织",
    "两新组织",
    "新兴领域",
    "新经济组织",
    "书记",
    "副书记",
    "委员",
    "领导",
    "干部",
    "群众",
    "换届",
    "选举",
    "任期",
    "届满",
    "届中",
    "补选",
    "改选",
    "增补",
    "延期",
    "主题党日",
    "主题教育",
    "联合",
    "活动",
    "工作",
    "情况",
    "问题",
    "事项",
    "要求",
    "精神",
    "会议",
    "学习",
    "贯彻",
    "落实",
    "开展",
    "进一步",
    "加强",
    "做好",
    "推进",
    "推动",
    "深化",
    "全面",
    "组织",
    "表彰",
    "先进",
    "优秀",
    "年度",
    "季度",
    "上半年",
    "下半年",
    "第一",
    "第二",
    "第三",
    "第四",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "有关",
    "关于",
    "印发",
    "按期",
    "逾期",
    "未按期",
    "及时",
    "报送",
    "整改",
    "考核",
    "评议",
    "评价",
    "结果",
    "星级",
    "阵地",
    "建设",
    "服务",
    "志愿",
    "助农",
    "消费",
    "帮扶",
    "调研",
    "安排",
    "计划",
    "总结",
    "任务",
    "清单",
    "责任",
    "目标",
    "建立",
    "完善",
    "制度",
    "机制",
    "管理",
    "监督",
    "检查",
    "督查",
    "核查",
    "统计",
    "数据",
    "信息",
    "系统",
    "平台",
    "科技",
    "发展",
    "高质量",
    "社会",
    "经济",
    "党费",
    "收缴",
    "培训",
    "教育",
    "宣传",
    "廉政",
    "纪律",
    "作风",
    "思想",
    "政治",
    "理论",
    "中心组",
    "中国",
    "特色",
    "社会主义",
    "新时代",
    "示范",
    "创建",
    "品牌",
    "项目",
    "资金",
    "经费",
    "材料",
    "附件",
    "名单",
    "联系",
    "实施",
    "召开",
    "举办",
    "参加",
    "组成",
    "人员",
    "调整",
]
INNER = {}
for word in WORDS:
    INNER.setdefault(word[0], []).append(word)

NOT_FIRST = set("、，。；：！？）》〉”’】〕…—·%％‰℃年月日号届期级的了着和与及或等")
NOT_LAST = set("（《〈“‘【〔第和与及或对向为在以被把由从于·—")
NEVER_FIRST = set("、，。；：！？）》〉”’】〕…·%％‰℃")
NEVER_LAST = set("（《〈“‘【〔·")
GOOD_BEFORE = re.compile(
    "关于|开展|做好|进一步|加强|推进|推动|深化|落实|贯彻|印发|表彰|召开|举办|任期|换届|未按期|逾期|按期|有关|《"
)
GOOD_AFTER = set("的、，；》”）")
TORN_WORD, FORBIDDEN, ODD_END, PLAIN, A_LINE = 40, 10_000, 30, 8, 40
BRACKETS = {"《": "》", "“": "”", "（": "）", "〔": "〕"}


@lru_cache(maxsize=200)  # the letters of one batch have one title
def title_lines(title, per_line=PER_LINE):
    """As few lines as the title needs, or one more. A line end that somebody wrote stays one."""
    return tuple(line for part in title.split("\n") for line in balanced(part.strip(), per_line))


def balanced(title, per_line):
    if characters(title) <= per_line:
        return [title]
    places = [place for place in range(1, len(title)) if cost(title, place) < FORBIDDEN]
    costs = {place: cost(title, place) for place in places} | {len(title): 0}
    fewest = math.ceil(characters(title) / per_line)
    # One line more than needed, where the sense gains by it; more only where brackets and numbers force it.
    tries = [best(title, costs, count, per_line) for count in (fewest, fewest + 1)]
    if not any(tries):
        tries = (best(title, costs, count, per_line) for count in range(fewest + 2, len(title) + 1))
    ways = [(spent + A_LINE * len(lines), lines) for spent, lines in filter(None, tries)]
    return min(ways)[1] if ways else [title]


def best(title, costs, count, per_line):
    """(cost, lines) of the cheapest way into so many lines, or None."""
    upto = [0, *accumulate(map(characters, title))]
    target = upto[-1] / count
    reach = {0: (0, ())}  # place: what the lines up to there cost, and where each of them ends
    for _ in range(count):
        further = {}
        for start, (spent, ends) in reach.items():
            for end in range(start + 1, len(title) + 1):
                wide = upto[end] - upto[start]
                if wide > per_line:
                    break
                if end in costs:
                    total = spent + costs[end] + (wide - target) ** 2
                    if end not in further or total < further[end][0]:
                        further[end] = (total, (*ends, end))
        reach = further
    if len(title) not in reach:
        return None
    spent, ends = reach[len(title)]
    return spent, [title[start:end].strip() for start, end in pairwise((0, *ends))]


def cost(title, place):
    """What a break before title[place] costs."""
    before, after = title[place - 1], title[place]
    if after in NEVER_FIRST or before in NEVER_LAST:
        return FORBIDDEN
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return FORBIDDEN if len(title) < 60 else TORN_WORD
    price = 0 if before in GOOD_AFTER or GOOD_BEFORE.match(title, place) else PLAIN
    if after in NOT_FIRST or before in NOT_LAST or title[:place].endswith("关于"):
        price += ODD_END
    if inside_word(title, place):
        price += TORN_WORD
    return price + ODD_END * inside_brackets(title, place)


def inside_word(title, place):
    return any(
        title.startswith(word, start)
        for start in range(max(0, place - 5), place)
        for word in INNER.get(title[start], ())
        if start + len(word) > place
    )


def inside_brackets(title, place):
    """How many pairs of brackets the place lies within."""
    return sum(title.count(front, 0, place) > title.count(back, 0, place) for front, back in BRACKETS.items())
