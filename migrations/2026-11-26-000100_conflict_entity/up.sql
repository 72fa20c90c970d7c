-- A conflict is a record like any other: versioned, and told of in the feed.
ALTER TYPE entity ADD VALUE IF NOT EXISTS 'conflict';
