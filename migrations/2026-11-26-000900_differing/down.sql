DROP INDEX obligations_differing;
