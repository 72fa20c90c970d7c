//! An analyst's day: find what is overdue, file an update with evidence, see the report move.
