account-password-show = Show the password
unsent-title = Sign in again
unsent-lead = Nothing was saved. What you wrote is still here: copy it, sign in, and put it in again.
unsent-shared = On a shared phone, close this page afterwards.
unsent-text = What you wrote
