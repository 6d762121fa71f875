from django.urls import path

from guildhouse.keeping.views import house, own, people

urlpatterns = [
    path("setup/", house.set_up, name="set-up"),
    path("demo/", house.demo_guests, name="demo"),
    path("demo/<str:public_id>/", house.demo_sign_in, name="demo-sign-in"),
    path("site/", house.site_page, name="site"),
    path("kept/", own.what_is_kept, name="what-is-kept"),
    path("me/data/", own.my_data, name="my-data"),
    path("me/data/copy/", own.my_copy, name="my-copy"),
    path("me/erasure/", own.my_erasure, name="my-erasure"),
    path("me/erasure/end/", own.stay, name="my-erasure-end"),
    path("site/people/", people.people, name="site-people"),
    path("site/people/<str:public_id>/", people.one, name="site-person"),
    path("site/people/<str:public_id>/lock/", people.lock, name="site-lock"),
    path("site/people/<str:public_id>/lock/end/", people.unlock, name="site-unlock"),
    path("site/people/<str:public_id>/sessions/end/", people.end_sessions, name="site-sessions-end"),
    path("site/people/<str:public_id>/erasure/", people.erase, name="site-erase"),
    path("site/people/<str:public_id>/erasure/end/", people.keep, name="site-erase-end"),
    path("site/archived/", people.archived, name="site-archived"),
    path("site/archived/<slug:slug>/erasure/", people.erase_community, name="site-erase-community"),
    path("site/letters/", house.release_letters, name="site-letters"),
]
