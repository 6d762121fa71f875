"""Every setting of a site, from the environment, with defaults that are safe on one's own machine."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from guildhouse.kit.database import describe
from guildhouse.kit.env import Env
from guildhouse.kit.logs import logging_config
from guildhouse.kit.providers import providers
from guildhouse.kit.secret import data_folder, secret_key

env = Env(os.environ)
HERE = Path(__file__).parent

DATA = data_folder(Path(env.text("DATA", "data")).absolute())
DEBUG = env.switch("DEBUG", False)
SECRET_KEY_IS_NEW = not env.text("SECRET_KEY") and not (DATA / "secret_key").exists()
SECRET_KEY = env.text("SECRET_KEY") or secret_key(DATA / "secret_key")
ORIGIN = env.url("ORIGIN", ("http", "https"), "http://127.0.0.1:8000").geturl().rstrip("/")
ALLOWED_HOSTS = env.words("HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [ORIGIN]
BEHIND_PROXY = env.switch("BEHIND_PROXY", False)
LISTEN = env.text("LISTEN", "127.0.0.1")

SQLITE_SYNCHRONOUS = env.one_of("SQLITE_SYNCHRONOUS", ("FULL", "NORMAL"), "FULL")
DATABASES = {
    "default": describe(
        env.url("DATABASE", ("sqlite", "postgresql", "postgres"), f"sqlite:///{DATA / 'guildhouse.sqlite3'}"),
        SQLITE_SYNCHRONOUS,
    )
}
# The same database without a pool between, where one stands before it: live/streaming/listening.py.
DATABASE_DIRECT = env.url("DATABASE_DIRECT", ("postgresql", "postgres")).geturl()
# Whether an act is answered only once it is on the disk (kit/durable.py); PostgreSQL's own setting may say less.
WAITS_FOR_DISK = SQLITE_SYNCHRONOUS == "FULL" or not DATABASES["default"]["ENGINE"].endswith("sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What the limits on signing in are counted in: the database, so that they hold in every process.
CACHES = {"default": {"BACKEND": "guildhouse.kit.limits.Limits"}}
# How many bytes of finished pages one process keeps.
KEPT_BYTES = env.number("KEPT_MEGABYTES", 32, least=1, most=4096) * 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guildhouse.kit",
    "guildhouse.history",
    "guildhouse.people",
    "guildhouse.communities",
    "guildhouse.rooms",
    "guildhouse.circles",
    "guildhouse.harvest",
    "guildhouse.cases",
    "guildhouse.live",
    "guildhouse.notices",
    "guildhouse.pages",
    "guildhouse.imports",
    "guildhouse.keeping",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]

MIDDLEWARE = [
    "guildhouse.kit.requests.RequestLog",
    "guildhouse.kit.doorstep.Doorstep",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guildhouse.kit.requests.Headers",
    "guildhouse.kit.requests.Addresses",
    "guildhouse.kit.requests.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guildhouse.people.middleware.Devices",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "guildhouse.people.middleware.SignedIn",
    "guildhouse.people.middleware.LanguageAndZone",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guildhouse.people.middleware.KeepersFactor",
    "allauth.account.middleware.AccountMiddleware",
    "guildhouse.pages.once.Once",
    "guildhouse.pages.middleware.Refusals",
    "guildhouse.communities.middleware.OldAddresses",
]
ROOT_URLCONF = "guildhouse.urls"
WSGI_APPLICATION = "guildhouse.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "guildhouse.communities.shell.shell",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "guildhouse.kit.jinja.environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.contrib.auth.context_processors.auth", *CONTEXT_PROCESSORS]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Accounts
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "guildhouse.notices.accounts.AccountAdapter"
ACCOUNT_FORMS = {"signup": "guildhouse.people.forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Changing the address while confirming it stays off: it is offered only where no account exists, and so tells.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "house"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = ORIGIN.partition(":")[0]
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
SESSION_ENGINE = "guildhouse.people.sessions"

# Second factors and passkeys
MFA_ADAPTER = "guildhouse.people.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Phones go wrong by some seconds; a code that was used is remembered for longer than it is good.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "guildhouse.people.forms.factors.CodeForm",
    "reauthenticate": "guildhouse.people.forms.factors.CodeAgainForm",
    "activate_totp": "guildhouse.people.forms.factors.FirstCodeForm",
    "add_webauthn": "guildhouse.people.forms.factors.PasskeyForm",
    "login_webauthn": "guildhouse.people.forms.factors.PasskeyLoginForm",
    "authenticate_webauthn": "guildhouse.people.forms.factors.PasskeySecondForm",
    "reauthenticate_webauthn": "guildhouse.people.forms.factors.PasskeyAgainForm",
    "edit_webauthn": "guildhouse.people.forms.factors.PasskeyNameForm",
}
ADMIN_SECOND_FACTOR = env.switch("ADMIN_SECOND_FACTOR", False)

# Accounts elsewhere
SOCIALACCOUNT_PROVIDERS = providers(env)
SOCIALACCOUNT_ADAPTER = "guildhouse.people.sign_on.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"signup": "guildhouse.people.sign_on.ProviderSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
# Only where the operator trusts a provider with addresses; asked of people.sign_on.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# What is sent to a browser
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guildhouse.kit.static.HouseStatic"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ORIGIN.startswith("https")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if ORIGIN.startswith("https") else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "guildhouse.pages.errors.forged"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Languages and time
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = env.one_of("LANGUAGE", ("en", "it"), "en")
# Each by its own name, for whoever cannot read the others.
LANGUAGES = [("en", "English"), ("it", "Italiano")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "guildhouse_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE

# Mail: an empty address shows the letters in the site itself, for its administrators on this machine.
MAIL = env.url("MAIL", ("smtp", "smtps"))
MAIL_FROM = env.text("MAIL_FROM", "Guildhouse <guildhouse@localhost>")
# Where letters that come back are read: imaps://name:secret@host/folder, imap:// or maildir:///folder.
BOUNCES = env.url("BOUNCES", ("imap", "imaps", "maildir"))
BOUNCES_TO = env.text("BOUNCES_TO")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Letters leave from the outbox alone, over a connection of its own; nothing else may send.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Every reader of history, and the beginnings of the kinds of fact it wants to hear of.
HISTORY_READERS = {
    "mail": ("people.", "communities.", "rooms.", "harvest.", "circles.changed"),
    "imports": ("imports.asked",),
}
# What the worker does in turn: one portion of each.
WORKER_TASKS = (
    "guildhouse.rooms.tasks.tick",
    "guildhouse.circles.tasks.tick",
    "guildhouse.live.tasks.tick",
    "guildhouse.communities.tasks.count_bridges",
    "guildhouse.communities.tasks.turn_duties",
    "guildhouse.harvest.tasks.ask_back",
    "guildhouse.cases.tasks.let_go",
    "guildhouse.notices.tasks.hear_of_facts",
    "guildhouse.notices.tasks.write_digests",
    "guildhouse.notices.tasks.send_letters",
    "guildhouse.notices.tasks.read_bounces",
    "guildhouse.imports.tasks.bring_in",
    "guildhouse.keeping.tasks.erase",
    "guildhouse.keeping.tasks.forget",
)
# Who says how long what is kept: one table out of all of them, worked off by the clock.
RETENTION = (
    "guildhouse.people.retention",
    "guildhouse.communities.retention",
    "guildhouse.rooms.retention",
    "guildhouse.live.retention",
    "guildhouse.circles.retention",
    "guildhouse.harvest.retention",
    "guildhouse.cases.retention",
    "guildhouse.notices.retention",
    "guildhouse.imports.retention",
    "guildhouse.history.retention",
    "guildhouse.keeping.retention",
)
# Where the keys of cases lie: apart from the database, and in no backup (cases/keys.py).
CASE_KEYS = Path(env.text("CASE_KEYS") or DATA / "case-keys").absolute()
# What an operator may shorten or lengthen, in days.
RETENTION_DAYS = {
    "letters": env.number("KEEP_LETTERS", 90, least=1, most=3650),
    "letter_records": env.number("KEEP_LETTER_RECORDS", 365, least=1, most=3650),
    "attendance": env.number("KEEP_ATTENDANCE", 365, least=30, most=3650),
    "reports": env.number("KEEP_REPORTS", 730, least=30, most=3650),
    "requests": env.number("KEEP_REQUESTS", 365, least=30, most=3650),
    "imports": env.number("KEEP_IMPORTS", 90, least=1, most=3650),
}
METRICS_TOKEN = env.text("METRICS_TOKEN")
# Faults on purpose, for tests on one machine: kit/failpoints.py.
FAILPOINTS = env.text("FAILPOINTS")
if FAILPOINTS and LISTEN not in ("127.0.0.1", "localhost", "::1"):
    raise ImproperlyConfigured("GUILDHOUSE_FAILPOINTS is for tests: it needs GUILDHOUSE_LISTEN=127.0.0.1.")

LOGGING = logging_config(json=env.switch("LOG_JSON", not DEBUG), level=env.text("LOG_LEVEL", "INFO"))
# auth.W004: e-mail addresses are unique whatever their case, by a constraint that check does not know.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021", "security.W005", "auth.W004"]
