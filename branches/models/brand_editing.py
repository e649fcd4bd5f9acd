"""How the words of a version are changed: never over somebody else's, and only while it is in its writers' hands."""

from django.db import transaction
from django.utils import timezone

from branches.models.brand_states import IN_HAND
from portal.access import EditConflict, WrongState


class BrandEditing:
    """Part of `BrandVersion`, kept in a file of its own."""

    @transaction.atomic
    def edit(self, *, by, revision, **words):
        """Save some of WORDS, unless somebody saved since the form was opened or it was handed in. Half-written is
        fine: the form saves as it is written. `by` is told nowhere; what is handed in leaves its line."""
        kept = {field: self._kept(field, text) for field, text in words.items()}
        self.claim(revision)
        type(self)._base_manager.filter(pk=self.pk).update(**kept)
        for field, text in kept.items():
            setattr(self, field, text)

    def claim(self, revision):
        """First line of every change, of words or pictures: one at a time, in hand, nothing newer overwritten."""
        self.brand.lock()
        self.brand.require_current()
        rows = type(self)._base_manager.filter(pk=self.pk, state__in=IN_HAND, revision=revision)
        claimed = rows.update(revision=revision + 1, changed_at=timezone.now())
        if not claimed:
            self.refresh_from_db(fields=["state"])
            if self.state not in IN_HAND:
                raise WrongState(f"“{self}”现在是“{self.get_state_display()}”，不能修改。")
            raise EditConflict("这个品牌刚被别人改过，您的修改没有保存。请打开最新内容，再改一次。")
        self.revision = revision + 1

    def _kept(self, field, text):
        """As it can be stored: PostgreSQL knows no zero byte and fails on a text that is too long."""
        if field not in self.WORDS:
            raise ValueError(f"not a text of a brand: {field}")
        text = text.replace("\x00", "").strip()
        longest = self._meta.get_field(field).max_length or self.LONGEST
        if len(text) > longest:
            raise WrongState(f"{self.label_of(field)}最多{longest}字，现有{len(text)}字。")
        return text
