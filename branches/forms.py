from django import forms

from alliances.forms import FilterForm, PickField
from alliances.models import Alliance, Organization
from branches.models import Branch
from portal.asked import whole_number

OFFERED = 200  # organizations in the list; where there are more, people search by name instead
UNRATED = "0"  # in the URL; the stored value is empty, which a filter reads as “all”


class BranchFilter(FilterForm):
    alliance = PickField(label="联盟", empty_label="全部联盟")
    organization = PickField(label="所属党组织", empty_label="全部党组织")
    star = forms.ChoiceField(
        label="星级", choices=[("", "全部星级"), *((value or UNRATED, label) for value, label in Branch.Star.choices)]
    )
    q = forms.CharField(label="支部或单位名称", max_length=60)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["alliance"].offer(Alliance.objects.visible_to(user))
        self.fields["organization"].offer(self._organizations(user))
        self.fields["q"].widget.attrs["placeholder"] = "名称或拼音首字母"

    def _organizations(self, user):
        organizations = Organization.objects.visible_to(user).units()
        offered = list(organizations[: OFFERED + 1])
        if len(offered) <= OFFERED:
            return offered
        asked = whole_number(self.data.get("organization"))
        return [] if asked is None else organizations.filter(pk=asked)
