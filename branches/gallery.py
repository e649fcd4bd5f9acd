"""Which brands does an address of the gallery ask for? What makes no sense is left out.

?alliance=3 &owner=branch|organization|alliance &category=4 &organization=12 &year=2026 &level=2 &making=1 &q=swxcb
&sort=order (official, the default) | date (the newest first)
"""

from django import forms
from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils import timezone

from alliances.forms import FilterForm, PickField
from alliances.models import Alliance, Category
from branches.models import Brand, BrandLevel, Honour

OWNERS = {
    "branch": ("党支部", Q(branch__isnull=False)),
    "organization": ("党组织", Q(organization__isnull=False, branch=None)),
    "alliance": ("联盟", Q(alliance__isnull=False)),
}
SORTS = (("order", "规范次序"), ("date", "最新发布"))


class GalleryFilter(FilterForm):
    alliance = PickField(label="联盟", empty_label="全部联盟")
    owner = forms.ChoiceField(
        label="归属", choices=[("", "全部归属"), *((key, label) for key, (label, _) in OWNERS.items())]
    )
    category = PickField(label="单位类别", empty_label="全部类别")
    level = PickField(label="等次", empty_label="全部等次")
    year = forms.ChoiceField(label="发布年份")
    sort = forms.ChoiceField(label="排列", choices=SORTS)
    q = forms.CharField(label="品牌或单位名称", max_length=60)
    organization = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)
    making = forms.BooleanField(label="只看评审中", widget=forms.CheckboxInput)

    def __init__(self, data, user, day=None):
        super().__init__(data)
        self.user, self.day = user, day or timezone.localdate()
        words = _words(user)
        self.fields["alliance"].offer(Alliance.objects.visible_to(user))
        self.fields["category"].offer(Category(pk=pk, name=name) for pk, name in words["category"])
        self.fields["level"].offer(BrandLevel(pk=pk, name=name) for pk, name in words["level"])
        years = sorted({str(year) for year, _ in words["year"]}, reverse=True)
        self.fields["year"].choices = [("", "全部年份"), *((year, f"{year}年") for year in years)]
        self.fields["q"].widget.attrs["placeholder"] = "名称或拼音首字母"

    @property
    def brands(self):
        """With all that a card shows: owner, alliance of today, valid honours, how many learned from it, the state of
        the version in the making. Two queries whatever their number."""
        rows = self._matching().with_owner().with_alliance(self.day).with_adoption_count().with_making_for(self.user)
        if self.chosen["sort"] == "date":
            rows = rows.order_by(F("published_on").desc(nulls_last=True), "-pk")
        else:
            rows = rows.in_official_order()
        return rows.with_honours()

    def _matching(self):
        chosen, rows = self.chosen, _shown(self.user, self.day)
        if chosen["making"]:
            rows = Brand.objects.visible_to(self.user).current().with_making_for(self.user)
            rows = rows.filter(making_state__isnull=False)
        if chosen["alliance"]:
            rows = rows.of_alliance(chosen["alliance"], self.day)
        if chosen["owner"]:
            rows = rows.filter(OWNERS[chosen["owner"]][1])
        if chosen["category"]:
            rows = rows.filter(organization__category=chosen["category"])
        if chosen["organization"]:
            rows = rows.filter(organization=chosen["organization"])
        if chosen["level"]:
            rows = rows.filter(pk__in=Honour.objects.valid().filter(level=chosen["level"]).values("brand"))
        if chosen["year"]:
            rows = rows.filter(published_on__year=int(chosen["year"]))
        return rows.filter(_named(chosen["q"])) if chosen["q"] else rows


def _shown(user, day):
    return Brand.objects.visible_to(user).published().owners_standing_on(day)


def _named(words):
    """By its own name or its owner's, in characters, pinyin or initials."""
    words = words.strip().lower()
    places = ("search_key", "branch__search_key", "organization__search_key", "alliance__search_key")
    found = Q()
    for place in places:
        found |= Q(**{f"{place}__icontains": words})
    return found


def _words(user):
    """What the lists offer besides the alliances, by one query: categories and levels in their order, and years."""
    categories = _row(Category.objects.visible_to(user), "category", F("order_number"), F("pk"), F("name"))
    levels = _row(BrandLevel.objects.visible_to(user), "level", F("order_number"), F("pk"), F("name"))
    published = Brand.objects.visible_to(user).published()
    years = _row(published, "year", Value(0), ExtractYear("published_on"), Value("")).distinct()
    found = {"category": [], "level": [], "year": []}
    for kind, _, pk, name in sorted(categories.union(levels, years, all=True)):
        found[kind].append((pk, name))
    return found


def _row(rows, kind, place, pk, name):
    return rows.order_by().values_list(
        Value(kind), Cast(place, IntegerField()), Cast(pk, IntegerField()), Cast(name, CharField(max_length=60))
    )
