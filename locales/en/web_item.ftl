# Items, updates and the return of a party.

web-fault-status = Choose a status.
web-fault-day = Give a day, such as 2026-01-15.
web-fault-day-to-come = This day has not come yet.
web-fault-done-on-missing = Say on which day it was completed.
web-fault-done-on-late = It cannot have been completed after the day that you report of.
web-fault-done-on-extra = Only what is complete has a day of completion. Leave this empty.
web-fault-narrative = Say in a sentence what has happened.
web-fault-too-long = This is too long.
web-fault-characters = This has a character in it that cannot be kept.
web-fault-reason = It had been closed. Say why it is spoken of again.
web-fault-withdraws-what = Choose the update that is taken back.
web-fault-corrects = Choose an update of your own about this obligation.
web-fault-url = Give an address such as https://example.org/page.
web-fault-title = Say what the page is called.
web-fault-lang = Give a language, such as zh, en or ru.
web-fault-form = This form is out of date. Check it and send it again.
