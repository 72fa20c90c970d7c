# The lists, and updates of many at once.

web-field-status = Status
web-field-as-of = The day it is about
web-field-done-on = Done on
web-field-done-on-hint = with “complete” only
web-field-narrative = What happened
web-field-reason = Why it is spoken of again
web-field-reason-hint = where it was closed: complete, abandoned or superseded
web-field-evidence = Evidence
web-field-url = Address
web-field-title = Title
web-field-lang = Language
web-field-published = Published on
web-field-add-link = Add another link


web-list-words = Words
web-list-words-hint = Words of a title or quote
web-list-search = Search
web-list-filters = Filters
web-list-apply = Apply
web-list-declaration = Declaration
web-list-party = Party
web-list-parties = Owed by
web-list-role = Role
web-list-status = Status
web-list-rollup = Status of the commitment
web-list-timeliness = Timeliness
web-list-section = Section
web-list-strength = Strength
web-list-kind = Kind
web-list-topics = Topics
web-list-conflicts = Open conflicts
web-list-version = Version
web-list-due = Due
web-list-due-after = Due after
web-list-due-before = Due before
web-list-declared = Declared
web-list-assessed = Assessed
web-list-reported = Reported as of
web-list-done-on = Done on
web-list-changed = Last filed
web-list-commitment = Commitment
web-list-tracked = Tracked
web-list-tracked-only = What is to be done
web-list-untracked-only = Positions and acknowledgements
web-list-tracked-all = All
web-list-known-at = As known at
web-list-columns = Columns
web-list-order = Order
web-list-by-code = As the text has it
web-list-by-due = Oldest due day first
web-list-by-due-last = Latest due day first
web-list-by-changed = Last filed first
web-list-chosen-filters = Filters that are on
web-list-take-away = take away
web-list-clear = Clear all filters
web-list-count-all = { $n ->
    [one] One row in all
   *[other] { $n } rows in all
}
web-list-count-first = The first { $n } rows; more follow
web-list-count-more = The next { $n } rows; more follow
web-list-count-last = { $n ->
    [one] The last row
   *[other] The last { $n } rows
}
web-list-none = Nothing matches.
web-list-first = First page
web-list-next = Next page
web-list-paging = Pages of the list
web-list-asap = as soon as possible
web-list-overdue-by = { $n ->
    [one] overdue by a day
   *[other] overdue by { $n } days
}
web-list-since = Since { $what }
web-list-since-count = { $n ->
    [0] none of these rows has changed
    [one] one of these rows has changed
   *[other] { $n } of these rows have changed
}
web-list-since-now = now
web-list-became-overdue = became overdue
web-list-became-not-overdue = no longer overdue
web-list-became-open = its window opened
web-list-follows = follows { $what }:
web-list-contested = contested
web-list-reassess = declared otherwise since
web-list-export = Export CSV
web-list-export-hint = The whole list, not this page alone
web-list-copy = Copy as
web-list-copy-url = Address
web-list-copy-command = Command line
web-list-copy-csv = CSV
web-list-copy-json = JSON
web-list-copy-short = Copy
web-list-copy-it = Copy: { $what }
web-list-copied = Copied: { $what }
web-list-choose-all = Choose all on this page
web-list-choose-hint = Choose rows to update them together.
web-list-chosen = Chosen:
web-list-update-chosen = Update the chosen ones

web-bulk = Update several obligations
web-bulk-none = No row was chosen.
web-bulk-back = Back to the list
web-bulk-cancel = Cancel
web-bulk-preview = Show what would change
web-bulk-preview-again = Show again
web-bulk-file = { $n ->
    [one] File one update
   *[other] File { $n } updates
}
web-bulk-chosen = { $n ->
    [one] One obligation is chosen
   *[other] { $n } obligations are chosen
}
web-bulk-would-change = { $n ->
    [one] One update would be filed
   *[other] { $n } updates would be filed
}
web-bulk-left-out = { $n ->
    [one] One is left out
   *[other] { $n } are left out
}
web-bulk-before-after = Now, and then
web-bulk-becomes = becomes
web-bulk-why = Why
web-bulk-not-yours = It is owed by another party than yours.
web-bulk-closed = It is closed. Say why it is spoken of again, and it is no longer left out.
web-bulk-gone = It is no longer there.
web-bulk-used = Something else was filed from this form already. Choose the rows anew.
web-bulk-no-answer = The ledger did not answer; nothing was filed here. Try again.
web-bulk-changed = Somebody has filed on it since you chose it; this is how it stands now.
web-bulk-outranked = This would be kept, but another statement would go on counting.
web-bulk-contested = This would contradict another statement about the same day.
web-bulk-faulty = Nothing was filed. Some fields have to be mended.
web-bulk-look-again = Nothing was filed yet: the form was changed since you looked at what it would do. This is what it would do now.
web-bulk-changed-meanwhile = Nothing was filed yet: somebody else has filed on some of these meanwhile. Look at them once more.
web-bulk-filed = { $n ->
    [0] Nothing was filed
    [one] One update was filed
   *[other] { $n } updates were filed
}
web-bulk-taken-back = { $n ->
    [0] Nothing was taken back
    [one] One update was taken back
   *[other] { $n } updates were taken back
}
web-bulk-outcome = What came of it
web-bulk-now = Status now
web-bulk-is-filed = filed
web-bulk-is-taken-back = taken back
web-said-not-taken-back = Not all of it could be taken back. What stands filed is listed so; try again in a moment.
web-bulk-undo = Undo
web-bulk-undo-hint = Nothing is deleted: each update is taken back by another one, and both stay in the history.
web-bulk-why-taken-back = Taken back at once: it was filed by mistake, together with others.
