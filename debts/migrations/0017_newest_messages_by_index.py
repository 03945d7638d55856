"""Undated messages come last on every kind of database, and PostgreSQL has an index in that order.

SQLite takes what is unknown for the smallest, so there the index is in this order already.
"""

from django.db import migrations, models

_INDEX = "CREATE INDEX message_inbox ON debts_message (owner_id, received_at DESC{nulls}, id DESC)"


def _made(nulls):
    def make(_apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("DROP INDEX message_inbox")
            schema_editor.execute(_INDEX.format(nulls=nulls))

    return make


class Migration(migrations.Migration):

    dependencies = [
        ("debts", "0016_lease_of_mailboxes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="message",
            options={"ordering": [models.OrderBy(models.F("received_at"), descending=True, nulls_last=True), "-pk"]},
        ),
        migrations.RunPython(_made(" NULLS LAST"), _made("")),
    ]
