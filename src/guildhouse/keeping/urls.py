from django.urls import path

from guildhouse.keeping import own_views, people_views, views

urlpatterns = [
    path("setup/", views.set_up, name="set-up"),
    path("demo/", views.demo_guests, name="demo"),
    path("demo/<str:public_id>/", views.demo_sign_in, name="demo-sign-in"),
    path("site/", views.site_page, name="site"),
    path("kept/", own_views.what_is_kept, name="what-is-kept"),
    path("me/data/", own_views.my_data, name="my-data"),
    path("me/data/copy/", own_views.my_copy, name="my-copy"),
    path("me/erasure/", own_views.my_erasure, name="my-erasure"),
    path("me/erasure/end/", own_views.stay, name="my-erasure-end"),
    path("site/people/", people_views.people, name="site-people"),
    path("site/people/<str:public_id>/", people_views.one, name="site-person"),
    path("site/people/<str:public_id>/lock/", people_views.lock, name="site-lock"),
    path("site/people/<str:public_id>/lock/end/", people_views.unlock, name="site-unlock"),
    path("site/people/<str:public_id>/sessions/end/", people_views.end_sessions, name="site-sessions-end"),
    path("site/people/<str:public_id>/erasure/", people_views.erase, name="site-erase"),
    path("site/people/<str:public_id>/erasure/end/", people_views.keep, name="site-erase-end"),
    path("site/archived/", people_views.archived, name="site-archived"),
    path("site/archived/<slug:slug>/erasure/", people_views.erase_community, name="site-erase-community"),
    path("site/letters/", views.release_letters, name="site-letters"),
]
