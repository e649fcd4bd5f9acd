from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited
from branches.models.branch import Branch


class StarQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Stars are published by a document: everybody of the committee sees them."""
        return self if user.is_superuser else self.filter(branch__organization__committee=user.committee_id)

    def valid(self):
        return self.filter(withdrawn_on=None)


class Star(models.Model):
    """支部星级 of a year, granted by a document after a star rating. Withdrawn, never deleted; 0 is 不定级."""

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党支部", related_name="stars")
    year = models.PositiveSmallIntegerField("年度")
    stars = models.PositiveSmallIntegerField("星级", validators=[MaxValueValidator(5)])
    document_number = models.CharField("决定文号", max_length=60)
    granted_on = models.DateField("授予日期")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+", null=True, editable=False
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)
    withdrawn_on = models.DateField("撤销日期", null=True, editable=False)
    withdrawn_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="撤销人", related_name="+", null=True, editable=False
    )

    history = audited()
    objects = StarQuerySet.as_manager()

    class Meta:
        verbose_name = "支部星级"
        verbose_name_plural = "支部星级"
        ordering = ["-year", "branch__organization__order_number", "branch__order_number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "year"],
                condition=Q(withdrawn_on=None),
                name="star_once_a_year",
                violation_error_message="这个支部这一年度已有星级。",
            ),
            models.CheckConstraint(condition=Q(stars__lte=5), name="star_at_most_five"),
        ]

    def __str__(self):
        return f"{self.year}年度{words(self.stars)}"


def words(stars):
    """五星 … 一星, 不定级."""
    return f"{'一二三四五'[stars - 1]}星" if stars else "不定级"
