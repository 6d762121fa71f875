"""Every address of the house; each app names its own."""

from django.urls import include, path

# Addresses are tried one by one: those that are asked for most stand first.
urlpatterns = [
    path("", include("guildhouse.rooms.urls")),
    path("", include("guildhouse.live.urls")),
    path("", include("guildhouse.circles.urls")),
    path("", include("guildhouse.pages.urls")),
    path("", include("guildhouse.people.urls")),
    path("", include("guildhouse.communities.urls")),
    path("", include("guildhouse.harvest.urls")),
    path("", include("guildhouse.cases.urls")),
    path("", include("guildhouse.notices.urls")),
    path("", include("guildhouse.imports.urls")),
    path("", include("guildhouse.keeping.urls")),
    path("account/", include("guildhouse.people.account_urls")),
]

handler400 = "guildhouse.pages.errors.bad_request"
handler403 = "guildhouse.pages.errors.forbidden"
handler404 = "guildhouse.pages.errors.not_found"
handler500 = "guildhouse.pages.errors.broken"
