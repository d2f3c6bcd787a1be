package io.github.d1jdbc.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings, one a kind and object, and no more of them than memory should hold. One thread at a time. */
final class Findings {

    private static final int MOST = 1_000;
    private static final int LONGEST = 400;

    private record Key(Finding.Kind kind, String object) {}

    private final Map<Key, Finding> found = new LinkedHashMap<>();
    private long left;

    /** Names are cut where they are absurdly long, and what a terminal would obey is escaped. */
    void add(Finding.Kind kind, String object, DumpStatement at, String message) {
        add(kind, object, at.offset(), at.line(), message);
    }

    void add(Finding.Kind kind, String object, long offset, long line, String message) {
        Key key = new Key(kind, DumpException.clean(object));
        Finding before = found.get(key);
        if (before == null && found.size() >= MOST) {
            left++;
            return;
        }
        Finding now = before == null
                ? new Finding(kind, key.object, 1, offset, line, DumpException.clean(message, LONGEST))
                : new Finding(kind, key.object, before.count() + 1, before.offset(), before.line(), before.message());
        found.put(key, now);
    }

    /** Those that keep D1 from importing the dump, or those that do not, in the order of the dump. */
    List<Finding> list(boolean refusals) {
        List<Finding> list = new ArrayList<>(found.values().stream()
                .filter(finding -> finding.kind().refusal() == refusals)
                .sorted((one, other) -> Long.compare(one.offset(), other.offset()))
                .toList());
        if (left > 0 && !refusals) {
            list.add(new Finding(Finding.Kind.MORE, "", left, 0, 0, "more was found than is listed here"));
        }
        return list;
    }
}
