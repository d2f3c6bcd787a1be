package io.github.d1jdbc.dump.verify;

import io.github.d1jdbc.dump.Affinity;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Column;
import io.github.d1jdbc.dump.verify.DatabaseSchema.Table;
import io.github.d1jdbc.dump.verify.ExportLoss.Text;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up live rows three times: as they are, and as D1's export would bring them back, by an exporter that mixes up
 * line ends and by one that does not. One thread at a time.
 */
final class LiveHash implements LiveContent.Sink {

    private final List<String> names;
    private final Affinity[] affinities;
    private final RowHasher exact;
    private final RowHasher exported;
    private final RowHasher keepingLineEnds;
    private final Map<String, Long> lossy = new TreeMap<>();

    LiveHash(Table table) {
        names = table.names();
        affinities = table.columns().stream()
                .map((Column column) -> Affinity.of(column.type(), table.strict()))
                .toArray(Affinity[]::new);
        exact = table.hasher();
        exported = table.hasher();
        keepingLineEnds = table.hasher();
    }

    @Override
    public void row(List<@Nullable Object> cells) {
        for (Object cell : cells) add(exact, cell);
        exact.endRow();
        if (!lossy(exported, cells, true)) exported.endRowAs(exact);
        if (!lossy(keepingLineEnds, cells, false)) keepingLineEnds.endRowAs(exact);
    }

    private boolean lossy(RowHasher hasher, List<@Nullable Object> cells, boolean lineEnds) {
        boolean changed = false;
        for (int i = 0; i < cells.size(); i++) {
            Object value = cells.get(i);
            if (Objects.equals(value, ExportLoss.of(value, affinities[i], lineEnds))) continue;
            changed = true;
            if (lineEnds) lossy.merge(names.get(i), 1L, Long::sum);
        }
        if (!changed) return false;
        for (int i = 0; i < cells.size(); i++) add(hasher, ExportLoss.of(cells.get(i), affinities[i], lineEnds));
        hasher.endRow();
        return true;
    }

    private static void add(RowHasher hasher, @Nullable Object value) {
        if (value == null) hasher.addNull();
        else if (value instanceof Long number) hasher.add(number);
        else if (value instanceof Double number) hasher.add(number);
        else if (value instanceof Text text) hasher.addText(text.bytes());
        else hasher.addBlob((byte[]) value);
    }

    ContentHash exact() {
        return exact.hash();
    }

    /** How the table of the dump with this hash compares. */
    Comparison.Outcome compare(ContentHash dump, boolean lossIsFine) {
        if (dump.equals(exact.hash())) return Comparison.Outcome.EQUAL;
        boolean same = dump.equals(exported.hash()) || dump.equals(keepingLineEnds.hash());
        return lossIsFine && same ? Comparison.Outcome.AS_EXPORTED : Comparison.Outcome.DIFFERENT;
    }

    Map<String, Long> lossyColumns() {
        return lossy;
    }
}
