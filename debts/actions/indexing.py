"""Making the index over messages anew: for old rows, after a restore, or when characters are folded in another way."""

from collections.abc import Callable

from django.db import transaction

from debts.models import Message
from debts.models.message_index import clear_index, index_texts

CHUNK = 2000


@transaction.atomic
def index_all_messages(tell: Callable[[int], None] = lambda _count: None) -> int:
    """Forget the index and take in every message of every owner; answers with how many. ``tell`` hears of each chunk.

    Nobody finds less meanwhile: it is one transaction.
    """
    clear_index()
    columns = Message.objects.order_by("pk").values_list("pk", "text", "sender")
    last = count = 0
    while rows := list(columns.filter(pk__gt=last)[:CHUNK]):
        index_texts(rows)
        last, count = rows[-1][0], count + len(rows)
        tell(count)
    return count
