"""The letters a committee began with called the portal by another name than its pages do."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

OLD, NEW = Value("党建联盟管理系统"), Value("市直机关党建联盟工作平台")


def rename(apps, schema_editor):
    templates = apps.get_model("letters", "LetterTemplate").objects
    templates.filter(body__contains=OLD.value).update(body=Replace(F("body"), OLD, NEW))


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_defaults")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
