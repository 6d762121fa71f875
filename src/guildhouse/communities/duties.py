"""The seven duties in plain words: what each is for, and three first things to do."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models.duty import Duty


class About(NamedTuple):
    """What a duty is for, in one sentence, and three things to begin with."""

    sentence: Promise
    first: tuple[Promise, Promise, Promise]


ABOUT: dict[str, About] = {
    Duty.Kind.AGENDA: About(
        _("Keeps the questions we really have in sight, and sees to it that our rooms work on them."),
        (
            _("Read the learning agenda and ask two members which question costs them sleep."),
            _("Bring one open question to whoever hosts the next room."),
            _("Write down what was learned about one question that lies still."),
        ),
    ),
    Duty.Kind.KEEPER: About(
        _("Looks after the people: that newcomers find their way and that nobody is missed without a word."),
        (
            _("Write two lines to whoever joined last."),
            _("Notice who has not come for a while, and ask how they are, without asking why."),
            _("Introduce two members to each other who should talk."),
        ),
    ),
    Duty.Kind.FRIEND: About(
        _("Says kindly what others leave unsaid, so that we do not only agree with ourselves."),
        (
            _("Ask in the next room: what would somebody say who sees this differently?"),
            _("Find out who has said little lately, and make space for them."),
            _("Tell a convener one thing that goes well and one that we look away from."),
        ),
    ),
    Duty.Kind.REPORTER: About(
        _("Writes down what happens in our rooms, so that whoever was not there can take part."),
        (
            _("Tell one room in five sentences to those who could not come."),
            _("Ask somebody to finish the sentence: today I take with me that …"),
            _("Check with those who were there before anything leaves the room."),
        ),
    ),
    Duty.Kind.MESSENGER: About(
        _("Speaks with the world around us: brings in a guest, an idea or a text, and tells others of us."),
        (
            _("Name one person outside whom we should listen to, and invite them as a guest."),
            _("Bring something from elsewhere to the next room, in two minutes."),
            _("Tell one neighbour community what we work on at present."),
        ),
    ),
    Duty.Kind.DETECTIVE: About(
        _("Asks what became of it: which difference our meeting made in somebody’s own work."),
        (
            _("Ask one member: what did you do differently since we last met?"),
            _("Write the answer down in their words, and give it back to them first."),
            _("Find one thing we made that nobody uses, and ask whether it can go."),
        ),
    ),
    Duty.Kind.BROKER: About(
        _(
            "Connects us with the organisations behind us, so that members have the time and backing they need."
        ),
        (
            _("Find out who must agree that people here spend time on this."),
            _("Tell a sponsor in three sentences what the community is good for, without naming a case."),
            _(
                "Ask members what stands in the way at their work, and carry one thing to whoever can move it."
            ),
        ),
    ),
}
