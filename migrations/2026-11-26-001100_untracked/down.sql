DROP INDEX obligations_untracked;
