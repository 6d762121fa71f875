"""How the demo's communities began: called, signed on to, opened, and joined one by one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from guildhouse.communities import actions
from guildhouse.communities.models import Community, JoinRequest, Membership, Office
from guildhouse.communities.models.membership import Level
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo.stories import CommunityStory
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions as room_actions

VIA = "demo"


def found(
    story: CommunityStory, people: dict[str, Person], members: list[Person], start: datetime
) -> Community:
    """Call the community, have it signed on to, plan its rooms and open it, over its first four weeks."""
    convener = Actor(people[story.convener], VIA)
    with clock.at(start):
        community = actions.call(
            name=story.name,
            domain=story.domain,
            reason=story.reasons[0],
            zone=story.zone,
            actor=convener,
        )
        actions.edit_call(
            community,
            name=story.name,
            domain=story.domain,
            stakes=story.stakes,
            scope=story.scope,
            rhythm=story.rhythm,
            first_thing=story.first_thing,
            actor=convener,
        )
    for place, reason in enumerate(story.reasons[1:], start=1):
        with clock.at(start + timedelta(days=3 * place)):
            actions.sign_on(community, reason=reason, actor=Actor(members[place], VIA))
    with clock.at(start + timedelta(days=20)):
        actions.appoint(community, members[1], kind=Office.Kind.WELCOMER, actor=convener)
        actions.appoint(community, members[2], kind=Office.Kind.FACILITATOR, actor=convener)
        actions.write_edition(
            community,
            text=story.charter,
            reason="What we began with.",
            confidentiality=story.confidentiality,
            actor=convener,
        )
        for one in story.series:
            _plan(community, one, convener, start)
        actions.name_contact(community, members[2], actor=convener)
    with clock.at(start + timedelta(days=28)):
        community = actions.open_community(community, actor=convener)
        return actions.change_settings(community, zone=story.zone, **story.settings, actor=convener)


def _plan(community: Community, story, convener: Actor, start: datetime) -> None:
    room_actions.plan_series(
        community,
        actor=convener,
        purpose=story.purpose,
        about=story.about,
        format=story.format,
        rrule=story.rrule,
        first_on=(start + timedelta(days=30)).date(),
        wall_time=story.at,
        zone=community.zone,
        **story.fields,
    )


def arrive(community: Community, person: Person, at: datetime, convener: Person) -> None:
    """Somebody joins, by the way this community has."""
    with clock.at(at):
        actor = Actor(person, VIA)
        edition = community.charter_editions.order_by("-number").values_list("number", flat=True).first() or 0
        if community.joining == Community.Joining.OPEN:
            actions.join(community, name=person.name, edition=edition, actor=actor)
            return
        actions.ask_to_join(
            community,
            message="A colleague told me about you. I would like to begin by listening.",
            name=person.name,
            edition=edition,
            actor=actor,
        )
    with clock.at(at + timedelta(hours=20)):
        asking = JoinRequest.objects.get(community=community, person=person, state=JoinRequest.State.ASKED)
        actions.accept(asking, actor=Actor(convener, VIA))


def recognise(
    community: Community,
    story: CommunityStory,
    levels: Iterable[tuple[Person, Level]],
    at: datetime,
    convener: Person,
    random: Random,
) -> None:
    """The convener recognises levels, with a sentence of what was seen."""
    with clock.at(at):
        for person, level in levels:
            membership = Membership.objects.living().filter(community=community, person=person).first()
            if membership is not None and membership.level != level:
                evidence = random.choice(story.evidence)
                actions.recognise(membership, level=level, evidence=evidence, actor=Actor(convener, VIA))
