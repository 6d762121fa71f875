"""What holds in the whole house is changed by whoever runs it, and by nobody else."""

import pytest

from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Fact
from guildhouse.keeping import actions
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people import actions as people
from guildhouse.people.models import Person, Site

pytestmark = pytest.mark.django_db


def test_whoever_runs_the_house_changes_its_rules_once(cast):
    Person.objects.filter(pk=cast.ana.pk).update(is_site_admin=True)
    cast.ana.refresh_from_db()

    for _ in range(2):
        actions.change_site(actor=cast.actor("ana"), rules="Be kind.")

    assert Site.objects.get().rules == "Be kind."
    assert Fact.objects.filter(kind="people.site_changed").count() == 1


def test_a_convener_does_not(cast):
    with pytest.raises(Refused, match="Only whoever runs this house"):
        actions.change_site(actor=cast.actor("ana"), rules="Mine.")
    assert not Site.objects.filter(rules="Mine.").exists()


@pytest.mark.parametrize("who", [None, "bo"])
def test_the_page_of_the_house_is_absent_for_others(cast, client, who):
    if who:
        client.force_login(getattr(cast, who))
    assert client.get("/site/").status_code == (404 if who else 302)


def test_nobody_sets_up_a_house_twice(cast):
    with pytest.raises(Refused, match="open already"):
        actions.set_up(
            house="Mine", name="Eve", email="eve@example.org", password="long-and-odd", actor=cast.actor("bo")
        )


def test_nobody_signed_in_makes_an_account_that_looks_after_the_house(cast):
    with pytest.raises(Refused, match="Only the operator"):
        actions.make_admin("eve@example.org", "Eve", "long-and-odd", actor=cast.actor("ana"))


def test_people_known_from_elsewhere_are_noted_by_whoever_runs_the_house(cast):
    with pytest.raises(Refused, match="Only whoever runs this house"):
        people.bring_person(name="Eve", actor=cast.actor("ana"))
    with pytest.raises(Refused, match="Only whoever runs this house"):
        people.correct_person(Person.objects.create(name="Eve"), actor=cast.actor("ana"), name="Eva")


def test_whoever_looks_after_an_empty_house_is_led_to_what_fills_it(client):
    root = people.open_account("root@example.org", "Root", "gentle-otter-9", actor=SYSTEM, is_site_admin=True)
    Site.objects.update_or_create(pk=1, defaults={"set_up_at": clock.now()})
    before = client.get("/").content.decode()
    client.force_login(root)
    after = client.get("/").content.decode()
    assert "No community has opened yet" in before
    assert 'href="/imports/"' not in before
    assert after.count('href="/imports/"') == 2  # in the page, and in the menu
    assert '<a href="/site/">Look after the house</a>' in after
