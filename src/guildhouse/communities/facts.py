from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Facts(TextChoices):
    """What can have happened to a community or to somebody in it, and the sentence that tells it."""

    CALLED = "communities.called", _("{actor} called a community into being")
    CALL_EDITED = "communities.call_edited", _("{actor} edited the call")
    SIGNED_ON = "communities.signed_on", _("{actor} signed on to the call")
    SIGN_ON_WITHDRAWN = "communities.sign_on_withdrawn", _("{actor} withdrew their sign-on")
    OPENED = "communities.opened", _("{actor} opened the community")
    BROUGHT_IN = "communities.brought_in", _("A community founded elsewhere came to this house")

    JOINED = "communities.joined", _("{concerns} joined")
    ASKED_TO_JOIN = "communities.asked_to_join", _("{concerns} asked to join")
    REQUEST_ACCEPTED = "communities.request_accepted", _("{actor} accepted the request of {concerns} to join")
    REQUEST_DECLINED = "communities.request_declined", _("{actor} declined the request of {concerns} to join")
    REQUEST_WITHDRAWN = "communities.request_withdrawn", _("{concerns} withdrew their request to join")
    LEFT = "communities.left", _("{concerns} left")
    INVITATION_MADE = "communities.invitation_made", _("{actor} made an invitation for {most_uses}")
    INVITATION_USED = "communities.invitation_used", _("{concerns} came in by an invitation")
    INVITATION_REVOKED = "communities.invitation_revoked", _("{actor} revoked an invitation")

    LEVEL_RECOGNISED = "communities.level_recognised", _("{actor} recognised {concerns}: {level}")
    APPOINTED = "communities.appointed", _("{actor} appointed {concerns}: {office}")
    OFFICE_HANDED_OVER = (
        "communities.office_handed_over",
        _("{actor} handed an office over to {concerns}: {office}"),
    )
    OFFICE_ENDED = "communities.office_ended", _("{concerns} laid down an office: {office}")

    DUTY_ASKED = "communities.duty_asked", _("{actor} asked {concerns} to carry a duty: {duty}")
    DUTY_TAKEN = "communities.duty_taken", _("{concerns} took on a duty: {duty}")
    DUTY_DECLINED = "communities.duty_declined", _("{concerns} cannot carry a duty this time: {duty}")
    DUTY_LAPSED = (
        "communities.duty_lapsed",
        _("{concerns} was not waited for any longer about a duty: {duty}"),
    )
    DUTY_NOTE_WANTED = (
        "communities.duty_note_wanted",
        _("{concerns} was asked for the note on a duty: {duty}"),
    )
    DUTY_NOTED = (
        "communities.duty_noted",
        _("{concerns} wrote the note for whoever carries a duty next: {duty}"),
    )
    DUTY_LAID_DOWN = "communities.duty_laid_down", _("A duty of {concerns} was laid down: {duty}")
    DUTY_ENDED = "communities.duty_ended", _("The season of {concerns} with a duty was over: {duty}")
    SEASON_DECLARED = (
        "communities.season_declared",
        _("{actor} let the season run from {begins_on} until {ends_on}"),
    )

    CHARTER_WRITTEN = "communities.charter_written", _("{actor} wrote edition {number} of the charter")
    CHARTER_ACCEPTED = (
        "communities.charter_accepted",
        _("{concerns} accepted edition {number} of the charter"),
    )
    RHYTHM_SET = "communities.rhythm_set", _("{actor} set the rhythm")
    PAUSED = "communities.paused", _("{actor} declared a pause from {from_on} until {until_on}")
    PAUSE_ENDED = "communities.pause_ended", _("{actor} ended a pause")

    QUESTION_ASKED = "communities.question_asked", _("{actor} put a question on the agenda: {text}")
    QUESTION_WORKED_ON = "communities.question_worked_on", _("{actor} said who works on a question: {text}")
    QUESTION_LEARNED = "communities.question_learned", _("{actor} wrote down what was learned: {text}")
    QUESTION_REOPENED = "communities.question_reopened", _("{actor} opened a question again: {text}")

    CONTACT_NAMED = "communities.contact_named", _("{actor} named {concerns} conduct contact")
    REPORTED = "communities.reported", _("Somebody asked the conduct contact to look at something")
    REPORT_ANSWERED = "communities.report_answered", _("A report was answered")
    REMOVED = "communities.removed", _("{actor} removed {concerns} from the community")
    BLOCKED = "communities.blocked", _("{actor} asked {concerns} to stay away")
    APPEALED = "communities.appealed", _("{concerns} appealed against being kept out")
    APPEAL_DECIDED = "communities.appeal_decided", _("{actor} answered the appeal of {concerns}")
    BLOCK_LIFTED = "communities.block_lifted", _("{actor} let {concerns} come back")

    DOMAIN_WRITTEN = "communities.domain_written", _("{actor} wrote what the community is about")
    SETTINGS_CHANGED = "communities.settings_changed", _("{actor} changed how the community is run")
    READDRESSED = "communities.readdressed", _("{actor} gave the community a new address: {slug}")
    STAGE_DECLARED = "communities.stage_declared", _("{actor} declared the stage: {stage}")
    ARCHIVED = "communities.archived", _("{actor} archived the community")
    UNARCHIVED = "communities.unarchived", _("{actor} took the community out of the archive")
    NESTED = "communities.nested", _("{actor} changed the larger community this one belongs to")
    ERASURE_ASKED = "communities.erasure_asked", _("{actor} asked for the community to be erased")
    ERASURE_TAKEN_BACK = (
        "communities.erasure_taken_back",
        _("{actor} took back that the community is to be erased"),
    )
    ERASED = "communities.erased", _("A community was erased")
