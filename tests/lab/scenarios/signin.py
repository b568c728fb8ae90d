# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: Mailbox Setup contributors
"""Refusals at the sign-in, in the words of standards, server programs and providers."""

from scenario import Scenario, imap, pop3, smtp, smtp_starttls


def refused(name, maker, words, code, host=None, address=None, step="sign-in", **more):
    """A server that refuses a right password with these words."""
    return Scenario("says-" + name, maker(script={"sign-in": words}, host=host), code, step,
                    address=address, **more)


def wrong(name, maker, **script):
    """A server for which the password is wrong; it judges for itself."""
    return Scenario("wrong-" + name, maker(script=script, password="another one"),
                    "wrong-password", "sign-in")


WRONG = [
    wrong("password-imap", imap),
    wrong("password-smtp", smtp),
    wrong("password-submission", smtp_starttls),
    wrong("password-pop3", pop3),
    wrong("password-imap-login", imap, AFTER="IMAP4rev1"),
    wrong("password-smtp-login", smtp, AFTER="AUTH LOGIN"),
]

STANDARD = [
    refused("unavailable", imap, "NO [UNAVAILABLE] Temporary authentication failure.",
            "server-unavailable"),
    refused("expired", imap, "NO [EXPIRED] That password isn't valid any more.",
            "password-expired"),
    refused("privacy-required", imap, "NO [PRIVACYREQUIRED] Not on this connection",
            "tls-required"),
    refused("server-bug", imap, "NO [SERVERBUG] Internal error occurred.", "server-error"),
    refused("limit", imap, "NO [LIMIT] Maximum number of connections from user+IP exceeded "
            "(mail_max_userip_connections=10)", "too-many-connections"),
    refused("pop-temporary", pop3, "-ERR [SYS/TEMP] Try again later", "server-unavailable"),
    refused("pop-permanent", pop3, "-ERR [SYS/PERM] Internal failure", "server-error"),
    refused("pop-auth", pop3, "-ERR [AUTH] Authentication failed.", "wrong-password"),
    refused("smtp-454", smtp, "454 4.7.0 Temporary authentication failure", "server-unavailable"),
    refused("smtp-530-starttls", smtp, "530 5.7.0 Must issue a STARTTLS command first",
            "tls-required"),
    refused("smtp-538", smtp, "538 5.7.11 Encryption required for requested authentication "
            "mechanism", "tls-required"),
    refused("smtp-504", smtp, "504 5.5.4 Unrecognized authentication type.",
            "auth-mechanism-unsupported"),
    refused("smtp-535", smtp, "535 5.7.8 Authentication credentials invalid", "wrong-password"),
    refused("smtp-421-attempts", smtp, "421 4.7.0 Too many login attempts, please try again later",
            "too-many-attempts"),
]

PROGRAMS = [
    refused("courier", imap, "NO Login failed.", "wrong-password"),
    refused("cyrus", imap, "NO Login failed: authentication failure", "wrong-password"),
    refused("exim", smtp, "535 Incorrect authentication data", "wrong-password"),
    refused("hmail", imap, "NO Invalid user name or password.", "wrong-password"),
    refused("postfix-dovecot", smtp, "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
            "wrong-password"),
    refused("dovecot-pop3", pop3, "-ERR [AUTH] Invalid credentials", "wrong-password"),
    refused("locked", imap, "NO [AUTHENTICATIONFAILED] Account is locked.", "account-locked"),
    refused("suspended", smtp, "535 5.7.0 This account has been suspended", "account-locked"),
    refused("imap-off", imap, "NO IMAP access is disabled for this user", "imap-disabled"),
    refused("pop-off", pop3, "-ERR POP3 access is disabled for your account", "imap-disabled"),
    refused("too-many", imap, "NO Too many failed login attempts. Try again in 15 minutes.",
            "too-many-attempts"),
    refused("full-name", imap, "NO Please use your full email address as user name",
            "username-format", attempts=2),
    refused("blocked-ip", imap, "NO Your IP address has been blocked", "ip-blocked"),
    refused("country", imap, "NO Login from your country is not allowed by policy",
            "policy-blocked"),
    refused("second-factor", imap, "NO Two-factor authentication code required",
            "two-factor-required"),
    refused("paid", imap, "NO IMAP access is available for premium users only. Please upgrade.",
            "plan-required"),
]

GMAIL = "anna@gmail.com"
MICROSOFT = "anna@contoso.onmicrosoft.com"

