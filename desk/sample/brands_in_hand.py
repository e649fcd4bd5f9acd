"""Brands on their way, so that everybody who signs in has one in hand: they walk through the verbs like everybody's.

`unit` has a half-written one and one returned with notes; `lead` one to review; `staff` some to decide.
"""

from accounts.models import User
from alliances import officers
from alliances.models import Organization, Seat
from branches import brands
from branches.models import Branch, BrandVersion

UNITS_WITH_OFFICERS = ("黄山职院", "市公安局", "市林业局")  # opened for this; nobody knows their codes


def create_brands_in_hand(committee, people, words, published):
    """How many. `words`: BrandWords that go on where the published ones stopped; `published`: brands by name."""
    hands = _Hands(committee, people, words)
    scenes = (
        hands.half_written,
        hands.returned_with_notes,
        hands.waiting_for_the_lead,
        hands.reviewed_by_the_lead,
        hands.handed_in_by_a_lead_unit,
    )
    for scene in scenes:
        scene()
    _revise(hands, people, published)
    return BrandVersion.objects.filter(brand__committee=committee, state__in=BrandVersion.OPEN).count()


def open_officers(committee):
    officers.open_accounts(Organization.objects.filter(committee=committee, short_name__in=UNITS_WITH_OFFICERS))


class _Hands:
    def __init__(self, committee, people, words):
        self.committee, self.people, self.words = committee, people, words

    def half_written(self):
        version = self.begun("市委党校", "第二党支部")
        said = self.words.of("市委党校", "第二党支部")
        self.write(version, name=said["name"], slogan=said["slogan"], meaning=said["meaning"])

    def returned_with_notes(self):
        version = self.written("市委党校", "第一党支部")
        version.submit(by=self.people["unit"])
        version.return_(
            by=self.people["lead"],
            reason="方向很好，补充两处后再报。",
            notes={"practice": "请写明每月做什么、谁来做。", "results": "数字请注明截至时间。"},
        )

    def waiting_for_the_lead(self):
        version = self.written("黄山职院", "第一党支部")
        version.submit(by=self.officer("黄山职院"))

    def reviewed_by_the_lead(self):
        """山水卫士 and one of the police: passed on by their 片长单位, now for the committee to decide."""
        for unit, branch in (("市林业局", "第二党支部"), ("市公安局", "第一党支部")):
            version = self.written(unit, branch)
            version.submit(by=self.officer(unit))
            seat = Seat.objects.get(organization__short_name=unit, organization__committee=self.committee)
            lead = seat.alliance.seats.leading().get().organization
            version.review(by=self.officer(lead.short_name))

    def handed_in_by_a_lead_unit(self):
        version = self.written("市住建局", "第一党支部")
        version.submit(by=self.officer("市住建局"))

    def begun(self, unit, branch):
        owner = Branch.objects.get(organization__committee=self.committee, organization__short_name=unit, name=branch)
        return brands.start(owner, by=self.officer(unit))

    def written(self, unit, branch):
        version = self.begun(unit, branch)
        self.write(version, **self.words.of(unit, branch))
        return version

    def write(self, version, **words):
        version.edit(by=version.created_by, revision=version.revision, **words)

    def officer(self, unit):
        known = User.objects.filter(committee=self.committee, post=User.Post.OFFICER, organization__short_name=unit)
        return known.order_by("pk").first()


def _revise(hands, people, published):
    """Three published brands are being revised: one drafted, one handed in, one sent back."""
    drafted = brands.revise(published["同心共富"], by=hands.officer("市委统战部"))
    hands.write(
        drafted, slogan="聚商会之力，解企业之急", practice=_longer(drafted, "新建“同心会客厅”，每月十五日开门办公。")
    )

    handed_in = brands.revise(published["声入人心"], by=people["lead"])
    hands.write(
        handed_in, slogan="用乡音讲活新思想", practice=_longer(handed_in, "今年起把宣讲录成方言短视频，群内转发。")
    )
    handed_in.submit(by=people["lead"])

    sent_back = brands.revise(published["团结松"], by=hands.officer("市委办"))
    hands.write(sent_back, practice=_longer(sent_back, "推广“专班党小组”，办结即销号。"))
    sent_back.submit(by=hands.officer("市委办"))
    sent_back.return_(by=people["staff"], notes={"practice": "“专班党小组”与临时党支部的关系请写清。"})


def _longer(version, sentence):
    return version.practice + sentence
