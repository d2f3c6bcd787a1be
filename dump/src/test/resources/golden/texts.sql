INSERT INTO x VALUES('','''','''''','a''b','a--b','/* a */','a;b','"','`','[',']','é€😀');
INSERT INTO x VALUES('back\slash','\n stays','line
end');
INSERT INTO x VALUES(replace('a\nb','\n',char(10)),replace('a\012b\n','\012',char(10)),REPLACE ( 'x' , 'y' , CHAR( 13 ) ));
INSERT INTO x VALUES(replace(replace('\r\n''\r','\r',char(13)),'\n',char(10)));
INSERT INTO x VALUES(unistr('a\u000ab\\'),unistr('\+01F600\U0001F600\0041\uD83D'),unistr('bad \q'),unistr('cut \u00'));
INSERT INTO x VALUES(CAST(X'610062' AS TEXT),cast( x'c3a9' as text ),CAST(X'6' AS TEXT),CAST(X'61' ASTEXT),CAST(X'61' AS BLOB),CAST('a' AS TEXT));
INSERT INTO x VALUES('a'||char(0)||'b',char(72,105),char(1114112),'a'||b,'a' 'b');
INSERT INTO x VALUES(replace('grow','g',char(128512)),replace('aa','',char(10)),replace('a','a','b'),replace('a','a',char(10),1));
INSERT INTO x VALUES(X'',x'Ab',X'0',X'0g',X '00',json('{}'),zeroblob(3),"name",`name`,[name],?1,:a,(SELECT 1));
