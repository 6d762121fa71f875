"""What can be asked about communities and the people in them."""

from guildhouse.communities.policy import STRANGER
from guildhouse.communities.queries.agenda import agenda, question_of
from guildhouse.communities.queries.belonging import Belonging, belongings, standing_among
from guildhouse.communities.queries.charter import (
    acceptances,
    edition,
    editions,
    pause_on,
    pauses,
    whole_text,
)
from guildhouse.communities.queries.conduct import (
    answerers,
    appeals_to_site,
    block_of,
    blocks,
    my_block,
    my_reports,
    reports_for,
    reports_to_site,
)
from guildhouse.communities.queries.differences import differences
from guildhouse.communities.queries.founding import Condition, conditions, missing, sign_ons, signers_needed
from guildhouse.communities.queries.front import Front, front
from guildhouse.communities.queries.joining import (
    answered_requests,
    invitation_by,
    invitations,
    my_request,
    open_requests,
    request_of,
    used_by,
)
from guildhouse.communities.queries.lists import Listed, listing
from guildhouse.communities.queries.people import (
    Member,
    convenes,
    held_offices,
    level_changes,
    members,
    membership_of,
    offices_of,
    past_offices,
    rings,
    sees_profile,
)
from guildhouse.communities.queries.stages import declarations, evidence
from guildhouse.communities.queries.standing import (
    accepted_edition,
    belongs,
    convener_count,
    conveners,
    latest_charter,
    latest_edition,
    standing,
    standings,
)

__all__ = [
    "STRANGER",
    "Belonging",
    "Condition",
    "Front",
    "Listed",
    "Member",
    "acceptances",
    "accepted_edition",
    "agenda",
    "answered_requests",
    "answerers",
    "appeals_to_site",
    "belongings",
    "belongs",
    "block_of",
    "blocks",
    "conditions",
    "convener_count",
    "conveners",
    "convenes",
    "declarations",
    "differences",
    "edition",
    "editions",
    "evidence",
    "front",
    "held_offices",
    "invitation_by",
    "invitations",
    "latest_charter",
    "latest_edition",
    "level_changes",
    "listing",
    "members",
    "membership_of",
    "missing",
    "my_block",
    "my_reports",
    "my_request",
    "offices_of",
    "open_requests",
    "past_offices",
    "pause_on",
    "pauses",
    "question_of",
    "reports_for",
    "reports_to_site",
    "request_of",
    "rings",
    "sees_profile",
    "sign_ons",
    "signers_needed",
    "standing",
    "standing_among",
    "standings",
    "used_by",
    "whole_text",
]
