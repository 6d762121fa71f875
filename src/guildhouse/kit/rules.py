"""How every rule in the product answers: yes, or no with the reason a person can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "may I": true or false, and when false the code and the sentence."""

    ok: bool
    code: str = ""
    why: str = ""
    status: int = 200

    def __bool__(self) -> bool:
        return self.ok


YES = Verdict(True)


def no(code: str, why: str) -> Verdict:
    """The state of things says no, for now (409)."""
    return Verdict(False, code, str(why), 409)


def forbid(code: str, why: str) -> Verdict:
    """This person may not, whatever the state of things (403)."""
    return Verdict(False, code, str(why), 403)


class Refused(Exception):
    """A rule said no; the message is written for the person who asked."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.why)
        self.verdict = verdict
        self.code = verdict.code
        self.status = verdict.status


def require(verdict: Verdict) -> None:
    """Go on when the verdict is yes, else raise `Refused` with its sentence."""
    if not verdict:
        raise Refused(verdict)