PROVIDERS = [
    refused("gmail-app-password", imap, "NO [ALERT] Application-specific password required: "
            "https://support.google.com/accounts/answer/185833 (Failure)",
            "app-password-required", "imap.gmail.com", GMAIL),
    refused("gmail-web", imap, "NO [WEBALERT https://accounts.google.com/signin/continue?x=1] "
            "Web login required.", "web-login-required", "imap.gmail.com", GMAIL),
    refused("gmail-imap-off", imap, "NO [ALERT] Your account is not enabled for IMAP use. Please "
            "visit your Gmail settings page and enable your account for IMAP access. (Failure)",
            "imap-disabled", "imap.gmail.com", GMAIL),
    refused("gmail-connections", imap, "NO [ALERT] Too many simultaneous connections. (Failure)",
            "too-many-connections", "imap.gmail.com", GMAIL),
    refused("gmail-smtp-app-password", smtp, "534-5.7.9 Application-specific password required. "
            "For more information, go to\n534 5.7.9  https://support.google.com/mail/?p="
            "InvalidSecondFactor a1-2 - gsmtp", "app-password-required", "smtp.gmail.com", GMAIL),
    refused("gmail-smtp-web", smtp, "534-5.7.14 <https://accounts.google.com/signin/continue?x=1> "
            "Please log in via your web browser\n534-5.7.14 and then try again.\n534 5.7.14  "
            "https://support.google.com/mail/answer/78754 a1-2 - gsmtp", "web-login-required",
            "smtp.gmail.com", GMAIL),
    refused("gmail-smtp-wrong", smtp, "535-5.7.8 Username and Password not accepted. For more "
            "information, go to\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1-2"
            " - gsmtp", ("wrong-password", "app-password-required"), "smtp.gmail.com", GMAIL),
    refused("microsoft-imap", imap, "NO LOGIN failed.", "oauth-required", "outlook.office365.com",
            MICROSOFT),
    refused("microsoft-imap-sasl", imap, "NO AUTHENTICATE failed.", "oauth-required",
            "outlook.office365.com", MICROSOFT),
    refused("microsoft-smtp-off", smtp_starttls, "535 5.7.139 Authentication unsuccessful, "
            "SmtpClientAuthentication is disabled for the Tenant. Visit "
            "https://aka.ms/smtp_auth_disabled for more information. [FR0P281CA0001.EURPRD10]",
            "smtp-auth-disabled", "smtp.office365.com", MICROSOFT),
    refused("microsoft-smtp-mailbox-off", smtp_starttls, "535 5.7.139 Authentication unsuccessful,"
            " SmtpClientAuthentication is disabled for the Mailbox. [FR0P281CA0001.EURPRD10]",
            "smtp-auth-disabled", "smtp.office365.com", MICROSOFT),
    refused("microsoft-smtp-basic", smtp_starttls, "535 5.7.139 Authentication unsuccessful, basic "
            "authentication is disabled. [FR0P281CA0001.EURPRD10]", "oauth-required",
            "smtp.office365.com", MICROSOFT),
    refused("yandex", imap, "NO [AUTHENTICATIONFAILED] AUTHENTICATE invalid credentials or IMAP is "
            "disabled sc=abc", ("imap-disabled", "app-password-required"), "imap.yandex.com",
            "anna@yandex.com"),
    refused("mail-ru", imap, "NO [AUTHENTICATIONFAILED] Application password is REQUIRED",
            "app-password-required", "imap.mail.ru", "anna@mail.ru"),
    refused("gmx", imap, "NO authentication failed", ("imap-disabled", "wrong-password"),
            "imap.gmx.net", "anna@gmx.de"),
    refused("yahoo", imap, "NO [AUTHENTICATIONFAILED] LOGIN Too many bad auth attempts",
            ("app-password-required", "too-many-attempts"), "imap.mail.yahoo.com",
            "anna@yahoo.com"),
]

OFFERS = [
    Scenario("no-auth-smtp", smtp(script={"AFTER": "PIPELINING\nSIZE 1000"}), "auth-not-offered",
             "sign-in"),
    Scenario("no-auth-port-25", smtp_starttls(number=25, script={"AFTER": "PIPELINING"}),
             "auth-not-offered", "sign-in"),
    Scenario("login-disabled", imap(script={"AFTER": "IMAP4rev1 LOGINDISABLED"}),
             ("auth-not-offered", "auth-mechanism-unsupported", "oauth-required"), "sign-in"),
    Scenario("only-gssapi", imap(script={"AFTER": "IMAP4rev1 LOGINDISABLED AUTH=GSSAPI"}),
             "auth-mechanism-unsupported", "sign-in"),
    Scenario("only-ntlm-smtp", smtp(script={"AFTER": "AUTH NTLM GSSAPI"}),
             "auth-mechanism-unsupported", "sign-in"),
    Scenario("only-oauth", imap(script={
        "AFTER": "IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR"}),
             "oauth-required", "sign-in"),
    Scenario("only-oauth-smtp", smtp(script={"AFTER": "AUTH XOAUTH2"}), "oauth-required",
             "sign-in"),
]

GREETINGS = [
    Scenario("greets-" + name, maker(script={"greeting": words}), code, "greet")
    for name, maker, words, code in (
        ("bye", imap, "* BYE go away", "greeting-rejected"),
        ("bye-full", imap, "* BYE Too many connections from the same IP address",
         "too-many-connections"),
        ("bye-unavailable", imap, "* BYE [UNAVAILABLE] Backend is down", "server-unavailable"),
        ("err", pop3, "-ERR no service here", "greeting-rejected"),
        ("err-temporary", pop3, "-ERR [SYS/TEMP] mailbox server is down", "server-unavailable"),
        ("554", smtp, "554 No SMTP service here", "greeting-rejected"),
        ("554-list", smtp, "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using "
         "zen.spamhaus.org", "ip-blocked"),
        ("421-busy", smtp, "421 4.7.0 Too many concurrent SMTP connections from this IP address",
         "too-many-connections"),
        ("421-closing", smtp_starttls, "421 4.3.2 Service not available, closing transmission "
         "channel", "server-unavailable"),
    )
]

SCENARIOS = WRONG + STANDARD + PROGRAMS + PROVIDERS + OFFERS + GREETINGS
