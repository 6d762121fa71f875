"""Who is told of a report is who can read and answer it."""

import pytest

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Community, Office
from guildhouse.communities.needs import needs
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def without_contact(cast: Cast) -> Community:
    Community.objects.filter(pk=cast.weavers.pk).update(conduct_contact=None)
    cast.weavers.refresh_from_db()
    return cast.weavers


def test_without_a_contact_the_conveners_answer(cast: Cast) -> None:
    made = actions.report(without_contact(cast), text="He shouted.", about=cast.bo, actor=cast.actor("cy"))

    assert made.to_site is False
    assert queries.answerers(cast.weavers, (cast.cy.pk, cast.bo.pk)) == [cast.ana.pk]
    waiting = needs(cast.ana, queries.belongings(cast.ana), clock.now())
    assert [need.href for need in waiting] == ["/c/weavers/conduct/"]
    assert actions.answer_report(made, answer="We talked.", actor=cast.actor("ana")).answered_by == cast.ana


def test_a_report_about_the_only_convener_goes_to_the_house(cast: Cast) -> None:
    made = actions.report(without_contact(cast), text="She shouted.", about=cast.ana, actor=cast.actor("cy"))

    assert made.to_site is True
    assert needs(cast.ana, queries.belongings(cast.ana), clock.now()) == []


def test_a_report_about_the_contact_waits_for_the_conveners_but_not_for_whoever_wrote_it(cast: Cast) -> None:
    actions.name_contact(cast.weavers, cast.bo, actor=cast.actor("ana"))
    actions.join(cast.weavers, actor=cast.actor("cy"))
    actions.appoint(cast.weavers, cast.cy, kind=Office.Kind.CONVENER, actor=cast.actor("ana"))
    cast.weavers.refresh_from_db()
    made = actions.report(cast.weavers, text="He shouted.", about=cast.bo, actor=cast.actor("cy"))

    waiting = {
        person: queries.reports_waiting(person, queries.belongings(person))
        for person in (cast.ana, cast.bo, cast.cy)
    }

    assert waiting == {cast.ana: [made], cast.bo: [], cast.cy: []}
    with pytest.raises(Refused, match="conduct contact"):
        actions.answer_report(made, answer="I was right.", actor=cast.actor("cy"))
