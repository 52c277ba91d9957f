notice-offline = No connection. Your answer stays on this phone: press the button again when the connection is back.
notice-online = The connection is back. Press the button to send.
notice-later = No connection. What you typed stays in this browser and is sent by itself when the connection is back.
notice-kept = You typed this here and did not save it; the text has been changed since:
notice-done = I do not need it any more
