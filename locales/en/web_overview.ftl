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
web-overview-recent = Spoken of last
web-overview-all-recent = All activity
