from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.audit import audited


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The committee sees its people, everybody else only themselves."""
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(committee=user.committee_id, is_superuser=False)
        return self.filter(pk=user.pk)

    def active(self):
        return self.filter(is_active=True)

    def staff_of(self, committee):
        return self.active().filter(committee=committee, post=User.Post.STAFF)

    def officers_of(self, organizations):
        return self.active().filter(post=User.Post.OFFICER, organization__in=organizations)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, post=User.Post.STAFF, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What an officer may do follows from the organization's seat, never from a row here."""

    class Post(models.TextChoices):
        STAFF = "staff", "工委工作人员"
        LEADER = "leader", "工委联系领导"
        OFFICER = "officer", "党务干部"
        MEMBER = "member", "党员"
        JUDGE = "judge", "评委"

    class TextSize(models.TextChoices):
        NORMAL = "normal", "标准"
        LARGE = "large", "大字"
        LARGER = "larger", "特大字"

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个用户名已有人使用。"},
    )
    phone = models.CharField(
        "手机号",
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^1\d{10}$", "请填写 11 位手机号。")],
        error_messages={"unique": "这个手机号已有人使用。"},
    )
    name = models.CharField("姓名", max_length=30)
    email = models.EmailField("电子邮箱", blank=True)
    post = models.CharField("岗位", max_length=10, choices=Post, default=Post.MEMBER)
    committee = models.ForeignKey(
        "alliances.Committee", models.PROTECT, verbose_name="工委", related_name="users", null=True, blank=True
    )
    organization = models.ForeignKey(
        "alliances.Organization", models.PROTECT, verbose_name="所在党组织", related_name="users", null=True, blank=True
    )
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    code_until = models.DateTimeField("登录码有效期至", null=True, blank=True, editable=False)
    text_size = models.CharField("字号", max_length=10, choices=TextSize, default=TextSize.NORMAL)
    is_active = models.BooleanField("在用", default=True, help_text="人员调离时取消勾选，不要删除。")
    date_joined = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    history = audited(excluded_fields=["password", "last_login"])
    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["post", "username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(post="officer") | Q(organization__isnull=False),
                name="user_officer_has_organization",
                violation_error_message="党务干部须选所在党组织。",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    def clean(self):
        """Log-in asks for a user name in any case, so two that differ in nothing else would shut each other out."""
        super().clean()
        if User.objects.filter(username__iexact=self.username).exclude(pk=self.pk).exists():
            raise ValidationError({"username": "这个用户名已有人使用（不分大小写）。"})

    @property
    def is_staff(self):
        """Whether the browser admin opens for this person (Django asks under this name)."""
        return self.post == self.Post.STAFF or self.is_superuser

    @property
    def is_officer(self):
        return self.post == self.Post.OFFICER

    @property
    def is_leader(self):
        return self.post == self.Post.LEADER

    @property
    def is_officer_or_member(self):
        return self.organization_id is not None and self.post in (self.Post.OFFICER, self.Post.MEMBER)

    @property
    def code_has_expired(self):
        """Whether the password is a one-time code (alliances.officers) whose days are over."""
        return self.must_change_password and self.code_until is not None and self.code_until <= timezone.now()

    @property
    def unit(self):
        """The words that stand behind a name in the trail: 市委宣传部, or 工委."""
        return str(self.organization) if self.organization_id else "工委"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def save(self, *args, **kwargs):
        self.phone = self.phone or None  # an empty phone is no phone, and several people may have none
        super().save(*args, **kwargs)
