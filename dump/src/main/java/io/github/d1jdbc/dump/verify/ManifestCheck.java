package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a dump with the manifest that was written for it. */
final class ManifestCheck {

    private final Manifest manifest;
    private final List<Difference> differences;

    private ManifestCheck(Manifest manifest, List<Difference> differences) {
        this.manifest = manifest;
        this.differences = differences;
    }

    /** Adds what differs; a manifest of another file is one difference, and its tables say nothing then. */
    static void of(
            Manifest manifest, DumpSums sums, long sqlBytes, List<TableContent> tables, List<Difference> differences) {
        ManifestCheck check = new ManifestCheck(manifest, differences);
        if (check.stale(sums, sqlBytes)) return;
        Map<String, ContentHash> found = new HashMap<>();
        tables.forEach(table -> table.hash().ifPresent(hash -> found.put(Verifier.key(table.name()), hash)));
        manifest.rows().forEach((table, rows) -> check.rows(table, rows, found.get(Verifier.key(table)), tables));
        manifest.contentHashes().forEach((table, sum) -> check.content(table, sum, found.get(Verifier.key(table))));
    }

    private boolean stale(DumpSums sums, long sqlBytes) {
        String file = manifest.file().sha256();
        String sql = manifest.sql().sha256();
        return differs("size of the file", Long.toString(manifest.file().bytes()), Long.toString(sums.bytes()))
                || (file == null
                        ? differs("CRC-32C of the file", manifest.file().crc32c(), sums.crc32c())
                        : differs("SHA-256 of the file", file, sums.fileSha256()))
                || differs("size of the SQL", Long.toString(manifest.sql().bytes()), Long.toString(sqlBytes))
                || (sql != null && differs("SHA-256 of the SQL", sql, sums.sqlSha256()));
    }

    private boolean differs(String what, String expected, String found) {
        if (expected.equals(found)) return false;
        differences.add(new Difference(
                Difference.Kind.MANIFEST_STALE,
                manifest.file().name(),
                expected,
                found,
                "the manifest is stale, it was written for another file: the " + what + " differs"));
        return true;
    }

    // Commands to a virtual table look like rows of it, so only its content is compared.
    private void rows(String table, long rows, @Nullable ContentHash found, List<TableContent> tables) {
        if (found == null) {
            boolean known =
                    tables.stream().anyMatch(one -> Verifier.key(one.name()).equals(Verifier.key(table)));
            if (known || Verifier.key(table).startsWith("sqlite_stat")) return;
            differences.add(new Difference(
                    Difference.Kind.MANIFEST_TABLE,
                    table,
                    Verifier.count(rows, "row"),
                    "no such table",
                    "the manifest names the table " + table + ", which the dump does not make"));
        } else if (found.rows() != rows) {
            differences.add(Verifier.rows(
                    Difference.Kind.MANIFEST_TABLE,
                    table,
                    rows,
                    found.rows(),
                    "the manifest says " + Verifier.count(rows, "row") + " of " + table + ", the dump has "
                            + Verifier.count(found.rows(), "row")));
        }
    }

    private void content(String table, String sum, @Nullable ContentHash found) {
        if (found == null || found.sum().equals(sum)) return;
        differences.add(new Difference(
                Difference.Kind.MANIFEST_TABLE,
                table,
                sum,
                found.sum(),
                "the content of " + table + " is not the one that the manifest has the hash of"));
    }
}
