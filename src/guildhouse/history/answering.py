"""The same request twice is answered alike and done once: an act stays open until its answer is kept beside it."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar

from django.db.models import QuerySet

from guildhouse.history.models import Answer, Fact
from guildhouse.kit import clock
from guildhouse.kit.prepared import insert, prepared


class OpenAct:
    """Holds the transaction of the first act of a request until somebody says how it ends."""

    def __init__(self) -> None:
        self._act: ExitStack | None = None

    @property
    def happened(self) -> bool:
        """Whether an act was done and waits for its end."""
        return self._act is not None

    @contextmanager
    def holding(self, whole: AbstractContextManager[None]) -> Iterator[None]:
        """Begin the whole act; end it here only if it fails."""
        with ExitStack() as act:
            act.enter_context(whole)
            yield
            self._act = act.pop_all()

    def commit(self) -> None:
        """Let the act be done; raises what the database raises when it cannot."""
        if act := self._take():
            act.close()

    def roll_back(self, error: BaseException) -> None:
        """Let the act not have happened, because of `error`."""
        if act := self._take():
            act.__exit__(type(error), error, error.__traceback__)

    def _take(self) -> ExitStack | None:
        act, self._act = self._act, None
        return act


answering: ContextVar[OpenAct | None] = ContextVar("answering", default=None)


@contextmanager
def one_answer() -> Iterator[OpenAct]:
    """Whatever is done inside the block stays open until it is told how it ends; an error takes it back."""
    act, done = OpenAct(), False
    token = answering.set(act)
    try:
        yield act
        done = True
    finally:
        answering.reset(token)
        if not done:
            act.roll_back(sys.exc_info()[1] or RuntimeError("nobody said how the act ends"))


def answered(key: str) -> Answer | None:
    """The answer that was given to this key."""
    found = _answers(key)
    return found[0] if found else None


@prepared
def _answers(key: str) -> QuerySet[Answer]:
    return Answer.objects.filter(pk=key)


def keep_answer(key: str, person: int, content: str, location: str, said: list[list[object]]) -> None:
    """Keep an answer; to be called while its act is open. IntegrityError when the key has one."""
    insert(Answer(key=key, person_id=person, content=content, location=location, said=said, at=clock.now()))


def did_something_since(answer: Answer) -> bool:
    """Whether the person has done anything after the act this answer belongs to, be it nothing for history."""
    latest = (
        Fact.objects.filter(actor_id=answer.person_id).order_by("-pk").values_list("happened_at", flat=True)
    )
    later = Answer.objects.filter(person_id=answer.person_id, at__gt=answer.at)
    return any(at > answer.at for at in latest[:1]) or later.exists()
