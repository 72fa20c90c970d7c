# The overview, the text and the activity.

web-overview-adopted = adopted in { $place } on { $day }
web-overview-declarations = Declarations
web-overview-no-declaration = There is no declaration in this ledger yet.
web-overview-no-declaration-advice = The one that is shipped comes in by the command
web-overview-attention = What needs attention now
web-overview-overdue = Overdue
web-overview-oldest = { $n ->
    [one] the oldest for one day
   *[other] the oldest for { $n } days
}
web-overview-due = Due within 90 days
web-overview-nearest = the next on { $what }
web-overview-silent = Not reported
web-overview-of-owed = { $n ->
    [one] of one obligation; says nothing of what was done
   *[other] of { $n } obligations; says nothing of what was done
}
web-overview-contested = Contested
web-overview-contested-hint = statements about one day that disagree
web-overview-conflicts = Open conflicts
web-overview-conflicts-hint = edits that cannot both stand
web-overview-compared = Small figures: the change since { $what }, where there is any.
web-overview-longest = Overdue the longest
web-overview-none-overdue = Nothing is overdue on this day.
web-overview-all-overdue = All that is overdue
web-overview-none-due = Nothing falls due within 90 days.
web-overview-all-due = All that falls due
web-overview-due-on = due { $what }
web-overview-days = { $n ->
    [one] one day overdue
   *[other] { $n } days overdue
}
web-overview-since = What has moved since { $what }
web-overview-none-moved = No status is another than it was.
web-overview-moved-further = { $n ->
    [one] One more
   *[other] { $n } more
}
web-overview-ages = Overdue by age
web-overview-age = { $first }–{ $last }
web-overview-age-more = { $first } and more
web-overview-matrix-note = How many obligations each party owes by each section of the text; ▲ how many of them are overdue. The shade is the share that has been reported:
web-overview-sections = The sections by name
web-overview-timeline = Deadlines
web-overview-as-table = The same as a table
web-overview-trend = Month by month since the adoption
web-overview-end-of = End of
web-overview-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }
web-overview-recent = Latest statements
web-overview-all-recent = All activity

web-text-filter = What to look for in the text
web-text-all = all
web-text-beside = Beside the text
web-text-beside-none = nothing
web-text-strength = Strength
web-text-shown = { $n ->
    [one] One clause matches
   *[other] { $n } clauses match
}
web-text-whole = Show all alike
web-text-contents = Contents
web-text-note = Each clause that was coded is underlined in the colour of its status, with its mark and number; a thin line is a position or an acknowledgement, on which nothing is due.
web-text-owed = Who owes it
web-text-owed-by-nobody = Nobody owes this: the text states it, and nothing is to be done.
web-text-item-conflicts = { $n ->
    [one] One open conflict
   *[other] { $n } open conflicts
}
web-text-open = Open the item

web-activity-filter = What to see
web-activity-entity = Kind of change
web-activity-again = Look for new changes
web-activity-newest = To the newest
web-activity-new = New changes:
web-activity-older = Older
web-activity-none = Nothing was changed that fits.
web-activity-blank = The record is no longer kept in the feed
web-activity-declared = { $party } declares: { $status }, as of { $day }
web-activity-assessed = Assessed for { $party }: { $status }, as of { $day }
web-activity-withdrawn = A statement about { $what } was taken back
web-activity-item-created = An item was added
web-activity-item-edited = An item was edited
web-activity-item-deleted = An item was deleted
web-activity-owed-created = { $what } owes this from now on
web-activity-owed-edited = What { $what } owes was edited
web-activity-owed-deleted = { $what } owes this no longer
web-activity-step-created = A milestone was added: { $what }
web-activity-step-edited = A milestone was edited: { $what }
web-activity-conflict-opened = A conflict was opened: two edits cannot both stand
web-activity-conflict-resolved = A conflict was resolved
web-activity-party-created = A party was added: { $what }
web-activity-party-edited = A party was edited: { $what }
web-activity-text-created = A declaration was added: { $what }
web-activity-text-edited = A declaration was edited: { $what }
