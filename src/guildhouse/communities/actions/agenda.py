"""The learning agenda: questions asked, worked on, and what was learned."""

from datetime import datetime

from guildhouse.communities import policy
from guildhouse.communities.actions.frame import lock, standing_of
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, Question
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require


@act
def ask_question(community: Community, *, text: str, actor: Actor) -> Question:
    """Put an open question on the learning agenda; the same words as an open one answer that one."""
    at = clock.now()
    community = lock(community)
    require(policy.may_take_part(standing_of(actor, community), community))
    unanswered = Question.objects.filter(community=community, text=text).exclude(state=Question.State.LEARNED)
    if known := unanswered.order_by("pk").first():
        return known
    question = Question.objects.create(
        community=community, text=text, asked_by_id=actor.id, asked_at=at, changed_at=at
    )
    record(Facts.QUESTION_ASKED, actor=actor, subject=question, community=community.pk, at=at, text=text)
    return question


@act
def work_on(question: Question, *, working_on: str, actor: Actor) -> Question:
    """Say who works on a question, and how."""
    at = clock.now()
    community, question = _lock_question(question, actor)
    if (question.state, question.working_on) == (Question.State.WORKING, working_on):
        return question
    question.working_on = working_on
    _move(question, Question.State.WORKING, at, "working_on")
    record(
        Facts.QUESTION_WORKED_ON,
        actor=actor,
        subject=question,
        community=community.pk,
        concerns=question.asked_by_id,
        at=at,
        text=question.text,
    )
    return question


@act
def learned(question: Question, *, learned: str, actor: Actor) -> Question:
    """Write down what was learned about a question, and with what."""
    at = clock.now()
    community, question = _lock_question(question, actor)
    if (question.state, question.learned) == (Question.State.LEARNED, learned):
        return question
    question.learned = learned
    _move(question, Question.State.LEARNED, at, "learned")
    record(
        Facts.QUESTION_LEARNED,
        actor=actor,
        subject=question,
        community=community.pk,
        concerns=question.asked_by_id,
        at=at,
        text=question.text,
    )
    return question


@act
def reopen(question: Question, *, actor: Actor) -> Question:
    """Open a question again: what was learned stays beside it."""
    at = clock.now()
    community, question = _lock_question(question, actor)
    if question.state == Question.State.OPEN:
        return question
    _move(question, Question.State.OPEN, at)
    record(
        Facts.QUESTION_REOPENED,
        actor=actor,
        subject=question,
        community=community.pk,
        concerns=question.asked_by_id,
        at=at,
        text=question.text,
    )
    return question


def _lock_question(question: Question, actor: Actor) -> tuple[Community, Question]:
    community = lock(question.community)
    question = Question.objects.get(pk=question.pk)
    require(policy.may_answer_question(standing_of(actor, community), community, question))
    return community, question


def _move(question: Question, state: str, at: datetime, *fields: str) -> None:
    question.state, question.changed_at = state, at
    question.save(update_fields=["state", "changed_at", *fields])
