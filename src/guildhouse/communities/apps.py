from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "guildhouse.communities"
    label = "communities"

    def ready(self) -> None:
        from guildhouse.communities import queries
        from guildhouse.communities.actions import claimed
        from guildhouse.people import claiming

        claiming.MAY_INVITE.append(queries.convenes)
        claiming.ON_CLAIM.append(claimed.unite_memberships)
