"""Keeping an act open until its answer is known, so that both are kept or neither is."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar


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
            try:
                act.__exit__(type(error), error, None)
            except BaseException as raised:
                if raised is not error:
                    raise

    def _take(self) -> ExitStack | None:
        act, self._act = self._act, None
        return act


answering: ContextVar[OpenAct | None] = ContextVar("answering", default=None)
