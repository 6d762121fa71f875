"""Many more people and rooms of the past, made inside the database from those that are there.

Copy number k of a row has the key of the first plus k times a span, and so have all it points to; what must be unique
is made so. What is still ahead is not copied: it stays as much as it was.
"""

from collections.abc import Iterator, Mapping

from allauth.account.models import EmailAddress
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from guildhouse.communities.models import Acceptance, Membership
from guildhouse.history.models import Delivery, Fact
from guildhouse.kit.turns import writers_turn
from guildhouse.people.models import Person
from guildhouse.rooms.models import Host, Room, RoomRole, Seat

# Those pointed to before those that point.
COPIED: tuple[type[models.Model], ...] = (
    *(Person, EmailAddress, Membership, Acceptance),
    *(Room, RoomRole, Host, Seat, Fact, Delivery),
)
LONGEST_MARK = 4  # letters that a copy adds to what must be unique: its number, in hexadecimal
Reach = dict[type[models.Model], int]


def reach() -> Reach:
    """The highest key of each kind now: what is written up to here is copied."""
    return {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in COPIED}


def add(upto: Reach, times: int) -> None:
    """Copy every row within the reach so many times."""
    spans = {model: last + 1 for model, last in reach().items()}
    with connection.cursor() as cursor, writers_turn():
        if (
            connection.vendor == "sqlite"
        ):  # nobody would miss this house: a gigabyte for its indexes, and no waiting
            cursor.execute("PRAGMA cache_size=-1000000")
            cursor.execute("PRAGMA synchronous=OFF")
        for model in COPIED:
            with transaction.atomic():
                for number in range(1, times + 1):
                    cursor.execute(_copy(model, number, upto[model], spans))
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
        if connection.vendor == "postgresql":  # as its own housekeeping would in a house that grew by itself
            cursor.execute("ANALYZE")
    connection.close()


def _copy(model: type[models.Model], number: int, upto: int, spans: Mapping[type[models.Model], int]) -> str:
    columns = ", ".join(_quoted(str(field.column)) for field in model._meta.concrete_fields)
    values, table = ", ".join(_values(model, number, spans)), model._meta.db_table
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id <= {upto}"  # noqa: S608 - names of our own tables


def _values(model: type[models.Model], number: int, spans: Mapping[type[models.Model], int]) -> Iterator[str]:
    """What stands in each column of a copy."""
    for field in model._meta.concrete_fields:
        column, target = _quoted(str(field.column)), field.related_model
        if field.primary_key:
            yield f"{column} + {number * spans[model]}"
        elif isinstance(target, type) and target in spans:
            yield f"{column} + {number * spans[target]}"
        elif model is Fact and field.column in ("actor_id", "concerns_id"):
            yield f"{column} + {number * spans[Person]}"
        elif model is Fact and field.column == "subject_id":
            yield f"{column} + {_of_subject(number, spans)}"
        elif field.column == "email":
            yield f"'{number:x}.' || {column}"
        elif field.unique and isinstance(field, models.CharField):
            most = (field.max_length or 0) - LONGEST_MARK
            yield f"substr({column}, 1, {most}) || '{number:0{LONGEST_MARK}x}'"
        else:
            yield column


def _of_subject(number: int, spans: Mapping[type[models.Model], int]) -> str:
    cases = " ".join(
        f"WHEN '{model._meta.label_lower}' THEN {number * span}" for model, span in spans.items()
    )
    return f"CASE subject_type {cases} ELSE 0 END"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
