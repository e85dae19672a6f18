"""Reminders by mail: who wants them and has confirmed where, what the mail of a day says, and sending it once."""

from service.reminders.confirming import SendLinks
from service.reminders.desk import AddressUnusable, AskedTooOften, ReminderDesk
from service.reminders.sending import SendDigests

__all__ = ["AddressUnusable", "AskedTooOften", "ReminderDesk", "SendDigests", "SendLinks"]
