# The words of the ledger's closed lists, and how days are written.

day = { $day } { $month ->
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
} { $year }

status-not-reported = not reported
status-not-started = not started
status-in-progress = in progress
status-substantial = substantial
status-complete = complete
status-ongoing = ongoing
status-stalled = stalled
status-abandoned = abandoned
status-superseded = superseded

timeliness-undated = no deadline
timeliness-not-due = not due
timeliness-upcoming = upcoming
timeliness-in-window = in its window
timeliness-overdue = overdue
timeliness-done-on-time = done on time
timeliness-done-late = done late
timeliness-follows = follows the lead

basis-declared = declared
basis-assessed = assessed

role-host = host
role-lead = lead
role-participant = participant
role-supporter = supporter

strength-decision = decision
strength-undertaking = undertaking
strength-support = support
strength-position = standing position
strength-acknowledgement = acknowledgement

kind-event = event
kind-institution = institution
kind-instrument = instrument
kind-programme = programme
kind-policy = policy
kind-position = position

toronto-non-compliance = non-compliance
toronto-partial-compliance = partial compliance
toronto-full-compliance = full compliance
kroc-not-initiated = not initiated
kroc-minimum = minimum
kroc-intermediate = intermediate
kroc-full = full
ogp-not-started = not started
ogp-limited = limited
ogp-substantial = substantial
ogp-complete = complete

entity-declaration = declaration
entity-party = party
entity-commitment = commitment
entity-obligation = obligation
entity-milestone = milestone
entity-update = update
entity-conflict = conflict

op-created = created
op-edited = edited
op-deleted = deleted

user-role-viewer = viewer
user-role-analyst = analyst
user-role-assessor = assessor
user-role-editor = editor
user-role-admin = administrator

conflict-group-text = text
conflict-group-titles = titles
conflict-group-deadline = deadline
conflict-group-coding = coding
conflict-group-obligations = obligations
conflict-group-milestone = milestone
conflict-group-existence = existence
resolution-theirs = theirs was kept
resolution-yours = yours was taken
resolution-value = a third value was taken

topic-governance = governance of the mechanism
topic-multilateralism = multilateralism
topic-sovereignty = sovereignty
topic-peace = peace
topic-security = security
topic-drugs = drugs
topic-disarmament = disarmament
topic-afghanistan = Afghanistan
topic-humanitarian = humanitarian affairs
topic-trade = trade
topic-investment = investment
topic-industry = industry
topic-customs = customs
topic-transport = transport
topic-infrastructure = infrastructure
topic-energy = energy
topic-minerals = minerals
topic-agriculture = agriculture
topic-food-security = food security
topic-climate = climate
topic-environment = environment
topic-mountains = mountains
topic-water = water
topic-science = science
topic-digital = digital technology
topic-cybersecurity = cybersecurity
topic-education = education
topic-culture = culture
topic-heritage = heritage
topic-tourism = tourism
topic-sport = sport
topic-youth = youth
topic-health = health
topic-poverty = poverty
topic-social = social affairs

reference-resolution = resolution
reference-treaty = treaty
reference-document = document
reference-meeting = meeting
reference-body = body
reference-initiative = initiative
reference-infrastructure = infrastructure
