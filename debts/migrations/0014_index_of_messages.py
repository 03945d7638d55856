from django.db import migrations

from debts.models.message_index import create_index, drop_index, index_texts

PIECE = 2000


def index_kept_messages(apps, schema_editor):
    """Make the index of the search and take in what is kept already."""
    database = schema_editor.connection
    create_index(database)
    columns = apps.get_model("debts", "Message").objects.order_by("pk").values_list("pk", "text", "sender")
    last = 0
    while rows := list(columns.filter(pk__gt=last)[:PIECE]):
        index_texts(rows, database)
        last = rows[-1][0]


def forget(apps, schema_editor):
    drop_index(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('debts', '0013_disputes_to_the_end'),
    ]

    operations = [
        migrations.RunPython(index_kept_messages, forget),
    ]
