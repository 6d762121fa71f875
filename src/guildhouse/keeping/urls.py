from django.urls import path

from guildhouse.keeping import views

urlpatterns = [
    path("setup/", views.set_up, name="set-up"),
    path("demo/", views.demo_guests, name="demo"),
    path("demo/<str:public_id>/", views.demo_sign_in, name="demo-sign-in"),
    path("site/", views.site_page, name="site"),
    path("site/letters/", views.release_letters, name="site-letters"),
]
