from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import F, Q

from accounts.audit import audited
from alliances.models.alliance import Alliance
from alliances.models.organization import Organization
from alliances.querysets import SeatQuerySet


class Seat(models.Model):
    """An organization's place in an alliance, from a day to a day (both included; open = null). Ended, never deleted.

    No organization has two seats on one day and no alliance two leads. PostgreSQL holds that by the exclusion
    constraints of migration 0002; SQLite has none, so there `save` looks under the write lock. Bulk writers ask
    `Seat.objects.clashing()`.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "片长单位"
        DEPUTY = "deputy", "副片长单位"
        MEMBER = "member", "成员单位"
        CHAMBER = "chamber", "商（协）会党组织"

    alliance = models.ForeignKey(Alliance, models.PROTECT, verbose_name="联盟", related_name="seats")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="党组织", related_name="seats")
    role = models.CharField("席位", max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    history = audited()
    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ["alliance__order_number", "organization__order_number", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="seat_until_after_since",
                violation_error_message="终止日期不能早于起始日期。",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(until=None),
                name="seat_one_current_each",
                violation_error_message="这个党组织已有现任席位，请先办理终止。",
            ),
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(role="lead", until=None),
                name="seat_one_lead_per_alliance",
                violation_error_message="一个联盟只能有一个片长单位。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}（{self.alliance.short_name}{self.get_role_display()}）"

    def save(self, *args, using=None, **kwargs):
        using = using or router.db_for_write(Seat, instance=self)
        if connections[using].vendor == "postgresql":
            super().save(*args, using=using, **kwargs)
            return
        with transaction.atomic(using=using):
            if self.clashing().exists():
                raise IntegrityError("alliances_seat: overlaps a seat of the organization or a lead of the alliance")
            super().save(*args, using=using, **kwargs)

    def clean(self):
        if self.since and self.organization_id and self.alliance_id and (clash := self.clashing().first()):
            raise ValidationError(clash.refusal())

    def clashing(self):
        """Other seats that cannot stand beside this one."""
        same = Q(organization=self.organization_id)
        if self.role == self.Role.LEAD:
            same |= Q(alliance=self.alliance_id, role=self.Role.LEAD)
        others = Seat.objects.between(self.since, self.until).exclude(pk=self.pk)
        return others.filter(same).select_related("organization", "alliance")

    def refusal(self):
        """Why nothing else can be put where this seat is, for the person who tried."""
        place = f"{self.alliance.short_name}{self.get_role_display()}"
        return f"{self.organization}{self.days}任{place}，日期重叠，请先办理终止。"

    def stands_on(self, day):
        return self.since <= day and (self.until is None or self.until >= day)

    @property
    def days(self):
        """自2026-01-01起, or 2025-01-01至2025-12-31."""
        return f"{self.since}至{self.until}" if self.until else f"自{self.since}起"
