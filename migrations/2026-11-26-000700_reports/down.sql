DROP TABLE reports;
DROP TABLE node_key;
