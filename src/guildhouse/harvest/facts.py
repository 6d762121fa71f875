from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to what a room leaves behind, and the sentence that tells it."""

    CARD_DROPPED = "harvest.card_dropped", _("{actor} dropped a card in a room")
    CARD_CORRECTED = "harvest.card_corrected", _("{actor} corrected a card")
    CARD_SHARED = "harvest.card_shared", _("{actor} shared a card with the community")
    CARD_UNSHARED = "harvest.card_unshared", _("{actor} kept a card in its room again")
    CARD_TAKEN_BACK = "harvest.card_taken_back", _("{actor} took a card back")
    CARD_ON_AGENDA = "harvest.card_on_agenda", _("{actor} put a question of a room on the agenda")
    LESSON_KEPT = "harvest.lesson_kept", _("{actor} let a lesson leave a room")

    COMMITMENT_MADE = "harvest.commitment_made", _("{actor} took something on in a room")
    COMMITMENT_ASKED = "harvest.commitment_asked", _("{actor} asked {concerns} to take something on")
    COMMITMENT_ACCEPTED = "harvest.commitment_accepted", _("{actor} took on what was asked in a room")
    COMMITMENT_DECLINED = "harvest.commitment_declined", _("{actor} did not take on what was asked in a room")
    COMMITMENT_MOVED = "harvest.commitment_moved", _("{actor} moved what they took on to another day")
    COMMITMENT_NOT_YET = (
        "harvest.commitment_not_yet",
        _("{actor} said that what they took on is not done yet"),
    )
    COMMITMENT_LET_GO = "harvest.commitment_let_go", _("{actor} let go of what they took on")
    OUTCOME_TOLD = "harvest.outcome_told", _("{actor} told what came of what they took on")
    ANSWER_SHARED = "harvest.answer_shared", _("{actor} said who reads what came of it")
    ASKED_BACK = "harvest.asked_back", _("{concerns} was asked what came of what they took on")

    REFLECTED = "harvest.reflected", _("{actor} looked back on a room")
    REFLECTION_SHARED = "harvest.reflection_shared", _("{actor} said who reads what they took from a room")

    RECOGNISED = "harvest.recognised", _("{actor} thanked {concerns} for something done in a room")
    RECOGNITION_SHOWN = "harvest.recognition_shown", _("{actor} let a word of thanks be seen")
    RECOGNITION_KEPT = "harvest.recognition_kept", _("{actor} kept a word of thanks for themselves")
    RECOGNITION_DECLINED = "harvest.recognition_declined", _("{actor} declined a word of thanks")
    RECOGNITION_TAKEN_BACK = "harvest.recognition_taken_back", _("{actor} took a word of thanks away")
