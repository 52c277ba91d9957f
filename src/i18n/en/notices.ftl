notice-offline = No connection. Your answer stays on this phone: press the button again when the connection is back.
notice-online = The connection is back. Press the button to send.
