from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branches.brand_querysets import BrandVersionQuerySet, OfVersionQuerySet
from branches.models.brand import Brand
from branches.models.brand_editing import BrandEditing
from branches.models.brand_states import IN_HAND, KINDS, OPEN, State
from branches.models.brand_steps import BrandSteps
from portal.sending import private_name


def _upload_path(instance, filename):
    return private_name("brands", filename)


class BrandVersion(BrandSteps, BrandEditing, models.Model):
    """What a brand says, once. A revision is a new version; the published one stays until the new one is accepted."""

    State, IN_HAND, OPEN = State, IN_HAND, OPEN
    WORDS = ("name", "slogan", "business", "meaning", "practice", "results")
    REQUIRED = ("name", "business", "meaning", "practice")
    NOTED = (*WORDS, "logo", "pictures")  # what a return may speak of
    LONGEST = 3000  # characters of a text
    MOST_PICTURES = 9

    brand = models.ForeignKey(Brand, models.CASCADE, verbose_name="品牌", related_name="versions")
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    name = models.CharField("品牌名称", max_length=20, blank=True, help_text="二十字以内，凝练好记。")
    slogan = models.CharField("品牌口号", max_length=40, blank=True)
    business = models.CharField("依托的业务工作", max_length=120, blank=True)
    meaning = models.TextField("品牌内涵", blank=True)
    practice = models.TextField("主要做法", blank=True)
    results = models.TextField("工作成效", blank=True, help_text="活动和数字由活动总结自动带出，不必再写。")
    logo = models.FileField("标识", upload_to=_upload_path, blank=True, editable=False)

    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField("本状态起", default=timezone.now, editable=False)
    return_notes = models.JSONField("退回意见", default=dict, editable=False)  # field of NOTED -> what to mend there
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", related_name="+", null=True, editable=False
    )
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    changed_at = models.DateTimeField("最近修改", default=timezone.now, editable=False)
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)

    objects = BrandVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌版本"
        verbose_name_plural = "品牌版本"
        ordering = ["brand", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="brand_version_number_once"),
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(state__in=["draft", "proposed", "submitted", "returned"]),
                name="brand_one_version_in_the_making",
                violation_error_message="这个品牌已有一份修订稿。",
            ),
            models.UniqueConstraint(
                fields=["brand"], condition=Q(state="published"), name="brand_one_version_published"
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="brand_version_todo")]

    def __str__(self):
        return self.name or f"{self.brand.owner}的品牌"

    def get_absolute_url(self):
        return self.brand.get_absolute_url()

    @property
    def status(self):
        """Word and mark of the state, for components/state.html."""
        return {"kind": KINDS[self.state], "label": self.get_state_display()}

    @property
    def is_in_hand(self):
        return self.state in IN_HAND

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def logo_url(self):
        return reverse("brand-logo", args=[self.pk]) if self.logo else ""


class BrandPicture(models.Model):
    """One of at most nine pictures of a version, drawn anew by `portal.pictures.clean_picture`. A revision's pictures
    may share their file with the version before; a file goes with the last row that names it."""

    version = models.ForeignKey(BrandVersion, models.CASCADE, verbose_name="版本", related_name="pictures")
    image = models.FileField("图片", upload_to=_upload_path)
    thumbnail = models.FileField("缩略图", upload_to=_upload_path, blank=True)
    caption = models.CharField("说明", max_length=40, blank=True)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "品牌图片"
        verbose_name_plural = "品牌图片"
        ordering = ["version", "order_number", "pk"]

    def __str__(self):
        return self.caption or f"图片{self.order_number}"

    @property
    def image_url(self):
        return reverse("brand-picture", args=[self.pk])

    @property
    def small_url(self):
        return reverse("brand-picture-small", args=[self.pk]) if self.thumbnail else self.image_url
