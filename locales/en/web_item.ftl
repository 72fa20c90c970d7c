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

# --- An item

web-item-missing = There is no commitment { $what }
web-item-missing-advice = The code may be mistyped.
web-item-missing-then = On this day there was none of that code, or the code is mistyped.
web-item-deleted = There was one, but it was deleted. Its history is kept and can be read through the API.
web-item-near = Did you mean one of these?
web-item-find = Look for words of its title or text
web-item-then = This is how it stood as of { $what }.
web-item-place = section { $section }, { $title }, paragraph { $paragraph }
web-item-place-untitled = section { $section }, paragraph { $paragraph }
web-item-conflicts = { $n ->
    [one] Two edits of this item contradict each other; somebody has to decide.
   *[other] { $n } conflicts between edits of this item are open; somebody has to decide.
}
web-item-conflict = Edits by { $theirs } and { $yours }
web-item-text = In the text
web-item-no-text = The text of this paragraph is not in the ledger.
web-item-no-quote = This item quotes no words of the paragraph.
web-item-original = text that is quoted
web-item-translation = working translation
web-item-owed = Who owes what
web-item-owed-none = Nobody owes this: it is kept for its context.
web-item-party = Party
web-item-role = Role
web-item-occurrence = Occurrence
web-item-status = Status
web-item-in-time = Timeliness
web-item-on-word = On whose word
web-item-word = { $basis } by { $author }, as of { $day }
web-item-nobody = Nobody has said anything yet.
web-item-follows = follows { $what }:
web-item-days-overdue = { $n ->
    [one] one day overdue
   *[other] { $n } days overdue
}
web-item-as-of = as of { $what }
web-item-done-on = done on { $what }
web-item-due-on = due { $what }
web-item-update = Update
web-item-declared = Declared by the party
web-item-assessed = Assessed
web-item-assessed-counts = The two differ. What was assessed counts.
web-item-contested = Contested.
web-item-contested-about = Statements about the same day contradict each other; meanwhile the less advanced one counts.
web-item-reassess = To be assessed again.
web-item-reassess-about = The party has since said something else; until an assessor looks again, what was assessed counts.
web-item-history = History
web-item-no-history = Nothing is known of what was done before.
web-item-latest = Back to the latest
web-item-older = Older
web-item-withdrawn = taken back
web-item-later = about a later day, not counted here
web-item-corrected = corrected later
web-item-corrects = corrects an earlier one
web-item-withdraws = takes an earlier one back
web-item-reason = Reason:
web-item-version = version { $n }
web-item-nothing = none
web-item-facts = About this item
web-item-deadline = Deadline
web-item-undated = no deadline
web-item-strength = Strength
web-item-kind = Kind
web-item-group = As the text calls them
web-item-sdgs = Sustainable Development Goals
web-item-topics = Topics
web-item-note = Note
web-item-no-deadline = Why without a deadline
web-item-milestones = Milestones
web-item-related = Related items
web-item-refs = What it names
web-item-also = What else names it
web-item-depends-on = depends on
web-item-follows-up = follows up on
web-item-repeats = repeats
web-item-part-of = is part of
web-item-copy-command = Copy the command
web-item-copied = The command line was copied.
web-item-part-quote = Quote
web-item-part-verb = Verb
web-item-part-title = Title
web-item-part-opens = Opens
web-item-part-due = Due
web-item-part-urgency = Urgency
web-item-part-recurrence = Recurrence
web-item-part-resolution = Resolution

# --- When it is due

web-item-asap = as soon as possible
web-item-about = about { $what }
web-item-until = by { $what }
web-item-in-year = in { $year }
web-item-in-years = from { $from } to { $year }
web-item-in-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}{"\u00A0"}{ $year }
web-item-from-to = from { $from } to { $to }
web-item-every-years = { $n ->
    [one] every year
   *[other] every { $n } years
}
web-item-every-months = { $n ->
    [one] every month
   *[other] every { $n } months
}

# --- The form to file an update

web-update-heading = File an update
web-update-last = What counts now
web-update-draft = You began an update here and did not send it.
web-update-draft-restore = Go on with it
web-update-draft-discard = Throw it away
web-update-faults = { $n ->
    [one] One thing is not right yet. Nothing was filed.
   *[other] { $n } things are not right yet. Nothing was filed.
}
web-update-second = An update was filed from this form before, with other contents. To file this one too, send it again.
web-update-meanwhile = Meanwhile somebody else has filed an update.
web-update-meanwhile-advice = Yours was not filed yet; all that you typed is below. Read what was said, change what you like, and file it again.
web-update-status = Status
web-update-withdraw = take an update back
web-update-as-of = As of
web-update-done-on = Done on
web-update-done-on-hint = Only what is complete has such a day.
web-update-narrative = What has happened
web-update-reason = It had been closed. Why is it spoken of again?
web-update-evidence = Evidence
web-update-evidence-hint = links that others can check
web-update-url = Address
web-update-title = Title
web-update-lang = Language
web-update-published = Published on
web-update-remove = Remove
web-update-add = Add a link
web-update-more = More rows
web-update-corrects = Correct an earlier update of mine
web-update-corrects-which = The update that this one replaces or takes back
web-update-corrects-none = none
web-update-file = File the update
web-update-skip = Skip
web-update-cancel = Cancel
web-update-keys = 1 to 9 choose the status, Ctrl+Enter files.

# --- My return

web-return-about = A return is what a party has to report on: what is overdue or due soon, what nobody has reported yet, and where an assessor says otherwise. The party's analysts work through it item by item. You speak for no party, but may read any return.
web-return-choose = Party
web-return-read = Read the return
web-return-progress = { $reported } of { $total } reported
web-return-begin = Begin with the first
web-return-waiting = { $n ->
    [one] One obligation waits for you.
   *[other] { $n } obligations wait for you.
}
web-return-waiting-more = More than { $n } obligations wait for you.
web-return-keys = j and k go from row to row, u opens the form; after filing, the next one comes up.
web-return-owes-nothing = Nothing has to be delivered here.
web-return-done = Nothing waits: all is reported, nothing is overdue or due within 90 days, and no statements differ.
web-return-overdue = Overdue
web-return-due = Due within 90 days
web-return-differing = Where statements differ
web-return-unreported = Not reported yet
web-return-contested = contested
web-return-reassess = to be assessed again
web-return-rest = Show all in the list of obligations
