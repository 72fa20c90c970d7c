# A progress report: its headings, its columns and its sentences.

report-title = Progress report
report-contents = Contents
report-as-of = As of
report-known-at = As known at
report-compared-with = Compared with
report-scope = Scope
report-scope-all = all parties and sections
report-scope-parties = parties: { $parties }
report-scope-sections = sections: { $sections }
report-place = Place in the feed
report-place-is = change { $seq }
report-chain = Chain
report-cursor = Cursor
report-adopted = Adopted
report-adopted-is = { $day }, { $place }

# --- Headings

report-heading-summary = Summary
report-heading-totals = Totals
report-heading-parties = Parties and statuses
report-heading-matrix = Parties and sections
report-heading-timeline = Deadlines
report-heading-overdue = Overdue
report-heading-next = Due in the next 90 days
report-heading-changes = Changes since { $day }
report-heading-reached = Reached
report-heading-slipped = Slipped
report-heading-contradicted = Contradicted
report-heading-moved = Moved
report-heading-items = Commitments one by one
report-heading-scores = Scores
report-heading-method = Method
report-heading-notes = Notes

# --- Columns

report-column-status = Status
report-column-timeliness = Timeliness
report-column-obligations = Obligations
report-column-commitments = Commitments
report-column-party = Party
report-column-section = Section
report-column-total = Total
report-column-reported = Reported
report-column-overdue = Overdue
report-column-done = Done
report-column-open = Open
report-column-due = Due
report-column-opens = Opens
report-column-days = Days overdue
report-column-code = Item
report-column-title = Commitment
report-column-role = Role
report-column-occurrence = Occurrence
report-column-before = Before
report-column-now = Now
report-column-basis = Basis
report-column-said-of = State of
report-column-done-on = Done on
report-column-update = Last update
report-column-declared = Declared
report-column-assessed = Assessed
report-column-contested = Contested
report-column-author = Author
report-column-address = Address
report-column-published = Published
report-column-evidence = Evidence
report-column-scale = Scale
report-column-mean = Mean
report-column-scored = Scored
report-column-coverage = Coverage
report-column-grades = Grades

# --- Sheets of a workbook, of at most 31 characters

report-sheet-summary = Summary
report-sheet-parties = Parties
report-sheet-matrix = Matrix
report-sheet-timeline = Deadlines
report-sheet-overdue = Overdue
report-sheet-next = Due next
report-sheet-changes = Changes
report-sheet-items = Items
report-sheet-scores = Scores
report-sheet-method = Method
report-sheet-notes = Notes

# --- Sentences

report-summary-owed = { $obligations ->
    [one] One obligation is counted
   *[other] { $obligations } obligations are counted
}, under { $commitments ->
    [one] one commitment
   *[other] { $commitments } commitments
}.
report-summary-coverage = Reported: { $reported } of { $total } { $total ->
    [one] obligation
   *[other] obligations
} ({ $share }).
report-summary-silent = Nothing has been reported on any of them so far. That says nothing about what was done.
report-summary-complete = { $complete ->
    [0] None is complete.
    [one] One is complete{ $late ->
        [0] .
       *[other] , after its due day.
    }
   *[other] { $complete } are complete{ $late ->
        [0] .
        [one] , one of them after its due day.
       *[other] , { $late } of them after their due days.
    }
}
report-summary-overdue = { $overdue ->
    [0] None is overdue.
    [one] One is overdue, by { $days ->
        [one] one day
       *[other] { $days } days
    }.
   *[other] { $overdue } are overdue, the oldest by { $days ->
        [one] one day
       *[other] { $days } days
    }.
}
report-summary-next = { $next ->
    [0] None falls due within the next 90 days.
    [one] One falls due within the next 90 days, on { $day }.
   *[other] { $next } fall due within the next 90 days, the first on { $day }.
}
report-summary-contested = { $contested ->
    [one] Statements on one obligation contradict each other.
   *[other] Statements on { $contested } obligations contradict each other.
}
report-summary-changes = Since { $day }, { $reached ->
    [0] none was
    [one] one was
   *[other] { $reached } were
} completed, { $slipped ->
    [0] none became
    [one] one became
   *[other] { $slipped } became
} overdue, and the status of { $moved ->
    [0] none
    [one] one
   *[other] { $moved }
} changed.
report-summary-early = On { $day } the declaration had not been adopted; it was on { $adopted }. Nothing was owed yet.
report-summary-nothing = No obligation answers to this choice of parties and sections.

# --- Notes beside tables

report-none-overdue = Nothing is overdue.
report-none-next = Nothing falls due within the next 90 days.
report-none-dated = Nothing here has a deadline.
report-none-reached = Nothing was completed.
report-none-slipped = Nothing became overdue.
report-none-contradicted = No statement was contradicted.
report-none-moved = No status changed.
report-none-items = There is nothing to show.
report-none-said = nothing reported
report-matrix-legend = Each cell: obligations reported of those owed. ▲ and a number: how many of them are overdue.
report-coverage-of = { $reported } of { $total }
report-section = Section { $number }: { $title }
report-party-occurrence = { $party }, { $occurrence }
report-said-by = { $author }, { $day }
report-supporters = Supporters owe no delivery of their own and stand in no total; they follow the hosts and leads.
report-note-published = published { $day }

# --- Scores and method

report-scale-toronto = Toronto (G7 and G20 Research Groups)
report-scale-kroc = Peace Accords Matrix (Kroc Institute)
report-scale-ogp = Completion (Open Government Partnership)
report-scale-toronto-is = −1 for non-compliance, 0 for partial, +1 for full compliance.
report-scale-kroc-is = 0 for not initiated, 1 for minimum, 2 for intermediate, 3 for full implementation.
report-scale-ogp-is = 0 for not started, 1 for limited, 2 for substantial, 3 for complete.
report-scores-read = A mean covers those scored alone and is to be read with its coverage. These are readings of the ledger on published scales, not judgements of the institutions that keep them.
report-score-none = nothing to score yet
report-grade-count = { $grade } { $count }
report-method-counted = Counted are the obligations of hosts, leads and participants under items that can be tracked. Parties stand in the order of protocol; that is no ranking.
report-method-silence = “Not reported” means that nobody has said anything yet. It is no failure: it lowers the coverage and never a mean.
report-method-overdue = An obligation is overdue from the day after its due day until it is complete, abandoned or superseded.
report-method-fold = An assessor’s statement counts before the party’s own. Where statements of one day differ, the less advanced counts until they agree.
report-method-known = Asked for again with the time in “As known at”, this report comes out the same, whatever was filed or edited since.
report-method-page = The method in full: { $page }
