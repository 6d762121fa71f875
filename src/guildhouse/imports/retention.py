"""How long a file that was brought in stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.imports.erasing import ENDED
from guildhouse.imports.erasing import empty as empty_run
from guildhouse.imports.models import ImportRun
from guildhouse.kit.retention import Kept, delete
from guildhouse.kit.turns import writers_turn


def _files(before: datetime, most: int) -> int:
    never = delete(ImportRun.objects.filter(state=ImportRun.State.READ, uploaded_at__lt=before), most)
    over = ImportRun.objects.filter(Q(ended_at__lt=before) | Q(ended_at=None, uploaded_at__lt=before))
    ended = list(over.filter(state__in=ENDED).exclude(content="").order_by("pk")[: max(1, most // 20)])
    for run in ended:
        with writers_turn(), transaction.atomic():
            empty_run(run)
    return never + len(ended)


CLASSES = (
    Kept(
        "imports",
        _("A file that was brought in, the answers to its questions, and which people it spoke of"),
        90,
        _("Long enough to look up where something came from. How much was made stays."),
        _files,
    ),
)
