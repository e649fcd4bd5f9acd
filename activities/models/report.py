from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse

from accounts.audit import audited
from activities.models.activity import Activity
from activities.models.words import Measure
from activities.querysets import OfReportQuerySet, ReportQuerySet
from portal.pictures import thumbnail
from portal.sending import private_name


class Report(models.Model):
    """What came of an activity (活动总结): text, figures, at most nine pictures. One each, edited until accepted."""

    MOST_PICTURES = 9
    MOST_ATTACHMENTS = 5

    activity = models.OneToOneField(Activity, models.CASCADE, verbose_name="活动", related_name="summary")
    text = models.TextField("活动情况", blank=True, help_text="三五行即可：做了什么，解决了什么。")
    head_count = models.PositiveIntegerField("参加人次", null=True, blank=True)
    expense = models.DecimalField("实际支出（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    press_links = models.TextField("宣传报道", blank=True, help_text="选填，只作存档，不计分。")
    note = models.CharField("备注", max_length=300, blank=True)
    changed_at = models.DateTimeField("最近修改", auto_now=True)

    history = audited()
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "活动总结"
        verbose_name_plural = "活动总结"

    def __str__(self):
        return f"{self.activity}的总结"

    @property
    def overspent(self):
        """How much more than the budget was spent; nothing when it was kept or not yet said."""
        over = (self.expense or 0) - self.activity.budget
        return over if self.expense is not None and over > 0 else None


class Outcome(models.Model):
    """One exact figure of a report."""

    report = models.ForeignKey(Report, models.CASCADE, verbose_name="总结", related_name="outcomes")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="指标", related_name="outcomes")
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    note = models.CharField("说明", max_length=120, blank=True)

    history = audited()
    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "成效"
        verbose_name_plural = "成效"
        ordering = ["report", "measure__order_number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="outcome_once_per_measure"),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="outcome_not_negative", violation_error_message="不能是负数。"
            ),
        ]

    def __str__(self):
        return f"{self.measure.name} {self.value}"


def _upload_path(instance, filename):
    return private_name(instance.folder, filename)


class Picture(models.Model):
    """One picture as `portal.pictures.clean_picture` left it: drawn anew, without place, time and camera."""

    folder = "pictures"

    report = models.ForeignKey(Report, models.CASCADE, verbose_name="总结", related_name="pictures")
    image = models.FileField("图片", upload_to=_upload_path)
    thumbnail = models.FileField("缩略图", upload_to=_upload_path, blank=True)
    caption = models.CharField("说明", max_length=40, blank=True)
    order_number = models.PositiveSmallIntegerField("次序", default=0)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["report", "order_number", "pk"]

    def __str__(self):
        return self.caption or f"图片{self.order_number}"

    @property
    def image_url(self):
        return reverse("picture-image", args=[self.pk])

    @property
    def small_url(self):
        """What a page shows: the thumbnail, or the picture itself until the task has made one."""
        return reverse("picture-thumbnail", args=[self.pk]) if self.thumbnail else self.image_url

    def make_thumbnail(self):
        """Safe to run twice; a picture taken out meanwhile leaves no file behind."""
        if self.thumbnail:
            return
        with self.image.open("rb") as file:
            small = ContentFile(thumbnail(file.read()), "small.jpg")
        self.thumbnail.save(small.name, small, save=False)
        if not Picture.objects.filter(pk=self.pk, thumbnail="").update(thumbnail=self.thumbnail.name):
            self.thumbnail.delete(save=False)

    def delete_files(self):
        for file in (self.image, self.thumbnail):
            if file:
                file.delete(save=False)


class Attachment(models.Model):
    folder = "attachments"

    report = models.ForeignKey(Report, models.CASCADE, verbose_name="总结", related_name="attachments")
    file = models.FileField("附件", upload_to=_upload_path)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["report", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("attachment-download", args=[self.pk])

    def delete_files(self):
        self.file.delete(save=False)
