DROP INDEX obligations_disputed;
