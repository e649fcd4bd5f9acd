from django import forms

from alliances.forms import FilterForm
from alliances.models import Alliance, Organization
from branches.models import Branch

UNRATED = "0"  # in the URL; the stored value is empty, which a filter reads as “all”


class BranchFilter(FilterForm):
    alliance = forms.ModelChoiceField(Alliance.objects.none(), label="联盟", empty_label="全部联盟")
    organization = forms.ModelChoiceField(Organization.objects.none(), label="所属党组织", empty_label="全部党组织")
    star = forms.ChoiceField(
        label="星级", choices=[("", "全部星级"), *((value or UNRATED, label) for value, label in Branch.Star.choices)]
    )
    q = forms.CharField(label="支部或单位名称", max_length=60)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["alliance"].queryset = Alliance.objects.visible_to(user)
        self.fields["organization"].queryset = Organization.objects.visible_to(user).units()
        self.fields["q"].widget.attrs["placeholder"] = "名称或拼音首字母"
