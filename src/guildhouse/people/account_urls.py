"""The account pages of django-allauth, each behind a door of ours; what is not listed here has no address."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as elsewhere
from django.urls import path

from guildhouse.kit.doors import freshly_signed_in, public, signed_in
from guildhouse.people.queries import providers_to_come_in_by
from guildhouse.people.views import addresses, security, sign_on

WAYS = {"providers": providers_to_come_in_by}

urlpatterns = [
    path("login/", public(account.LoginView.as_view(extra_context=WAYS)), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("signup/", public(account.SignupView.as_view(extra_context=WAYS)), name="account_signup"),
    path("confirm-email/", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("login/code/confirm/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        public(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        public(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        public(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    # Whoever has a password gives the present one on the page itself.
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", freshly_signed_in(account.password_set), name="account_set_password"),
    # Is it still you?
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("mfa/reauthenticate/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "mfa/webauthn/reauthenticate/",
        signed_in(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("reauthenticate/code/", signed_in(security.reauthenticate_by_code), name="reauthenticate-by-code"),
    # Second factors and passkeys
    path("mfa/authenticate/", public(factors.authenticate), name="mfa_authenticate"),
    path("mfa/webauthn/login/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("mfa/webauthn/add/", freshly_signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "mfa/webauthn/keys/<int:pk>/remove/",
        freshly_signed_in(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "mfa/webauthn/keys/<int:pk>/edit/",
        freshly_signed_in(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("mfa/totp/activate/", freshly_signed_in(app.activate_totp), name="mfa_activate_totp"),
    path("mfa/totp/deactivate/", freshly_signed_in(app.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "mfa/recovery-codes/", freshly_signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "mfa/recovery-codes/generate/",
        freshly_signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    # Signing in and security
    path("security/", signed_in(security.security), name="security"),
    path("sessions/<str:public_id>/end/", signed_in(security.end_session), name="end-session"),
    path("sessions/end/", signed_in(security.end_other_sessions), name="end-other-sessions"),
    path("mfa/", signed_in(security.to_security), name="mfa_index"),
    path("mfa/webauthn/", signed_in(security.to_security), name="mfa_list_webauthn"),
    path("email/", freshly_signed_in(addresses.change_address), name="account_email"),
    path("email/leave/", signed_in(addresses.leave_address_change), name="leave-address-change"),
    path("email/<str:token>/", public(addresses.answer_address_change), name="answer-address-change"),
    # Accounts elsewhere
    path("elsewhere/", signed_in(security.to_security), name="socialaccount_connections"),
    path("elsewhere/signup/", public(elsewhere.signup), name="socialaccount_signup"),
    path("elsewhere/left/", public(elsewhere.login_cancelled), name="socialaccount_login_cancelled"),
    path(
        "elsewhere/<int:pk>/end/", freshly_signed_in(sign_on.disconnect_provider), name="disconnect-provider"
    ),
    path("elsewhere/<slug:provider_id>/", public(sign_on.leave_for_provider), name="openid_connect_login"),
    path(
        "elsewhere/<slug:provider_id>/back/",
        public(sign_on.back_from_provider),
        name="openid_connect_callback",
    ),
]
