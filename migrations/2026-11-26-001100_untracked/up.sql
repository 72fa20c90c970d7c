-- The few under which there is nothing to be done, in the order of the text and of the due days.
CREATE INDEX obligations_untracked ON obligations (sort_key) WHERE NOT tracked;
CREATE INDEX obligations_untracked_by_due ON obligations (due_key, sort_key) WHERE NOT tracked;
