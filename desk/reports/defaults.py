"""The report template a committee starts with, after the sentence its reports have had all along; rows to change."""

from desk.models import ReportTemplate

NAME = "党建联盟工作情况"
TITLE = "党建联盟工作情况（截至{截至日期}）"
SENTENCE = (
    "截至{截至}，各联盟单位党组织先后组织开展{联合主题党日场次}的联合主题党日，助农消费{助农消费}，"
    "协助基层解决问题{解决问题}，开展各类志愿服务活动{志愿服务:数}次。"
)
PARAGRAPHS = (
    "一、总体情况",
    SENTENCE,
    "二、主要做法",
    "{由工委填写}",
    "三、存在的问题和下一步打算",
    "{由工委填写}",
)


def create_template(committee):
    template, is_new = ReportTemplate.objects.get_or_create(committee=committee, name=NAME, defaults={"title": TITLE})
    if is_new:
        template.rewrite(PARAGRAPHS)
