"""A year in the demo house, made through the actions people use, with a clock that is told the time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from guildhouse.communities import actions as community_actions
from guildhouse.communities.models import Community
from guildhouse.communities.models.membership import Level
from guildhouse.history.actors import Actor
from guildhouse.keeping.demo import founding
from guildhouse.keeping.demo.founding import VIA
from guildhouse.keeping.demo.stories import STORIES, CommunityStory, SeriesStory
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions, tasks
from guildhouse.rooms.models import Room, Seat, Series

SEED = 20261121
DAYS = 365
Progress = Callable[[str, int, int], None]


class Year:
    """One run of the simulation: the people, the communities, one source of chance, and the days one by one."""

    def __init__(self, people: dict[str, Person], today: datetime, say: Progress) -> None:
        self.random = Random(SEED)  # noqa: S311  (a story, not a secret)
        self.people = people
        self.today = today
        self.say = say
        self.members: dict[int, list[Person]] = {}
        self.stories: dict[int, CommunityStory] = {}
        self.sought: dict[int, SeriesStory] = {}
        self.arrivals: list[tuple[datetime, Community, Person]] = []

    def run(self) -> None:
        """Found the communities, then let every day happen until yesterday."""
        start = self.today - timedelta(days=DAYS)
        for place, story in enumerate(STORIES):
            self._found(story, start + timedelta(days=5 * place))
        self.arrivals.sort(key=lambda one: (one[0], one[2].pk))
        for day in range(40, DAYS):
            self.say("a year passes", day, DAYS)
            self._day(start + timedelta(days=day), day)

    def _found(self, story: CommunityStory, start: datetime) -> None:
        crowd = [person for key, person in sorted(self.people.items()) if key.startswith("p")]
        self.random.shuffle(crowd)
        people = [self.people[story.convener], *crowd[: story.size - 1]]
        community = founding.found(story, self.people, people, start)
        self.stories[community.pk] = story
        self.members[community.pk] = people[: len(story.reasons)]
        for one in Series.objects.filter(community=community).order_by("pk"):
            self.sought[one.pk] = next(s for s in story.series if s.purpose == one.purpose)
            self._seat_group(one, self.sought[one.pk].group, people, start + timedelta(days=29))
        for person in people[len(story.reasons) :]:
            at = start + timedelta(
                days=41 + self.random.randrange(DAYS - 120), hours=self.random.randrange(12)
            )
            if person not in self.members[community.pk]:
                self.arrivals.append((at, community, person))
        self._ask_questions(community, story, start + timedelta(days=35))

    def _seat_group(self, series: Series, size: int, people: list[Person], at: datetime) -> None:
        with clock.at(at):
            convener = Actor(people[0], VIA)
            for person in people[:size]:
                try:
                    actions.add_to_group(series, person, actor=convener, role="member")
                except Refused:
                    continue  # joins the community later, and the group with it

    def _ask_questions(self, community: Community, story: CommunityStory, at: datetime) -> None:
        with clock.at(at):
            actor = Actor(self.people[story.convener], VIA)
            for text, state, words in story.questions:
                question = community_actions.ask_question(community, text=text, actor=actor)
                if state == "working":
                    community_actions.work_on(question, working_on=words, actor=actor)
                elif state == "learned":
                    community_actions.learned(question, learned=words, actor=actor)

    def _day(self, at: datetime, day: int) -> None:
        with clock.at(at):
            actions.pass_time() if day % 14 else tasks.tick()
        while self.arrivals and self.arrivals[0][0] <= at:
            _when, community, person = self.arrivals.pop(0)
            founding.arrive(community, person, at, self.people[self.stories[community.pk].convener])
            self.members[community.pk].append(person)
        if day % 2 == 0:
            self._ask_for_seats(at)
            self._note_attendance(at)
        if day in (120, 240, 330):
            self._recognise(at, day)
        if day == 200:
            self._revise_charters(at)

    def _ask_for_seats(self, at: datetime) -> None:
        soon = Room.objects.filter(
            state=Room.State.PUBLISHED, starts_at__gt=at, starts_at__lte=at + timedelta(days=9)
        )
        for room in soon.exclude(access="fixed").select_related("community").order_by("starts_at", "pk"):
            story = self.sought.get(room.series_id or 0)
            wanted = round((room.capacity or 10) * (story.sought if story else 0.6))
            missing = wanted - room.held - room.waiting
            willing = self.random.sample(
                self.members[room.community_id], k=min(2, len(self.members[room.community_id]))
            )
            for person in willing[: max(0, missing)]:
                self._ask(room, person, at)
            if self.random.random() < 0.12:
                self._somebody_withdraws(room, at)

    def _ask(self, room: Room, person: Person, at: datetime) -> None:
        with clock.at(at + timedelta(minutes=self.random.randrange(600))):
            try:
                seat = actions.ask(
                    room,
                    actor=Actor(person, VIA),
                    answer="Yes, if it helps the others choose." if room.question else "",
                    accepts=person.name if room.confidentiality else "",
                )
                if seat.state == Seat.State.REQUESTED:
                    host = Actor(self.people[self.stories[room.community_id].convener], VIA)
                    actions.approve(room, [seat], actor=host)
            except Refused:
                return  # began meanwhile, or asks for another level: people are refused in a real year, too

    def _somebody_withdraws(self, room: Room, at: datetime) -> None:
        seat = (
            Seat.objects.living()
            .filter(room=room)
            .select_related("person")
            .order_by("-asked_at", "pk")
            .first()
        )
        if seat is not None:
            with clock.at(at + timedelta(hours=11)):
                try:
                    actions.withdraw(room, actor=Actor(seat.person, VIA))
                except Refused:
                    return  # the room was over by then

    def _note_attendance(self, at: datetime) -> None:
        held = Room.objects.filter(state=Room.State.HELD, ends_at__gt=at - timedelta(days=3))
        for room in held.order_by("pk"):
            seats = Seat.objects.filter(room=room, state=Seat.State.CONFIRMED).order_by("pk")
            weights = (88, 8, 4)
            came = {seat.pk: str(self.random.choices(Seat.PRESENCE, weights)[0]) for seat in seats}
            host = self.people[self.stories[room.community_id].convener]
            with clock.at(at):
                actions.note_attendance(room, came, actor=Actor(host, VIA))

    def _recognise(self, at: datetime, day: int) -> None:
        for pk, story in self.stories.items():
            community, people = Community.objects.get(pk=pk), self.members[pk]
            core, active = people[1 : 2 + day // 120], people[3 : 4 + day // 45]
            levels = [(person, Level.ACTIVE) for person in active] + [(person, Level.CORE) for person in core]
            levels += [
                (person, Level.PERIPHERAL) for person in people[len(people) // 2 : -2] if person not in active
            ]
            founding.recognise(community, story, levels, at, self.people[story.convener], self.random)

    def _revise_charters(self, at: datetime) -> None:
        for pk, story in self.stories.items():
            community = Community.objects.get(pk=pk)
            with clock.at(at):
                edition = community_actions.write_edition(
                    community,
                    text=story.charter_later,
                    reason="What a year has taught us.",
                    confidentiality=story.confidentiality,
                    actor=Actor(self.people[story.convener], VIA),
                )
                for person in self.members[pk][: len(self.members[pk]) * 2 // 3]:
                    community_actions.accept_charter(
                        community, number=edition.number, name=person.name, actor=Actor(person, VIA)
                    )


def morning(moment: datetime) -> datetime:
    """Six in the morning (UTC) of the day, when the house of the demo wakes up."""
    return moment.astimezone(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
