# What the command line says to analysts.

# --- Columns

command-column-declaration = Declaration
command-column-outcome = Outcome
command-column-state = State
command-column-made = Made
command-column-id = Id
command-column-at = Time
command-column-actor = By
command-column-entity = What
command-column-op = Action
command-column-what = Contents
command-column-change = Change

# --- Words beside rows

command-quote = Text
command-note = Note
command-version = Version
command-labelled = { $label }: { $value }
command-withdrawn = withdrawn
command-unsent-status = (unsent: { $status })
command-contested = (contested)
command-reassess = (to be assessed again)
command-overdue-days = { $days ->
    [one] overdue by one day
   *[other] overdue by { $days } days
}
command-nothing = Nothing matches.
command-more = Rows shown: { $count }; there are more. Ask for --all, or for a larger --limit.
command-no-changes = Nothing changed between { $from } and { $to }.

# --- Working offline

command-offline = Read from the copy of { $at }, which ends with change { $seq } of the feed.
command-offline-filed = Updates filed from here since then count too: { $count }.
command-pulled-whole = A whole copy was pulled. Obligations: { $obligations }; last change of the feed: { $seq }.
command-pulled = The copy is up to date. Changes added: { $changes }; last change of the feed: { $seq }.
command-copy = The copy is of { $at } and ends with change { $seq } of the feed.
command-no-copy = There is no copy; `summit-ledger pull` makes one.
command-queued = Kept here, unsent: { $code } { $party } ({ $id }). `summit-ledger push` sends it.
command-filed = Filed: { $code } { $party }.
command-nothing-unsent = Nothing is unsent.
command-unsent = unsent
command-unanswered = sent, not answered
command-rejected-before = Rejected before, and not sent again: { $count }. `summit-ledger status` says why; then `queue drop` or `queue retry`.
command-harmed-lines = Lines of the queue { $path } that cannot be read: { $count }. What they said is not sent; `summit-ledger push` puts them aside in { $aside }. File again what is missing.
command-others = { $code } { $party } was made by { $user } and was not sent; push it with the token of { $user }.
command-dropped = { $id } was dropped and will not be sent.
command-retried = The next push sends { $id } again.
command-outcome-applied = applied
command-outcome-merged = merged
command-outcome-duplicate = done before
command-outcome-conflict = in conflict
command-outcome-rejected = rejected
command-conflict = Conflict { $id }, { $group }:
    { "  " }theirs: { $theirs }
    { "  " }yours:  { $yours }
    { "  " }Decide by `summit-ledger resolve { $id } --keep theirs` or `--keep yours`.
command-no-conflicts = Nothing is in conflict.
command-resolved = Conflict { $id } is decided.
command-report-kept = The report is kept as { $id }.

# --- What can go wrong

command-error-unreachable = { $server } does not answer: { $cause }. Check the address (--server or LEDGER_SERVER), and that the service runs and can be reached from here.
command-error-refused = Refused ({ $status }): { $title }
command-error-no-token = Put a good token into LEDGER_TOKEN, or into a file named by --token-file. `summit-ledger token create NAME` makes one where the ledger is kept.
command-error-token = The token has characters that no token has. Check LEDGER_TOKEN, or the file named by --token-file.
command-error-strange = { $server } gives an answer that cannot be used: { $cause }. Check that the address is that of a ledger, and that it is not older or newer than this program.
command-error-server = "{ $server }" is no address of a server. Give one such as https://ledger.example.org.
command-error-file = { $path } cannot be read or written: { $cause }
command-error-folder = { $path } is a folder. Name a file in it.
command-error-harmed = The copy { $path } is harmed ({ $cause }). `summit-ledger pull` makes a new one; the queue is not touched.
command-error-no-state-dir = There is no folder for data on this machine. Name one by --state-dir or LEDGER_STATE_DIR.
command-error-locked = Another command of ours has been at work in { $path } for some time. Try again when it has ended.
command-error-no-copy = There is no copy of { $server } to read from. Make one with `summit-ledger pull` while there is a line.
command-error-known-offline = A copy does not know what was known in the past. Ask the server, or leave out --known-at.
command-error-no-item = There is no commitment { $code } in the copy.
command-error-nobody = The copy was pulled without a token, so it is not known who you are. Pull again with one.
command-error-files-nothing = The role { $role } files no updates; analysts and assessors do.
command-error-owes-nothing = That party owes nothing under { $code }. What is owed there: { $known }.
command-error-corrects = Name the update that is corrected: --corrects=ID. The one that counts is not of your basis.
command-error-evidence = --evidence must be URL|TITLE or URL|TITLE|LANG, not { $text }.
command-error-timeliness = Only what is overdue is shown here; leave out --timeliness, or use `list`.
command-error-ending = { $path } ends in no form of a report. Name the form by --format: { $known }.
command-error-binary = A terminal cannot show { $form }. Name a file by --output.
command-error-kept-form = A report is kept as JSON; leave out --format.
command-error-workbook = The workbook could not be made: { $cause }
command-error-not-queued = There is no operation { $id } in the queue. `summit-ledger status` lists those that are.
