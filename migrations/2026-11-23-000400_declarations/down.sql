DROP TABLE paragraphs;
DROP TABLE declarations;
