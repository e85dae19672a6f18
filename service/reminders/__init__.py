"""Reminders by mail: who wants them, what the mail of a day says, and sending it once."""

from service.reminders.desk import AddressUnusable, ReminderDesk
from service.reminders.sending import SendDigests

__all__ = ["AddressUnusable", "ReminderDesk", "SendDigests"]
