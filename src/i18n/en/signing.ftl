account-password-show = Show the password
unsent-title = Sign in again
unsent-lead = Nothing was saved. What you wrote is still here: copy it, sign in, and put it in again.
unsent-shared = On a shared phone, close this page afterwards.
unsent-text = What you wrote
unsent-gone = This page is gone
unsent-gone-lead = Nothing was saved: somebody removed it meanwhile. What you wrote is still here: copy it.
unsent-draft-lead = Nothing was saved: meanwhile somebody put the draft away, or removed what you were editing. What you wrote is still here: copy it. A draft that was put away can be opened again in the list.
