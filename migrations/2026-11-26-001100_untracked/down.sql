DROP INDEX obligations_untracked_by_due;
DROP INDEX obligations_untracked;
