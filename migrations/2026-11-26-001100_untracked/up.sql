-- The few under which there is nothing to be done, in the order of the text.
CREATE INDEX obligations_untracked ON obligations (sort_key) WHERE NOT tracked;
