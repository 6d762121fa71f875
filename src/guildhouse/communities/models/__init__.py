from guildhouse.communities.models.charter import Acceptance, CharterEdition, Pause
from guildhouse.communities.models.community import Community, OldSlug, Question, SignOn, StageDeclaration
from guildhouse.communities.models.conduct import Block, Report
from guildhouse.communities.models.counts import Bridge, Ring
from guildhouse.communities.models.duty import DeclaredSeason, Duty
from guildhouse.communities.models.membership import (
    Invitation,
    InvitationUse,
    JoinRequest,
    LevelChange,
    Membership,
    Office,
)

__all__ = [
    "Acceptance",
    "Block",
    "Bridge",
    "CharterEdition",
    "Community",
    "DeclaredSeason",
    "Duty",
    "Invitation",
    "InvitationUse",
    "JoinRequest",
    "LevelChange",
    "Membership",
    "Office",
    "OldSlug",
    "Pause",
    "Question",
    "Report",
    "Ring",
    "SignOn",
    "StageDeclaration",
]
