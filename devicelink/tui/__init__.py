"""The Textual app: draws views and sends intents, and changes nothing of the session itself."""
