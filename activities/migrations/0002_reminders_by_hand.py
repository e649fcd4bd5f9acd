from django.db import migrations, models


class Migration(migrations.Migration):
    """The committee may remind by hand: without a step, at most once a day for the same thing."""

    dependencies = [("activities", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="step",
            field=models.ForeignKey(
                blank=True,
                help_text="留空为工委人工提醒。",
                null=True,
                on_delete=models.PROTECT,
                related_name="reminders",
                to="activities.reminderstep",
                verbose_name="步骤",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(step=None),
                fields=["duty", "alliance", "period_key", "made_on"],
                name="reminder_by_hand_once_a_day",
            ),
        ),
    ]
