package io.github.d1jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d1jdbc.internal.schema.Affinity;
import io.github.d1jdbc.internal.schema.Column;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredTypeTest {

    private static DeclaredType of(String declared, Affinity affinity) {
        return DeclaredType.of(
                new Column("c", declared, affinity, Column.Kind.ORDINARY, false, null, 0, false, "BINARY"));
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, INTEGER, INTEGER, INTEGER, 10, 0",
        "int, INTEGER, INT, INTEGER, 10, 0",
        "INT(11), INTEGER, INT, INTEGER, 10, 0",
        "bigint(20) unsigned, INTEGER, BIGINT UNSIGNED, BIGINT, 19, 0",
        "MEDIUMINT, INTEGER, MEDIUMINT, INTEGER, 10, 0",
        "TINYINT(1), INTEGER, TINYINT, TINYINT, 3, 0",
        "TEXT, TEXT, TEXT, VARCHAR, 2000000, ",
        "VARCHAR(40), TEXT, VARCHAR, VARCHAR, 40, ",
        "VARCHAR ( 40 ), TEXT, VARCHAR, VARCHAR, 40, ",
        "VARCHAR(MAX), TEXT, VARCHAR, VARCHAR, 2000000, ",
        "CHARACTER  VARYING(7), TEXT, CHARACTER VARYING, VARCHAR, 7, ",
        "CHAR(3), TEXT, CHAR, CHAR, 3, ",
        "LONGTEXT, TEXT, LONGTEXT, VARCHAR, 2000000, ",
        "BLOB, BLOB, BLOB, BLOB, 2000000, ",
        "REAL, REAL, REAL, DOUBLE, 17, ",
        "FLOAT(24), REAL, FLOAT, FLOAT, 17, ",
        "NUMERIC, NUMERIC, NUMERIC, NUMERIC, 38, 18",
        "'DECIMAL(10,2)', NUMERIC, DECIMAL, DECIMAL, 10, 2",
        "'decimal ( 10 , 2 )', NUMERIC, DECIMAL, DECIMAL, 10, 2",
        "NUMERIC(8), NUMERIC, NUMERIC, NUMERIC, 8, 0",
        "'SMALLDECIMAL(5,1)', NUMERIC, SMALLDECIMAL, DECIMAL, 5, 1",
        "BOOLEAN, NUMERIC, BOOLEAN, BOOLEAN, 1, ",
        "DATETIME, NUMERIC, DATETIME, TIMESTAMP, 23, ",
        "TIMESTAMP WITH TIME ZONE, NUMERIC, TIMESTAMP WITH TIME ZONE, TIMESTAMP, 23, ",
        "TIMESTAMP(6), NUMERIC, TIMESTAMP, TIMESTAMP, 23, ",
        "DATE, NUMERIC, DATE, DATE, 10, ",
        "TIME(3), NUMERIC, TIME, TIME, 12, ",
        "JSON, NUMERIC, JSON, VARCHAR, 2000000, ",
        "ANY, BLOB, ANY, VARCHAR, 2000000, ",
        "VARBINARY(16), NUMERIC, VARBINARY, VARBINARY, 16, "
    })
    void theNameSaysMoreThanTheAffinity(
            String declared, Affinity affinity, String name, JDBCType type, int size, @Nullable Integer digits) {
        assertThat(of(declared, affinity)).isEqualTo(new DeclaredType(name, type.getVendorTypeNumber(), size, digits));
    }

    @Test
    void aColumnWithoutATypeTakesAnything() {
        assertThat(of("", Affinity.BLOB))
                .isEqualTo(new DeclaredType("ANY", JDBCType.VARCHAR.getVendorTypeNumber(), 2_000_000, null));
    }

    @Test
    void onlyNumbersHaveARadixAndOnlyTextsAndBlobsOctets() {
        assertThat(of("INT", Affinity.INTEGER).radix()).isEqualTo(10);
        assertThat(of("INT", Affinity.INTEGER).octets()).isNull();
        assertThat(of("TEXT", Affinity.TEXT).radix()).isNull();
        assertThat(of("VARCHAR(3)", Affinity.TEXT).octets()).isEqualTo(2_000_000);
        assertThat(of("BLOB", Affinity.BLOB).octets()).isEqualTo(2_000_000);
        assertThat(of("DATE", Affinity.NUMERIC).octets()).isNull();
    }

    @Test
    void eachTypeOfTypeInfoIsReadBackAsItIs() throws Exception {
        try (TestD1 d1 = new TestD1();
                JdbcConnection connection = d1.connect()) {
            DatabaseMetaData meta = connection.getMetaData();
            List<String> types = Metadata.lines(meta.getTypeInfo(), "TYPE_NAME", "DATA_TYPE", "PRECISION");
            String columns = types.stream()
                    .map(line -> line.substring(0, line.indexOf('|')))
                    .map(name -> "c_" + name + " " + name)
                    .collect(Collectors.joining(", "));
            connection.createStatement().execute("CREATE TABLE t(" + columns + ")");
            assertThat(Metadata.lines(meta.getColumns(null, null, "t", null), "TYPE_NAME", "DATA_TYPE", "COLUMN_SIZE"))
                    .isEqualTo(types)
                    .hasSize(22);
        }
    }
}
