"""The small house is the same each time it is put back: rows, ids, and the keys of its cases."""

import pytest

from guildhouse.cases import keys
from guildhouse.cases.models import Case
from guildhouse.keeping.invariants import violations
from guildhouse.people.models import Person
from guildhouse.testing.small_house import furnished

pytestmark = pytest.mark.django_db
SEEN: list[tuple[str, int, int]] = []


@pytest.mark.parametrize("time", ["first", "again"])
def test_a_house_that_is_put_back_is_whole_whatever_the_test_before_did(time: str) -> None:
    house = furnished()
    sealed = Case.objects.living()
    assert sealed.exists()
    assert [case.pk for case in sealed if not keys.is_here(case.key)] == []
    assert list(violations()) == []
    SEEN.append((house.bo.public_id, house.weavers.pk, Person.objects.count()))
    assert len(set(SEEN)) == 1
    for case in sealed:
        keys.destroy(case.key)
    Person.objects.filter(pk=house.bo.pk).update(name="Somebody else")


def test_where_somebody_is_at_home_it_is_made_beside_them() -> None:
    Person.objects.create(name="Zoe")
    assert not hasattr(furnished(), "kept_as")
